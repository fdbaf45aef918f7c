"""The public page and the interface."""

from __future__ import annotations

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qunfang.screening.models import Feedback

pytestmark = pytest.mark.django_db
SCAM = "我是公安局的，您涉嫌洗钱，请把钱转到安全账户，不要告诉任何人，加我微信办理。"


def test_anybody_may_ask_and_reads_a_plain_answer() -> None:
    page = Client().post("/check/", {"text": SCAM, "reader": "elder"})
    words = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "很像诈骗" in words
    assert "tel:96110" in words
    assert "<mark>" in words


def test_an_empty_question_says_what_to_do() -> None:
    page = Client().post("/check/", {"text": " "})
    assert page.status_code == 400
    assert "还没有内容" in page.content.decode()


def test_a_qr_code_is_read_and_something_else_is_refused() -> None:
    stream = io.BytesIO()
    segno.make("http://jiaoxuefei-shoufei.test/pay?x=1").save(stream, kind="png", scale=6)
    page = Client().post("/check/", {"picture": SimpleUploadedFile("qr.png", stream.getvalue(), "image/png")})
    assert page.status_code == 200
    assert "jiaoxuefei-shoufei.test" in page.content.decode()
    bad = Client().post("/check/", {"picture": SimpleUploadedFile("x.png", b"GIF89a nothing", "image/png")})
    assert bad.status_code == 400
    assert "读不了" in bad.content.decode()


def test_markup_in_a_message_stays_text() -> None:
    page = Client().post("/check/", {"text": f"<script>alert(1)</script>{SCAM}"})
    assert "<script>alert" not in page.content.decode()


def test_a_wrong_verdict_is_reported_and_decided(cast, as_user) -> None:
    Client().post("/check/report/", {"text": SCAM, "is": "honest"})
    made = Feedback.objects.get()
    officer = as_user(cast.user("officer", cast.town))
    assert "安全账户" in officer.get("/feedback/").content.decode()
    assert officer.post(f"/feedback/{made.pk}/", {"to": "scam"}).status_code == 302
    assert "安全账户" in officer.get("/feedback/?state=scam").content.decode()
    assert officer.post(f"/feedback/{made.pk}/", {"to": "nonsense"}).status_code == 400


def test_the_interface_answers_in_json_and_names_its_errors() -> None:
    client = Client()
    one = client.post("/api/screen", {"text": SCAM, "id": "a"}, content_type="application/json").json()
    assert one["level"] == "high"
    assert one["id"] == "a"
    assert all(0 <= reason["span"][0] < reason["span"][1] <= len(SCAM) for reason in one["reasons"])
    many = client.post("/api/screen/many", [{"text": SCAM}, {"text": "好的"}], content_type="application/json").json()
    assert [each["level"] for each in many] == ["high", "low"]
    assert client.post("/api/screen", {"text": ""}, content_type="application/json").status_code == 422
    too_many = client.post("/api/screen/many", [{"text": "好"}] * 201, content_type="application/json")
    assert too_many.status_code == 400
    assert client.get("/api/openapi.json").status_code == 200
