"""Places, people and passkeys in a real browser: a roster comes in, a colleague joins, a passkey opens the door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qunfang.demo.county import PASSWORD
from qunfang.places.models import Site, Unit
from tests.browser.conftest import Enter, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the page to the right."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def localhost(live_server) -> str:
    """Passkeys belong to a host name, never to a bare address."""
    return f"http://localhost:{live_server.thread.port}"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_roster_is_looked_through_mended_and_written(
    browser: Browser, live_server, county: None, enter: Enter, tmp_path: Path, width: int
) -> None:
    bad, good = tmp_path / "花名册.csv", tmp_path / "花名册好.csv"
    head = "单位名称,类型,上级单位,编号\n"
    bad.write_text(head + "新村,村,青石镇,990101001299\n,村,青石镇,\n南山村,寨子,白云镇,\n", encoding="gb18030")
    good.write_text(head + "新村,村,青石镇,990101001299\n石坪村,社区,青石镇,990101001201\n", encoding="utf-8")
    page = enter("town", width=width)
    town = Unit.objects.get(name="青石镇")
    page.goto(f"{live_server.url}/units/{town.pk}/import/")
    page.set_input_files("#file", bad)
    page.click("form[enctype] button.primary")
    page.wait_for_selector(".problems")
    assert "第 3 行" in page.inner_text(".problems")
    shoot(page, f"roster-bad-{width}")
    assert fits(page)
    page.goto(f"{live_server.url}/units/{town.pk}/import/")
    page.set_input_files("#file", good)
    page.click("form[enctype] button.primary")
    page.wait_for_selector(".import-bar")
    assert not Unit.objects.filter(name="新村").exists()
    shoot(page, f"roster-good-{width}")
    page.click(".import-bar button.primary")
    page.wait_for_selector(".notice.green")
    assert Unit.objects.get(name="新村").code == "990101001299"
    assert fits(page)


def test_the_position_is_filled_by_the_browser(browser: Browser, live_server, county: None, enter: Enter) -> None:
    page = enter("town", width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.628041, "longitude": 104.86122})
    village = Unit.objects.get(name="石坪村")
    page.goto(f"{live_server.url}/units/{village.pk}/sites/add/")
    page.fill("#name", "卫生室门口")
    page.select_option("#kind", "entrance")
    page.click("[data-position]")
    page.wait_for_function("document.getElementById('latitude').value !== ''")
    page.click("form.card button.primary")
    page.wait_for_selector(".notice.green")
    made = Site.objects.get(name="卫生室门口")
    assert (str(made.latitude), str(made.longitude)) == ("30.628041", "104.861220")


def test_a_colleague_is_invited_by_link_copied_with_one_press_and_joins(
    browser: Browser, live_server, county: None, enter: Enter
) -> None:
    page = enter("town", width=1440)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/units/{Unit.objects.get(name='石坪村').pk}/invite/")
    page.select_option("#role", "field_worker")
    page.fill("#name", "小王")
    page.click("form.card button.primary")
    assert page.locator(".qr svg").count() == 1
    page.click("[data-copy]")
    page.wait_for_selector("[data-copied]:not([hidden])")
    link = page.evaluate("navigator.clipboard.readText()")
    guest = browser.new_context(viewport={"width": 390, "height": 860}, locale="zh-CN").new_page()
    guest.goto(link)
    shoot(guest, "join-390")
    guest.fill("#username", "xiaowang")
    guest.fill("#password", "three-words-here")
    guest.click("form.card button.primary")
    guest.wait_for_url(f"{live_server.url}/")
    assert fits(guest)


def test_a_passkey_is_set_up_and_opens_the_door_without_a_password(
    browser: Browser, live_server, county: None, settings
) -> None:
    home = localhost(live_server)
    page = browser.new_context(viewport={"width": 390, "height": 860}, locale="zh-CN").new_page()
    page.set_default_timeout(15_000)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    errors: list[str] = []
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    page.goto(f"{home}/account/login/")
    page.fill("#id_login", "village")
    page.fill("#id_password", PASSWORD)
    page.click("form[method=post] button.primary")
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/me/")
    page.click("text=两步验证：验证码或通行密钥")
    page.click("text=设通行密钥")
    page.fill("#id_password", PASSWORD)
    page.click("button.primary")
    page.wait_for_selector("#mfa_webauthn_add")
    shoot(page, "passkey-add-390")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector(".codes")
    shoot(page, "recovery-codes-390")
    page.goto(f"{home}/account/2fa/")
    shoot(page, "second-step-390")
    page.context.clear_cookies()
    page.goto(f"{home}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/me/")
    assert "张德顺" in page.inner_text("h1")
    assert errors == [], json.dumps(errors, ensure_ascii=False)
