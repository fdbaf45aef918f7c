"""The counter decides on what stands on the slip, what was said and what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunfang.engine.screening.counter import Answer, Talk, Unreadable, decide, talk_of
from qunfang.engine.screening.counter.protocol import protocol
from qunfang.engine.screening.phrases import compiled

from .scenes import talks

TALKS = talks()


@pytest.mark.parametrize("row", TALKS, ids=[row["id"] for row in TALKS])
def test_each_written_talk_is_decided_as_a_careful_teller_would(row: dict[str, Any]) -> None:
    made = decide(talk_of(row))
    assert made.decision == row["expected"]["decision"], made.reasons
    if row["expected"]["type"]:
        assert made.type == row["expected"]["type"]


@pytest.mark.parametrize("row", TALKS, ids=[row["id"] for row in TALKS])
def test_questions_come_only_with_doubt_and_the_appeal_only_with_a_hold(row: dict[str, Any]) -> None:
    made = decide(talk_of(row))
    assert bool(made.ask) == (made.decision == "ask")
    assert len(made.ask) <= 3
    assert ("第三十二条" in (made.slip or "")) == (made.decision == "hold")
    assert made.reasons or made.decision == "proceed"


@given(row=st.sampled_from(TALKS), age=st.one_of(st.none(), st.integers(0, 110)), yuan=st.integers(0, 10**8))
def test_neither_age_nor_amount_decides_anything(row: dict[str, Any], age: int | None, yuan: int) -> None:
    talk = talk_of(row)
    other = replace(talk, customer=replace(talk.customer, age=age), wish=replace(talk.wish, amount=float(yuan)))
    assert decide(other) == decide(talk)


@given(text=st.text(max_size=200), answer=st.text(max_size=200), seen=st.text(max_size=80))
def test_no_text_breaks_it(text: str, answer: str, seen: str) -> None:
    made = decide(Talk(**_plain(), purpose=text, answers=(Answer(question=text, answer=answer),), seen=(seen,)))
    assert made.decision in ("proceed", "ask", "hold")
    assert 0 <= made.risk <= 1


def test_a_question_that_was_answered_is_not_asked_again() -> None:
    row = next(each for each in TALKS if each["id"] == "t10")
    asked = decide(talk_of(row)).ask
    first = asked[0]
    row = {**row, "answers": [*row["answers"], {"question": first, "answer": "还没想好"}]}
    assert first not in decide(talk_of(row)).ask


def test_what_the_teller_only_asks_about_is_no_sign() -> None:
    talk = replace(_talk(), answers=(Answer(question="有人让您转到安全账户吗", answer="没有的事"),))
    assert "police_call" not in {why.id for why in decide(talk).reasons}


def test_a_negation_right_before_a_word_takes_it_back() -> None:
    assert compiled(["见过面"]).search("还没见过面") is None
    assert compiled(["见过面"]).search("见过面")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"customer": 3}, "customer is not an object"),
        ({"answers": "a"}, "answers is not a list"),
        ({"transfer": {"kind": "barter"}}, "kind is none of"),
        ({"transfer": {"amount_yuan": "9"}}, "a number is expected"),
    ],
)
def test_a_row_that_is_no_talk_says_what_is_wrong(row: dict[str, Any], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        talk_of(row)


def test_every_sign_and_question_of_the_protocol_speaks_both_languages() -> None:
    rules = protocol()
    assert all(each.zh and each.en for each in [*rules.signs, *rules.questions])
    assert len({each.id for each in rules.signs}) == len(rules.signs)


def _talk() -> Talk:
    return Talk(**_plain())


def _plain() -> dict[str, Any]:
    talk = talk_of({"transfer": {"payee": {"new": True, "kind": "person"}}})
    return {"customer": talk.customer, "wish": talk.wish}
