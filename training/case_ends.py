"""Learns how the victim was reached and how it ended."""

from __future__ import annotations

import numpy as np

from qunfang.engine.casework import channels, outcomes
from qunfang.engine.casework.reading import read
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.linear import expected, fit_linear, one_hot, rows_of

BITS = 14
RIDGE = 0.1
BAYES = 0.4
NEAR, RANK = 0.5, 0.7  # what a channel's cue beside the contact, and being named first, are expected to weigh


def learn_channels(cases: list[Case]) -> Linear:
    """One score a channel, and one for none."""
    lines = []
    for case in cases:
        contact = dict(case.stages).get("contact")
        reading = read(case.text)
        lines.append(channels.features(reading, None if contact is None else reading.clause_at(contact).start))
    labels = (*channels.CHANNELS, channels.NONE)
    priors = {name: expected(_expected(name), BITS) for name in channels.CHANNELS}
    answers = one_hot([case.channel or channels.NONE for case in cases], labels)
    return fit_linear(rows_of(lines, BITS), answers, np.ones(len(cases)), ridge=RIDGE, priors=priors, bayes=BAYES)


def _expected(name: str) -> dict[str, float]:
    copies = range(channels.LOUD)
    found = {f"{where}:{name}:{place}/{copy}": NEAR for where in ("clause", "near") for place in range(4) for copy in copies}
    return found | {f"rank0:{name}/{copy}": RANK for copy in copies}


def learn_outcomes(cases: list[Case]) -> Linear:
    """One score an outcome; the rarer ones count more."""
    lines = [outcomes.features(read(case.text)) for case in cases]
    weights = np.array([1.0 if case.outcome == "completed" else 2.0 for case in cases])
    answers = one_hot([case.outcome for case in cases], outcomes.OUTCOMES)
    return fit_linear(rows_of(lines, BITS), answers, weights, ridge=RIDGE, bayes=BAYES)
