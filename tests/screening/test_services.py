"""Screening for people: nothing kept but counts, reports masked, the second victim's message recognised."""

from __future__ import annotations

import datetime as dt

import pytest

from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.screening.models import FEEDBACK_MOVES, DayCount, Feedback, FeedbackState, KnownScam, Source
from qunfang.screening.services import check_text, decide_feedback, erase_old_feedback, report_verdict

pytestmark = pytest.mark.django_db
SCAM = "我是公安局的，您涉嫌洗钱，请把钱转到安全账户，不要告诉任何人，加我微信办理。"
HONEST = "妈，晚上我加班，饭在锅里，您先吃。"
ODD = "本村今晚七点在晒谷场分发端午粽子券，请带上门牌号和一点点好心情前来领取哦"


def test_a_scam_and_an_honest_message_are_told_apart_and_only_counted() -> None:
    assert check_text(SCAM, source=Source.PAGE).level == "high"
    assert check_text(HONEST, source=Source.PAGE).level == "low"
    assert {(each.level, each.number) for each in DayCount.objects.all()} == {("high", 1), ("low", 1)}
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize("text", ["", "  \n", "长" * 20_001])
def test_nothing_and_too_much_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Invalid):
        check_text(text, source=Source.PAGE)
    assert DayCount.objects.count() == 0


def test_a_report_keeps_no_number_of_a_person() -> None:
    made = report_verdict("打这个电话 138 0013-8000 或 6222021234567890123 退钱，96110", channel="sms", says_scam=True)
    assert "8000" not in made.text
    assert "0123" not in made.text
    assert "96110" in made.text
    assert len(made.text) == len("打这个电话 138 0013-8000 或 6222021234567890123 退钱，96110")


def test_a_confirmed_report_is_recognised_at_once_and_undone_again(cast) -> None:
    officer = cast.user("officer", cast.town)
    assert check_text(ODD, source=Source.PAGE).level == "low"
    made = report_verdict(ODD, channel="sms", says_scam=True)
    decide_feedback(made, to=FeedbackState.SCAM, by=officer)
    second = check_text(ODD.replace("七点", "八点"), source=Source.PAGE)
    assert second.level == "high"
    with pytest.raises(Conflict):
        decide_feedback(made, to=FeedbackState.HONEST, by=officer)
    decide_feedback(made, to=FeedbackState.OPEN, by=officer)
    assert check_text(ODD, source=Source.PAGE).level == "low"
    assert KnownScam.objects.get().withdrawn_at is not None


def test_the_table_of_states_is_walked() -> None:
    assert set(FEEDBACK_MOVES) == set(FeedbackState.values)
    assert all(moves <= set(FeedbackState.values) for moves in FEEDBACK_MOVES.values())


def test_reports_are_erased_when_their_time_is_over() -> None:
    report_verdict(SCAM, channel=None, says_scam=False)
    assert erase_old_feedback() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=181)):
        assert erase_old_feedback() == 1
