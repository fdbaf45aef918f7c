"""A real browser, the demo county, and somebody logged in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from qunfang.demo import ensure_demo_county
from qunfang.demo.county import PASSWORD

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
SHOTS = Path("build/screenshots")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, DESK = 390, 1440
Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def county(transactional_db: None, tmp_path: Path, settings) -> None:
    """The demo county, its files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    ensure_demo_county()


@pytest.fixture
def enter(browser: Browser, live_server, county: None) -> Iterator[Enter]:
    """`enter(username, width=…)`: a fresh window in which the person has logged in at the page itself."""
    contexts = []

    def log_in(username: str, *, width: int = DESK, lang: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 860}, locale=lang, base_url=live_server.url, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/account/login/")
        page.fill("#id_login", username)
        page.fill("#id_password", PASSWORD)
        page.click("button.primary")
        page.wait_for_url("**/")
        return page

    yield log_in
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page for a person to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
