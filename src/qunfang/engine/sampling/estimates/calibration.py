"""Weights that agree with what is known of the population: classes of response, post-strata, margins."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qunfang.engine.sampling.estimates.design import Codes, Design, Floats, InvalidSample, Labels, _coded

ROUNDS = 500


class NotConverged(ValueError):
    """The margins cannot be hit together, for instance because their sums differ."""


@dataclass(frozen=True, kw_only=True)
class _Margin:
    """One known margin: each person's class, and the people of each class."""

    codes: Codes
    totals: Floats

    @property
    def indicators(self) -> Floats:
        return np.eye(len(self.totals))[self.codes]


def spread_over_respondents(*, weights: Sequence[float], answered: Sequence[bool], classes: Labels) -> Floats:
    """Weights of those who answered, raised by Σw(all)/Σw(answered) in each class; 0 for the others.

    Weighting classes for non-response (Lohr 2010, ch. 8). Raises InvalidSample for a class without an answer.
    """
    names, codes = _coded(classes)
    whole = np.bincount(codes, weights=np.asarray(weights, dtype=np.float64))
    kept = np.asarray(weights, dtype=np.float64) * np.asarray(answered, dtype=np.float64)
    heard = np.bincount(codes, weights=kept)
    if (heard <= 0).any():
        raise InvalidSample(f"nobody answered in class {names[int(np.argmin(heard))]}: join it with another")
    return np.asarray(kept * (whole / heard)[codes], dtype=np.float64)


def post_stratified(design: Design, *, classes: Labels, populations: Mapping[Hashable, float]) -> Design:
    """Weights w·N_g/N̂_g in each class g (Särndal et al. 1992, ch. 7; Lohr 2010, ch. 4)."""
    return raked(design, margins=[(classes, populations)])


def raked(design: Design, *, margins: Sequence[tuple[Labels, Mapping[Hashable, float]]]) -> Design:
    """Weights that hit several margins, by iterative proportional fitting (Deming & Stephan 1940).

    Until each class is hit to 1e-12 of its total. Raises NotConverged when it is not after 500 rounds, InvalidSample
    for a class that is known but not in the sample (join it with another) or in the sample but not known.
    """
    known = [_margin(labels, totals) for labels, totals in margins]
    weights = design.weights
    for _ in range(ROUNDS):
        for each in known:
            weights = weights * (each.totals / np.bincount(each.codes, weights=weights))[each.codes]
        if all(_hits(each, weights) for each in known):
            controls = np.hstack([each.indicators for each in known])
            return replace(design, weights=weights, controls=controls)
    raise NotConverged("the margins cannot be hit together: compare their sums, and join small classes")


def _hits(margin: _Margin, weights: Floats) -> bool:
    reached = np.bincount(margin.codes, weights=weights)
    return bool((np.abs(reached - margin.totals) <= 1e-12 * margin.totals).all())


def _margin(labels: Labels, totals: Mapping[Hashable, float]) -> _Margin:
    names, codes = _coded(labels)
    if strangers := [name for name in names if name not in totals]:
        raise InvalidSample(f"class {strangers[0]} is in the sample but its population is not given")
    if absent := [name for name, people in totals.items() if people > 0 and name not in names]:
        raise InvalidSample(f"class {absent[0]} has nobody in the sample: join it with another")
    known = np.array([float(totals[name]) for name in names])
    if (known <= 0).any():
        raise InvalidSample("a class of the sample must have more than 0 people in the population")
    return _Margin(codes=codes, totals=known)
