"""A village worker and the town's officer, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from qunfang.demo import ensure_demo_county
from qunfang.demo.county import PASSWORD

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
SHOTS = Path("build/screenshots")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def county(transactional_db: None, tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    ensure_demo_county()


def enter(browser: Browser, live_server, username: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN").new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.click("button.primary")
    return page


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_a_village_worker_hands_in_and_the_officer_accepts(browser: Browser, live_server, county: None) -> None:
    worker = enter(browser, live_server, "village", 390)
    shoot(worker, "today-390")
    worker.goto(f"{live_server.url}/dues/?light=open")
    worker.locator("a.due").first.click()
    worker.fill("#note", "已挂好，村口两侧都能看见")
    shoot(worker, "due-390")
    worker.click("form.card button.primary")
    assert worker.locator(".notice.green").count() == 1
    officer = enter(browser, live_server, "town", 1440)
    officer.goto(f"{live_server.url}/coverage/")
    before = int(officer.locator(".figure.verified strong").inner_text().split("/")[0])
    shoot(officer, "coverage-1440")
    officer.goto(f"{live_server.url}/review/")
    shoot(officer, "review-1440")
    officer.keyboard.press("a")
    officer.wait_for_selector(".notice.green")
    officer.goto(f"{live_server.url}/coverage/")
    after = int(officer.locator(".figure.verified strong").inner_text().split("/")[0])
    assert after > before


def test_the_officer_hands_in_a_plan_and_sees_it_read(browser: Browser, live_server, county: None) -> None:
    officer = enter(browser, live_server, "yuntai", 1440)
    officer.goto(f"{live_server.url}/plans/new/")
    shoot(officer, "plan-new-1440")
    text = "云台镇反诈宣传方案\n各村（社区）每月组织1场反诈宣讲会，在每个居民小区悬挂横幅1条。"
    officer.locator("textarea").first.fill(text)
    officer.locator("main button.primary").first.click()
    officer.wait_for_url("**/plans/*/")
    assert officer.locator("mark, .clause").count() >= 1
    shoot(officer, "plan-review-1440")
