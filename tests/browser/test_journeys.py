"""From a plan on paper to coverage that moves by one, as its users do it: an officer at a desk, a villager's phone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qunfang.demo.photos import draw_photo
from tests.browser.conftest import PHONE, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = """云台镇防范电信网络诈骗宣传工作方案

为保护群众财产安全，结合我镇实际，制定本方案。

一、工作目标
群众反诈知晓率达到80%以上。

二、工作措施
1.各村（社区）设立反诈宣传栏1处。
2.各村（社区）在每个居民小区悬挂横幅1条。
3.各村（社区）每月组织1场反诈宣讲会。

三、工作要求
各村（社区）每月25日前将工作情况报镇综治办。
"""


def figures(page: Page) -> dict[str, int]:
    """The four shares and what is expected, as the coverage page shows them."""
    found = {}
    for part in ("verified", "claimed", "rejected", "missing"):
        words = page.locator(f".figure.{part} strong").inner_text()
        numbers = [int(each) for each in re.findall(r"\d+", words)]
        found[part] = numbers[0]
        if part == "verified":
            found["expected"] = numbers[1]
    return found


def coverage_of(page: Page, unit: str | None = None) -> dict[str, int]:
    """The reader's own coverage page, or that of a unit one click below."""
    page.goto("/coverage/")
    if unit:
        page.get_by_role("link", name=unit, exact=True).first.click()
        page.wait_for_url(re.compile(r"/coverage/\d+/"))
    return figures(page)


def publish_town_plan(officer: Page) -> None:
    """Paste the plan, set its period, correct one slot, settle what is open, publish."""
    officer.goto("/plans/new/")
    officer.locator("textarea").first.fill(PLAN)
    officer.locator("main form button.primary").first.click()
    officer.wait_for_url(re.compile(r"/plans/\d+/"))
    assert officer.locator(".clause").count() >= 4
    shoot(officer, "plan-read-1440")
    dates = officer.locator("#period input[type=date], #period input")
    today = officer.evaluate("new Date().toISOString().slice(0, 10)")
    visible = [dates.nth(n) for n in range(dates.count()) if dates.nth(n).get_attribute("type") != "hidden"]
    visible[0].fill(f"{today[:7]}-01")
    visible[1].fill(f"{int(today[:4]) + 1}-01-31")
    officer.locator("#period button").click()
    banner = officer.locator("article.task", has_text="横幅").first
    banner.locator("a.slot[hx-get$='count/']").click()
    form = officer.locator("[data-slot-form]")
    form.locator("input[type=number], input[name=min_count]").first.fill("2")
    form.locator("button.primary").click()
    expect(officer.locator("article.task", has_text="横幅").first).to_contain_text("2")
    while officer.locator(".doubt form button").count():
        before = officer.locator(".doubt").count()
        officer.locator(".doubt form button").first.click()
        expect(officer.locator(".doubt")).to_have_count(before - 1)
    officer.locator(".publish-bar button.primary").click()
    expect(officer.locator(".plan-tools")).to_contain_text("已发布")
    shoot(officer, "plan-published-1440")


def test_from_a_pasted_plan_to_coverage_that_moves_by_one(enter: Callable[..., Page], tmp_path: Path) -> None:
    officer = enter("yuntai")
    publish_town_plan(officer)
    officer.goto("/dues/?scope=below&light=all&q=横幅")
    assert officer.locator("a.due").count() >= 8
    shoot(officer, "dues-1440")

    worker = enter("songlin", width=PHONE)
    shoot(worker, "today-390")
    before = {"town": coverage_of(officer), "village": coverage_of(worker)}
    worker.goto("/dues/?q=宣传栏")
    worker.locator("a.due", has_text="松林村").first.click()
    worker.wait_for_url("**/dues/*-*/")
    photo = tmp_path / "board.jpg"
    photo.write_bytes(draw_photo(random.Random(7)))
    worker.set_input_files("#files", photo)
    expect(worker.locator("#previews img")).to_have_count(1)
    worker.fill("#note", "村部门口，昨天挂好的")
    shoot(worker, "due-390")
    worker.locator("form.card button.primary").click()
    expect(worker.locator(".notice.green")).to_be_visible()
    claimed = {"town": coverage_of(officer), "village": coverage_of(worker)}
    for where, figure in claimed.items():
        assert figure["claimed"] == before[where]["claimed"] + 1, where
        assert figure["missing"] == before[where]["missing"] - 1, where

    officer.goto("/review/")
    while "宣传栏" not in officer.locator("main").inner_text() or "松林村" not in officer.locator("main").inner_text():
        officer.get_by_role("link", name="先看下一份").click()
    shoot(officer, "review-1440")
    officer.keyboard.press("a")
    expect(officer.locator(".notice.green")).to_be_visible()
    for where, page in {"town": officer, "village": worker}.items():
        after = coverage_of(page)
        assert after["verified"] == before[where]["verified"] + 1, where
        assert after["claimed"] == before[where]["claimed"], where
        assert after["expected"] == before[where]["expected"], where
    other = enter("village", width=PHONE)
    assert "松林村" not in other.content()


def test_a_returned_proof_comes_back_with_its_reason(enter: Callable[..., Page]) -> None:
    officer = enter("town")
    officer.goto("/review/")
    place = officer.locator("main h3").first.inner_text()
    officer.keyboard.press("r")
    officer.keyboard.type("照片看不清，请走近重拍。")
    officer.keyboard.press("Enter")
    expect(officer.locator(".notice.green")).to_be_visible()
    officer.locator(".notice.green button").click()
    officer.wait_for_url("**/review/")
    assert officer.locator("main h3").first.inner_text() == place


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_scrolls_sideways(enter: Callable[..., Page], lang: str, width: int) -> None:
    page = enter("town", width=width, lang=lang)
    for path in ("/", "/dues/", "/coverage/", "/coverage/?by=months", "/plans/", "/plans/new/", "/review/", "/me/"):
        page.goto(path)
        shoot(page, f"town-{re.sub(r'[^a-z]+', '-', path).strip('-') or 'home'}-{lang[:2]}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/plans/")
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
