"""Pictures of pages of a running demo county, at desk and phone width: `screens.py OUT [--lang en] USER=PATH …`.

The demo must run already (`make run`); pages are named after their user and path.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "qunfang-demo"  # the demo's own, printed by `make run`
WIDTHS = {"desk": 1440, "phone": 390}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def enter(browser: Browser, origin: str, username: str, *, width: int, lang: str) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 860}, locale=lang).new_page()
    page.set_default_timeout(20_000)
    if username == "-":
        return page
    page.goto(f"{origin}/account/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    return page


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    ask.add_argument("pages", nargs="+", help="USER=PATH; - for nobody")
    ask.add_argument("--origin", default="http://localhost:8000")
    ask.add_argument("--lang", default="zh-CN")
    told = ask.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, width in WIDTHS.items():
            open_pages: dict[str, Page] = {}
            for each in told.pages:
                username, path = each.split("=", 1)
                page = open_pages.get(username) or enter(browser, told.origin, username, width=width, lang=told.lang)
                open_pages[username] = page
                answer = page.goto(told.origin + path)
                slug = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
                page.screenshot(path=told.out / f"{username}-{slug}-{name}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth") > width
                print(f"{answer.status if answer else '?'} {each} {name}{' SCROLLS SIDEWAYS' if wide else ''}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
