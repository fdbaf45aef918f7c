"""The counter's page: the decision stands in the heading, questions carry over, nothing is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from qunfang.people.models import Role
from qunfang.screening.models import Feedback
from tests.cast import Cast
from tests.web.matrix import BACKEND

SLIP = {"kind": "transfer", "payee": "田立", "payee_kind": "person", "new": "on", "share": "0.8"}


@pytest.fixture
def teller(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(cast.user(Role.TELLER, cast.village), backend=BACKEND)
    return client


def test_a_coached_customer_is_held_within_three_questions(teller: Client) -> None:
    first = teller.post("/counter/", {**SLIP, "purpose": "借给朋友", "on_phone": "on"}).content.decode()
    assert "再问" in first
    answer = "是公安打电话来的，说我涉嫌洗钱，要转到安全账户，不能告诉家人"
    told = {**SLIP, "purpose": "借给朋友", "on_phone": "on", "question": ["是谁让您来办的？"], "answer": [answer]}
    page = teller.post("/counter/", told).content.decode()
    assert "先别办" in page
    assert "第三十二条" in page
    assert answer in page


def test_an_honest_customer_passes_after_one_answer(teller: Client) -> None:
    said = {"question": ["您和收款人怎么认识的？"], "answer": ["老邻居，认识十年，昨天当面验的货"]}
    told = {**SLIP, **said, "purpose": "装修工钱"}
    page = teller.post("/counter/", {**told, "seen": ["带着合同，户名一致"]}).content.decode()
    assert "可以办理" in page


def test_nothing_of_a_talk_is_kept(teller: Client) -> None:
    response = teller.post("/counter/", {**SLIP, "purpose": "客服让我退款"})
    assert response["Cache-Control"] == "no-store"
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("history", ["-1", "二", "99999999999", "", "3"])
def test_what_is_no_number_counts_as_none(teller: Client, history: str) -> None:
    assert teller.post("/counter/", {**SLIP, "history": history}).status_code == 200
