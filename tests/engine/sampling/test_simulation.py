"""Intervals cover the truth as often as they promise, in towns where the truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import pytest

from qunfang.engine.sampling.verdicts import Outcome, judge
from tests.engine.sampling.towns import Round, rounds


def covered(made: Sequence[Round]) -> float:
    return fmean(each.truth in each.survey.interval for each in made)


def falsely_met(made: Sequence[Round]) -> float:
    """Share judged met where the target lies just above the truth, the hardest place to be right."""
    hopeful = [each for each in made if each.survey.value > each.truth]
    return sum(judge(each.survey, target=each.truth + 1e-9).outcome is Outcome.MET for each in hopeful) / len(made)


def bias(made: Sequence[Round], *, quiz: bool) -> float:
    return fmean((each.quiz if quiz else each.survey.value) - each.truth for each in made)


def show(made: Sequence[Round]) -> str:
    return (
        f"{len(made)} surveys of about {fmean(each.survey.size for each in made):.0f} answers: "
        f"{covered(made):.1%} covered, met falsely {falsely_met(made):.2%}, "
        f"bias {bias(made, quiz=False) * 100:+.2f} points, quiz {bias(made, quiz=True) * 100:+.2f} points, "
        f"mean width {fmean(each.survey.interval.width for each in made) * 100:.1f} points, "
        f"mean effect {fmean(each.survey.effect or 0 for each in made):.2f}"
    )


def test_two_hundred_surveys_cover_the_truth_and_the_quiz_does_not() -> None:
    made = list(rounds(200, seed=8))
    assert 0.91 <= covered(made) <= 0.99, show(made)
    assert falsely_met(made) <= 0.05, show(made)
    assert abs(bias(made, quiz=False)) < 0.005, show(made)
    assert bias(made, quiz=True) > 0.05, show(made)


@pytest.mark.slow
def test_two_thousand_surveys_keep_the_promise(capsys: pytest.CaptureFixture[str]) -> None:
    made = list(rounds(2000, seed=88))
    with capsys.disabled():
        print(f"\n{show(made)}")
    assert 0.93 <= covered(made) <= 0.97
    assert falsely_met(made) <= 0.025
    assert abs(bias(made, quiz=False)) < 0.002
