"""Met, not met, not enough yet; change between two waves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.sampling.designs import InvalidDesign
from qunfang.engine.sampling.estimates import Estimate, proportion, simple, two_stage
from qunfang.engine.sampling.verdicts import Direction, Outcome, change_between, judge, told


def asked(yes: int, size: int, population: int | None = None) -> Estimate:
    return proportion(simple(size=size, population=population), [1] * yes + [0] * (size - yes))


def test_the_lower_limit_must_reach_the_target() -> None:
    met = judge(asked(270, 300), target=0.8)
    assert met.estimate.interval.lower >= 0.8
    assert (met.outcome, met.more) == (Outcome.MET, 0)
    assert judge(asked(210, 300), target=0.8).outcome is Outcome.NOT_MET


def test_eighteen_people_prove_nothing_of_eighty_per_cent() -> None:
    """The published survey: 16 of 18 is 88.9 %, and says neither met nor not met."""
    verdict = judge(asked(16, 18), target=0.8)
    assert verdict.outcome is Outcome.NOT_ENOUGH_YET
    assert verdict.more
    assert "还不能下结论" in told(verdict)
    assert str(verdict.more) in told(verdict)
    assert "not enough yet" in told(verdict, language="en")


@settings(deadline=None, max_examples=50)
@given(st.integers(10, 80), st.floats(0.1, 0.95))
def test_the_number_named_settles_it_and_one_fewer_does_not(size: int, target: float) -> None:
    """Checked on real samples of the same rate: whole multiples of the first on either side of the number."""
    yes = round(size * 0.7)
    verdict = judge(asked(yes, size), target=target)
    if verdict.outcome is not Outcome.NOT_ENOUGH_YET or verdict.more is None or verdict.more > 20_000:
        return
    enough = math.ceil((size + verdict.more) / size)
    assert judge(asked(yes * enough, size * enough), target=target).outcome is not Outcome.NOT_ENOUGH_YET
    before = math.ceil((size + verdict.more) / size) - 1
    assert judge(asked(yes * before, size * before), target=target).outcome is Outcome.NOT_ENOUGH_YET


def test_clustered_interviews_are_worth_less() -> None:
    names = [nth for nth in range(10) for _ in range(4)]
    answers = [1] * 34 + [0] * 6
    design = two_stage(clusters=names, people_of=dict.fromkeys(range(10), 99), weights=[1.0] * 40)
    clustered, plain = judge(proportion(design, answers), target=0.8), judge(asked(34, 40), target=0.8)
    assert clustered.more is not None
    assert plain.more is not None
    assert clustered.more > plain.more


def test_a_rate_on_the_target_is_never_settled_short_of_everybody() -> None:
    assert judge(asked(40, 50), target=0.8).more is None
    verdict = judge(asked(40, 50, population=1000), target=0.8)
    assert (verdict.more, verdict.whole) == (950, True)
    assert "全部" in told(verdict)


def test_everybody_asked_is_settled_either_way() -> None:
    assert judge(asked(80, 100, population=100), target=0.8).outcome is Outcome.MET
    assert judge(asked(79, 100, population=100), target=0.8).outcome is Outcome.NOT_MET


def test_change_between_waves_of_newcombe_1998() -> None:
    """Limits d ∓ √(l² + u²) from those of the two rates; error √(v₁ + v₂)."""
    first, second = asked(180, 300), asked(240, 300)
    change = change_between(first, second)
    lower = 0.2 - math.hypot(0.8 - second.interval.lower, first.interval.upper - 0.6)
    upper = 0.2 + math.hypot(second.interval.upper - 0.8, 0.6 - first.interval.lower)
    assert change.value == pytest.approx(0.2, abs=1e-9)
    assert (change.interval.lower, change.interval.upper) == (pytest.approx(lower), pytest.approx(upper))
    assert change.error == pytest.approx(math.sqrt(0.24 / 299 + 0.16 / 299), abs=1e-9)
    assert change.direction is Direction.UP
    assert change_between(second, first).direction is Direction.DOWN
    assert change_between(asked(18, 30), asked(20, 30)).direction is Direction.UNCLEAR


def test_asking_the_same_villages_again_narrows_the_change() -> None:
    first, second = asked(180, 300), asked(240, 300)
    assert change_between(first, second, correlation=0.5).interval.width < change_between(first, second).interval.width


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 40), st.integers(0, 40), st.floats(-1, 1))
def test_a_change_lies_between_minus_one_and_one_and_in_its_interval(one: int, two: int, correlation: float) -> None:
    change = change_between(asked(one, 40), asked(two, 40), correlation=correlation)
    assert -1 <= change.interval.lower <= change.value <= change.interval.upper <= 1


def test_targets_and_waves_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InvalidDesign):
        judge(asked(5, 10), target=1)
    other = proportion(simple(size=10), [1] * 5 + [0] * 5, confidence=0.9)
    with pytest.raises(InvalidDesign):
        change_between(asked(5, 10), other)
