"""Learns the type of a narrative, from the narratives and a little from the messages."""

from __future__ import annotations

import numpy as np

from qunfang.engine.casework.kinds import LOUD, TYPES, features
from qunfang.engine.casework.lexicon import load
from qunfang.engine.casework.reading import read
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.examples import written
from training.linear import expected, fit_linear, one_hot, rows_of

BITS = 16
RIDGE = 0.1
BAYES = 0.8
MESSAGE_WEIGHT, EVERY = 0.3, 2  # messages are not narratives: every other one, and none counts for a whole one
SAME = {"account_theft": "cyber_black"}
CUE, COUNT = 0.5, 0.8  # what a cue and a number of cues are expected to weigh before the text speaks


def learn_types(cases: list[Case]) -> Linear:
    """One score a type."""
    messages = [(each.text, SAME.get(str(each.type), str(each.type))) for each in written() if each.fraud]
    messages = [(text, kind) for text, kind in messages if kind in TYPES][::EVERY]
    lines = [features(read(text)) for text in [*(each.text for each in cases), *(text for text, _ in messages)]]
    names = [*(each.type for each in cases), *(kind for _, kind in messages)]
    weights = np.array([1.0] * len(cases) + [MESSAGE_WEIGHT] * len(messages))
    priors = {kind: expected(_expected(kind), BITS) for kind in TYPES}
    return fit_linear(rows_of(lines, BITS), one_hot(names, TYPES), weights, ridge=RIDGE, priors=priors, bayes=BAYES)


def _expected(kind: str) -> dict[str, float]:
    found = {}
    for mark in [f"{sign}{copy}" for sign in "cm" for copy in range(LOUD)]:
        found |= {f"{mark}:{kind}:{place}": CUE for place in range(len(load("types")[kind]))}
        found |= {f"{mark}:{kind}>={count}": COUNT for count in (1, 2, 3, 4)}
    return found
