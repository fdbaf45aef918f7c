"""Learns the type of a narrative."""

from __future__ import annotations

import numpy as np

from qunfang.engine.casework.kinds import LOUD, TYPES, features
from qunfang.engine.casework.lexicon import load
from qunfang.engine.casework.reading import read
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.linear import expected, fit_linear, one_hot, rows_of

BITS = 15
RIDGE = 0.05
CUE, COUNT = 0.5, 0.8  # what a cue and a number of cues are expected to weigh before the text speaks


def learn_types(cases: list[Case]) -> Linear:
    """One score a type."""
    lines = [features(read(each.text)) for each in cases]
    priors = {kind: expected(_expected(kind), BITS) for kind in TYPES}
    answers = one_hot([each.type for each in cases], TYPES)
    return fit_linear(rows_of(lines, BITS), answers, np.ones(len(cases)), ridge=RIDGE, priors=priors)


def _expected(kind: str) -> dict[str, float]:
    found = {}
    for mark in [f"{sign}{copy}" for sign in "cm" for copy in range(LOUD)]:
        found |= {f"{mark}:{kind}:{place}": CUE for place in range(len(load("types")[kind]))}
        found |= {f"{mark}:{kind}>={count}": COUNT for count in (1, 2, 3, 4)}
    return found
