"""Totals, means, ratios and rates, each with its standard error, interval and design effect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qunfang.engine.sampling.designs import Interval, korn_graubard
from qunfang.engine.sampling.estimates.design import Design, Floats, InvalidSample
from qunfang.engine.sampling.estimates.variance import variance_of_total
from qunfang.engine.sampling.quantiles import t_quantile

Column = Sequence[float] | Sequence[bool] | Floats


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure and how sure it is.

    value ± error (standard error); interval at `confidence`; size: people it was learnt from; degrees of
    freedom; effect: variance against that of a simple sample of the same size (Kish 1965), None where that
    is 0; population: people stood for, where known.
    """

    value: float
    error: float
    interval: Interval
    confidence: float
    size: int
    degrees: float
    effect: float | None = None
    population: float | None = None


def total(
    design: Design, answers: Column, *, among: Sequence[bool] | None = None, confidence: float = 0.95
) -> Estimate:
    """Σ w·y (Horvitz & Thompson 1952), over all or `among` a part of the sample."""
    y, kept = _column(design, answers), _kept(design, among)
    value = float((design.weights * y * kept).sum())
    return _told(design, value, y * kept, confidence=confidence, size=int(kept.sum()))


def mean(design: Design, answers: Column, *, among: Sequence[bool] | None = None, confidence: float = 0.95) -> Estimate:
    """Σ w·y / Σ w, over all or `among` a part; error by linearisation, u = (y − ȳ)/Σw (Särndal et al. 1992, ch. 5)."""
    return ratio(design, answers, np.ones(design.size), among=among, confidence=confidence)


def ratio(
    design: Design, above: Column, below: Column, *, among: Sequence[bool] | None = None, confidence: float = 0.95
) -> Estimate:
    """Σ w·y / Σ w·x; error by Taylor linearisation, u = (y − r x)/Σwx (Cochran 1977, ch. 6; Lohr 2010, ch. 4)."""
    kept = _kept(design, among)
    y, x = _column(design, above) * kept, _column(design, below) * kept
    bottom = float((design.weights * x).sum())
    if bottom == 0:
        raise InvalidSample("nobody to divide by")
    value = float((design.weights * y).sum()) / bottom
    return _told(design, value, (y - value * x) / bottom, confidence=confidence, size=int(kept.sum()))


def proportion(
    design: Design, answers: Column, *, among: Sequence[bool] | None = None, confidence: float = 0.95
) -> Estimate:
    """The weighted rate of yes (1 or True) with the interval of Korn & Graubard (1998), which stays in [0, 1].

    effect: variance against p(1−p)/n.
    """
    y = _column(design, answers)
    if not np.isin(y, (0.0, 1.0)).all():
        raise InvalidSample("a rate is made from yes and no only")
    rough = mean(design, y, among=among, confidence=confidence)
    value, variance = min(1.0, max(0.0, rough.value)), rough.error**2
    population = design.population if among is None else None
    plain = value * (1 - value) / rough.size
    return Estimate(
        value=value,
        error=rough.error,
        interval=korn_graubard(
            rate=value,
            variance=variance,
            size=rough.size,
            degrees=rough.degrees,
            confidence=confidence,
            population=population,
        ),
        confidence=confidence,
        size=rough.size,
        degrees=rough.degrees,
        effect=variance / plain if plain > 0 else None,
        population=population,
    )


def _told(design: Design, value: float, influence: Floats, *, confidence: float, size: int) -> Estimate:
    """The estimate with the t interval on the design's degrees of freedom."""
    if design.degrees < 1:
        raise InvalidSample("at least one stratum needs two clusters in the sample")
    error = math.sqrt(max(0.0, variance_of_total(design, influence)))
    half = t_quantile((1 + confidence) / 2, degrees=design.degrees) * error
    return Estimate(
        value=value,
        error=error,
        interval=Interval(lower=value - half, upper=value + half),
        confidence=confidence,
        size=size,
        degrees=design.degrees,
        population=design.population,
    )


def _column(design: Design, values: Column) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (design.size,) or not np.isfinite(column).all():
        raise InvalidSample("one finite answer for each person of the sample is needed")
    return column


def _kept(design: Design, among: Sequence[bool] | None) -> Floats:
    kept = np.ones(design.size) if among is None else np.asarray(among, dtype=np.float64)
    if kept.shape != (design.size,) or kept.sum() < 1:
        raise InvalidSample("nobody of the sample belongs to this part")
    return kept
