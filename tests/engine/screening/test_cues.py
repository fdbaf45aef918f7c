"""Each cue shows itself in its own example and keeps silent in the honest one beside it."""

from __future__ import annotations

import pytest

from qunfang.engine.screening.script import Cue, all_cues
from qunfang.engine.screening.script.cues import STAGES
from qunfang.engine.screening.signs import read

CUES = all_cues()


def cues_in(text: str) -> set[str]:
    return {CUES[number].id for number in read(text).numbers}


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_a_cue_is_seen_in_its_examples_and_not_in_the_others(cue: Cue) -> None:
    assert all(cue.id in cues_in(text) for text in cue.shows)
    assert not any(cue.id in cues_in(text) for text in cue.lacks)


def test_names_are_unique_and_every_cue_has_words_and_examples() -> None:
    assert len({cue.id for cue in CUES}) == len(CUES)
    assert all(cue.zh and cue.en and cue.shows and cue.lacks and cue.stage in STAGES for cue in CUES)


@pytest.mark.parametrize(
    "text",
    [
        "我们不会要求您转账到安全账户",
        "凡是要求转账到安全账户的都是诈骗",
        "有人自称警察让你把钱转到安全账户，请立即挂断",
    ],
)
def test_what_is_negated_or_quoted_as_a_warning_is_no_scam_cue(text: str) -> None:
    assert "safe_account" not in cues_in(text)


def test_a_condition_is_no_negation() -> None:
    assert "credit_officer" in cues_in("校园贷账户不注销会影响征信")
