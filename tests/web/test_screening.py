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


TALK = "客服：您的奶粉有质量问题，三倍退款。\n我：怎么退？\n客服：请您下载会议软件，打开屏幕共享，我教您操作。\n我：好"


def test_a_talk_shows_the_turn_at_which_it_becomes_clear() -> None:
    words = Client().post("/check/", {"text": TALK}).content.decode()
    assert "说到这一句" in words
    letter = Client().post("/check/", {"text": f"时间：今天\n地点：村委会\n{SCAM}"}).content.decode()
    assert "说到这一句" not in letter


def test_the_interface_reads_a_call_by_turns_and_the_verdict_does_not_hang_on_the_channel() -> None:
    ask = {"text": TALK, "channel": "call"}
    call = Client().post("/api/screen", ask, content_type="application/json").json()
    sms = Client().post("/api/screen", {**ask, "channel": "sms"}, content_type="application/json").json()
    assert [turn["speaker"] for turn in call["turns"]] == ["客服", "我", "客服", "我"]
    assert sum(turn["clear"] for turn in call["turns"]) == 1
    assert sms == {**call, "turns": []}


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
