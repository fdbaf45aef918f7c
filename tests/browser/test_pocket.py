"""Where there is no signal: the pocket opens, keeps photos over a closed window, and sends each exactly once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qunfang.demo.photos import draw_photo
from qunfang.evidence.models import Attachment, Submission, Upload
from tests.browser.conftest import PHONE, Enter, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_pocket(page: Page) -> None:
    """Open it with a network, until the phone has kept all it needs."""
    page.goto("/pocket/")
    page.wait_for_selector("#dues a.due")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        """async () => {
          for (const name of await caches.keys()) if (await (await caches.open(name)).match("/pocket/")) return true;
          return false;
        }"""
    )


def keep_one(page: Page, nth: int, photo: Path) -> str:
    """Take a photo for one due and keep it; gives the key of the due."""
    due = page.locator("#dues a.due").nth(nth)
    key = str(due.get_attribute("href")).lstrip("#")
    due.click()
    expect(page.locator("#proof")).to_be_visible()
    page.set_input_files("#shots", photo)
    expect(page.locator("#previews img")).to_have_count(1)
    page.fill("#quantity", "1")
    page.click("#keep")
    expect(page.locator("#proof")).to_be_hidden()
    expect(page.locator("#told")).to_be_visible()
    return key


def test_three_photos_kept_offline_arrive_once(enter: Enter, tmp_path: Path) -> None:
    page = enter("village", width=PHONE)
    context = page.context
    open_pocket(page)
    before = set(Submission.objects.values_list("pk", flat=True))
    context.set_offline(True)
    page.reload()
    photos = []
    for n in range(3):
        photos.append(tmp_path / f"shot-{n}.jpg")
        photos[-1].write_bytes(draw_photo(random.Random(70 + n)))
    keys = [keep_one(page, n, photo) for n, photo in enumerate(photos)]
    expect(page.locator("#queue .row")).to_have_count(3)
    page.close()

    again = context.new_page()
    again.goto("/pocket/")
    expect(again.locator("#queue .row")).to_have_count(3)
    expect(again.locator("#queue .reason").first).to_contain_text("没有信号")
    shoot(again, "pocket-waiting-zh-390")
    assert not set(Submission.objects.values_list("pk", flat=True)) - before
    context.set_offline(False)
    expect(again.locator("#queue .row")).to_have_count(0, timeout=30_000)
    again.reload()
    again.wait_for_selector("#dues a.due")
    expect(again.locator("#waiting")).to_be_hidden()
    again.wait_for_load_state("networkidle")  # nothing asks the database any more when it is emptied

    sent = list(Submission.objects.exclude(pk__in=before).order_by("pk"))
    assert sorted(
        f"{one.obligation_id}-{one.unit_id}-{one.site_id or 0}-{one.period_start:%Y%m%d}" for one in sent
    ) == (sorted(keys))
    assert all(one.captured_in_app and one.captured_at for one in sent)
    assert Attachment.objects.filter(submission__in=sent, kind="photo").count() == 3
    assert not Upload.objects.exists()


def test_signed_out_nothing_is_lost(enter: Enter, tmp_path: Path) -> None:
    page = enter("village", width=PHONE)
    open_pocket(page)
    photo = tmp_path / "shot.jpg"
    photo.write_bytes(draw_photo(random.Random(77)))
    page.context.clear_cookies()
    keep_one(page, 0, photo)
    expect(page.locator("#queue .reason a")).to_have_attribute("href", "/account/login/?next=/pocket/")
    shoot(page, "pocket-signed-out-zh-390")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click("#queue .danger")
    expect(page.locator("#queue .row")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#queue .danger")
    expect(page.locator("#waiting")).to_be_hidden()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_pocket_fits_a_phone(enter: Enter, tmp_path: Path, lang: str) -> None:
    page = enter("village", width=PHONE, lang=lang)
    open_pocket(page)
    shoot(page, f"pocket-{lang[:2]}-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.locator("#dues a.due").first.click()
    expect(page.locator("#proof")).to_be_visible()
    shots = []
    for n in range(2):
        shots.append(tmp_path / f"{n}.jpg")
        shots[-1].write_bytes(draw_photo(random.Random(n)))
    page.set_input_files("#shots", shots)
    expect(page.locator("#previews img")).to_have_count(2)
    shoot(page, f"pocket-due-{lang[:2]}-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.wait_for_load_state("networkidle")
