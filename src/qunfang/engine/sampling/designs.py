"""Before the interviews: intervals of a proportion, and how many people to ask."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qunfang.engine.sampling.quantiles import beta_quantile, normal_quantile, t_quantile


class InvalidDesign(ValueError):
    """A number that no design can have; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Lower and upper limit, both inside."""

    lower: float
    upper: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.lower <= value <= self.upper

    @property
    def width(self) -> float:
        """Upper less lower limit."""
        return self.upper - self.lower


def wilson(*, rate: float, size: float, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a rate found among `size` people (an effective size may be a fraction).

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n): Wilson 1927; Brown, Cai & DasGupta 2001.
    """
    _check_rate(rate, confidence)
    _require(size > 0, "size must be above 0")
    if math.isinf(size):
        return Interval(lower=rate, upper=rate)
    square = normal_quantile((1 + confidence) / 2) ** 2 / size
    centre = (rate + square / 2) / (1 + square)
    half = math.sqrt(rate * (1 - rate) * square + square * square / 4) / (1 + square)
    return Interval(lower=min(rate, max(0.0, centre - half)), upper=max(rate, min(1.0, centre + half)))


def clopper_pearson(*, rate: float, size: float, confidence: float = 0.95) -> Interval:
    """The exact binomial interval from beta quantiles (Clopper & Pearson 1934), size × rate a fraction too.

    lower = B(α/2; x, n−x+1), upper = B(1−α/2; x+1, n−x), with x = n p.
    """
    _check_rate(rate, confidence)
    _require(size > 0, "size must be above 0")
    if math.isinf(size):
        return Interval(lower=rate, upper=rate)
    hits, tail = size * rate, (1 - confidence) / 2
    misses = size - hits
    lower = beta_quantile(tail, a=hits, b=misses + 1) if hits > 0 else 0.0
    upper = beta_quantile(1 - tail, a=hits + 1, b=misses) if misses > 0 else 1.0
    return Interval(lower=min(lower, rate), upper=max(upper, rate))


def korn_graubard(
    *,
    rate: float,
    variance: float,
    size: int,
    degrees: float,
    confidence: float = 0.95,
    population: float | None = None,
) -> Interval:
    """Interval of a rate from a complex sample (Korn & Graubard 1998): Clopper–Pearson on the effective size."""
    effective = effective_size(
        rate=rate, variance=variance, size=size, degrees=degrees, confidence=confidence, population=population
    )
    return clopper_pearson(rate=rate, size=effective, confidence=confidence)


def effective_size(
    *,
    rate: float,
    variance: float,
    size: int,
    degrees: float,
    confidence: float = 0.95,
    population: float | None = None,
) -> float:
    """n* = p(1−p)/v · (t(n−1) / t(degrees))²: the simple sample that would know as much (Korn & Graubard 1998).

    Never more than a simple sample of the same size would know, n or with a known population n(N−1)/(N−n):
    a variance from few clusters can be small by luck (Parker et al. 2017, NCHS standards for proportions).
    Where the variance says nothing, because all answered alike, it is that simple sample, shrunk by the same t.
    """
    _check_rate(rate, confidence)
    _require(size >= 2 and degrees >= 1, "at least two people, and one more cluster than strata, must be asked")
    cap = float(size)
    if population is not None:
        cap = math.inf if population <= size else size * (population - 1) / (population - size)
    if math.isinf(cap):
        return cap
    tail = (1 + confidence) / 2
    shrink = (t_quantile(tail, degrees=size - 1) / t_quantile(tail, degrees=degrees)) ** 2
    plain = rate * (1 - rate) / variance if variance > 0 and 0 < rate < 1 else cap
    return min(cap, plain * shrink)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many to ask, step by step: each later figure contains the earlier correction.

    simple: a simple random sample of an endless population · finite: of this population ·
    interviews: with the design effect · approached: with those who will not answer.
    """

    simple: int
    finite: int
    interviews: int
    approached: int


def sample_size(
    *,
    margin: float,
    confidence: float = 0.95,
    expected: float = 0.5,
    effect: float = 1.0,
    response: float = 1.0,
    population: int | None = None,
) -> Size:
    """People to interview for a margin of ± `margin` at an `expected` rate.

    n0 = z² p(1−p)/e² (Cochran 1977, eq. 4.1); n1 = n0/(1 + (n0−1)/N) (his 4.2); n2 = n1 · design effect
    (Kish 1965, ch. 8), never above N; approached = n2/response, never above N. Rounded up at each step shown,
    calculated from the unrounded one.
    """
    _check_rate(expected, confidence)
    _require(0 < margin < 1, "margin must lie between 0 and 1")
    _require(effect > 0, "design effect must be above 0")
    _require(0 < response <= 1, "response must be above 0 and at most 1")
    _require(population is None or population > 0, "population must be above 0")
    ceiling = math.inf if population is None else population
    z = normal_quantile((1 + confidence) / 2)
    simple = max(1.0, z * z * expected * (1 - expected) / margin**2)
    finite = simple / (1 + (simple - 1) / ceiling)
    asked = min(ceiling, finite * effect)
    steps = (simple, finite, asked, min(ceiling, asked / response))
    return Size(**dict(zip(("simple", "finite", "interviews", "approached"), map(_up, steps), strict=True)))


def cluster_effect(*, take: float, likeness: float) -> float:
    """1 + (m − 1)ρ for m interviews a cluster of intra-class correlation ρ (Kish 1965, ch. 5)."""
    _require(take >= 1 and -1 <= likeness <= 1, "take must be at least 1, likeness between -1 and 1")
    return max(0.0, 1 + (take - 1) * likeness)


def _up(number: float) -> int:
    """The next whole number, forgiving a rounding error of the machine."""
    return math.ceil(number - 1e-9)


def _check_rate(rate: float, confidence: float) -> None:
    _require(0 <= rate <= 1, "a rate lies between 0 and 1")
    _require(0 < confidence < 1, "confidence lies between 0 and 1")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise InvalidDesign(message)
