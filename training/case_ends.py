"""Learns how the victim was reached and how it ended."""

from __future__ import annotations

from collections import Counter

import numpy as np

from qunfang.engine.casework import channels, outcomes
from qunfang.engine.casework.reading import read
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.linear import expected, fit_linear, one_hot, rows_of

BITS = 14
RIDGE = 0.1
BAYES = 0.4
END = {  # what the cues of an ending are expected to weigh
    "completed": {"third": -1.5, "kept": -4.0, "saw": -1.0, "gone": 1.0},
    "attempted": {"third": -2.0, "kept": 2.0, "saw": 2.0, "gone": -0.7},
    "blocked": {"third": 3.0, "kept": 2.0, "saw": -1.0, "gone": -0.7},
}
NEAR, RANK = 2.0, 3.0  # what a channel's cue beside the contact, and being named first, are expected to weigh


def learn_channels(cases: list[Case]) -> Linear:
    """One score a channel, and one for none."""
    lines = []
    for case in cases:
        contact = dict(case.stages).get("contact")
        reading = read(case.text)
        lines.append(channels.features(reading, None if contact is None else reading.clause_at(contact).start))
    labels = (*channels.CHANNELS, channels.NONE)
    priors = {name: expected(_expected(name), BITS) for name in labels}
    answers = one_hot([case.channel or channels.NONE for case in cases], labels)
    counts = Counter(case.channel for case in cases)
    weights = np.array([counts[case.channel] ** -0.5 * 5.0 for case in cases])
    return fit_linear(rows_of(lines, BITS), answers, weights, ridge=RIDGE, priors=priors, bayes=BAYES)


def _expected(name: str) -> dict[str, float]:
    copies = range(channels.LOUD)
    found = {
        f"{where}:{name}:{place}/{copy}": NEAR for where in ("clause", "near") for place in range(4) for copy in copies
    }
    if name == channels.NONE:
        found |= {f"contact=False/{copy}": RANK for copy in copies}
    return found | {f"{rank}:{name}/{copy}": RANK for rank in ("rank0", "first0") for copy in copies}


def learn_outcomes(cases: list[Case]) -> Linear:
    """One score an outcome; the rarer ones count more."""
    lines = [outcomes.features(read(case.text)) for case in cases]
    weights = np.array([1.0 if case.outcome == "completed" else 4.0 for case in cases])
    answers = one_hot([case.outcome for case in cases], outcomes.OUTCOMES)
    priors = {name: expected(_expected_end(name), BITS) for name in outcomes.OUTCOMES}
    return fit_linear(rows_of(lines, BITS), answers, weights, ridge=RIDGE, priors=priors, bayes=BAYES)


def _expected_end(name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for cue, weight in END[name].items():
        for place in range(3):
            for copy in range(outcomes.LOUD):
                found[f"{cue}:{place}/{copy}"] = weight
                found[f"end:{cue}:{place}/{copy}"] = weight / 2
    return found
