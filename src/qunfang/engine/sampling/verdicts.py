"""Is the target met? And has anything changed since the last wave?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from qunfang.engine.sampling.designs import Interval, InvalidDesign, clopper_pearson, effective_size
from qunfang.engine.sampling.estimates import Estimate

MOST = 1_000_000


class Outcome(StrEnum):
    """What an interval says of a target."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ENOUGH_YET = "not_enough_yet"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A target against an estimate.

    more: interviews of the same kind that would settle it if the rate stays as it is, 0 when settled, None when
    no number up to a million would. whole: only asking everybody settles it, and that is `more`.
    """

    outcome: Outcome
    target: float
    estimate: Estimate
    more: int | None = 0
    whole: bool = False


def judge(estimate: Estimate, *, target: float) -> Verdict:
    """Met if the lower limit reaches the target, not met if the upper stays below it, else not enough yet.

    At 95 % confidence "met" is false in at most 2.5 % of surveys, as only the lower limit can mislead.
    """
    if not 0 < target < 1:
        raise InvalidDesign("target must lie between 0 and 1")
    outcome = _outcome(estimate.interval, target)
    if outcome is not Outcome.NOT_ENOUGH_YET:
        return Verdict(outcome=outcome, target=target, estimate=estimate)
    more, whole = _more(estimate, target)
    return Verdict(outcome=outcome, target=target, estimate=estimate, more=more, whole=whole)


def _outcome(interval: Interval, target: float) -> Outcome:
    if interval.lower >= target:
        return Outcome.MET
    return Outcome.NOT_MET if interval.upper < target else Outcome.NOT_ENOUGH_YET


def _more(estimate: Estimate, target: float) -> tuple[int | None, bool]:
    """The fewest further interviews, and whether they are everybody who is left. See `_size_after`."""
    left = MOST if estimate.population is None else max(1, round(estimate.population) - estimate.size)
    if estimate.population is None and estimate.value == target:
        return None, False
    low, high = 0, 1
    while not _settled(estimate, high, target):
        if high >= min(left, MOST):
            return None, False
        low, high = high, min(2 * high, left, MOST)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _settled(estimate, middle, target) else (middle, high)
    return high, estimate.population is not None and high == left


def _settled(estimate: Estimate, more: int, target: float) -> bool:
    interval = clopper_pearson(rate=estimate.value, size=_size_after(estimate, more), confidence=estimate.confidence)
    return _outcome(interval, target) is not Outcome.NOT_ENOUGH_YET


def _size_after(estimate: Estimate, more: int) -> float:
    """The effective size after `more` interviews, each worth what one has been worth so far.

    n* grows as (n − 1)/(1 − n/N), as it does in a simple sample, and never above that of a simple sample.
    Clusters and degrees of freedom are taken to stay, which errs on the side of more.
    """
    now = effective_size(
        rate=estimate.value,
        variance=estimate.error**2,
        size=estimate.size,
        degrees=estimate.degrees,
        confidence=estimate.confidence,
        population=estimate.population,
    )
    size = estimate.size + more
    whole = math.inf if estimate.population is None else estimate.population
    if size >= whole:
        return math.inf
    worth = now / (estimate.size - 1) * (1 - estimate.size / whole)
    cap = size if math.isinf(whole) else size * (whole - 1) / (whole - size)
    return min(cap, worth * (size - 1) / (1 - size / whole))


class Direction(StrEnum):
    """Where the interval of a change lies."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Later less earlier rate, its standard error and interval, and whether that leaves out 0."""

    value: float
    error: float
    interval: Interval
    direction: Direction


def change_between(earlier: Estimate, later: Estimate, *, correlation: float = 0.0) -> Change:
    """The change of a rate between two waves; `correlation` of the two figures when the same clusters were asked.

    Limits from those of the two rates, d − √(l² − 2ρ l u + u²) (Newcombe 1998, method 10; Zou & Donner 2008), which
    never leave [−1, 1]; error √(v₁ + v₂ − 2ρ√(v₁v₂)). Raises InvalidDesign for two different confidences.
    """
    if earlier.confidence != later.confidence or not -1 <= correlation <= 1:
        raise InvalidDesign("two waves need the same confidence, and a correlation between -1 and 1")
    value = later.value - earlier.value
    down = _joined(later.value - later.interval.lower, earlier.interval.upper - earlier.value, correlation)
    up = _joined(later.interval.upper - later.value, earlier.value - earlier.interval.lower, correlation)
    interval = Interval(lower=max(-1.0, value - down), upper=min(1.0, value + up))
    return Change(
        value=value,
        error=_joined(later.error, earlier.error, correlation),
        interval=interval,
        direction=_direction(interval),
    )


def _joined(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other))


def _direction(interval: Interval) -> Direction:
    if interval.lower > 0:
        return Direction.UP
    return Direction.DOWN if interval.upper < 0 else Direction.UNCLEAR


def told(verdict: Verdict, *, language: str = "zh") -> str:
    """The verdict as one sentence that can be read aloud, in Chinese (zh) or English (en)."""
    low, high = verdict.estimate.interval.lower, verdict.estimate.interval.upper
    figures = (_percent(low), _percent(high), _percent(verdict.target))
    size, rate = verdict.estimate.size, _percent(verdict.estimate.value)
    if language == "zh":
        ends = {
            Outcome.MET: "区间下限达到目标，判为达标。",
            Outcome.NOT_MET: "区间上限低于目标，判为未达标。",
            Outcome.NOT_ENOUGH_YET: f"目标在区间之内，还不能下结论；{_further_zh(verdict)}",
        }
        start = f"访问{size}人，知晓率{rate}，区间{figures[0]}至{figures[1]}，目标{figures[2]}。"
        return start + ends[verdict.outcome]
    words = {
        Outcome.MET: "The lower limit reaches the target: met.",
        Outcome.NOT_MET: "The upper limit is below the target: not met.",
        Outcome.NOT_ENOUGH_YET: f"The target lies inside the interval: not enough yet. {_further_en(verdict)}",
    }
    return (
        f"{size} people asked, rate {rate}, interval {figures[0]} to {figures[1]}, target {figures[2]}. "
        f"{words[verdict.outcome]}"
    )


def _percent(rate: float) -> str:
    return f"{rate * 100:.1f}%"


def _further_zh(verdict: Verdict) -> str:
    if verdict.more is None:
        return "知晓率与目标太接近，再多访问也难以分出高下。"
    if verdict.whole:
        return f"只有把其余{verdict.more}人全部访问才能分出高下。"
    return f"如果知晓率不变，再访问{verdict.more}人可以下结论。"


def _further_en(verdict: Verdict) -> str:
    if verdict.more is None:
        return "The rate is so close to the target that no number of interviews would settle it."
    if verdict.whole:
        return f"Only asking all {verdict.more} others would settle it."
    return f"If the rate stays as it is, {verdict.more} more interviews would settle it."
