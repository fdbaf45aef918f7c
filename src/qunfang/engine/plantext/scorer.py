"""Decisions by weighed cues: a softmax over the sum of the weights of the cues that are seen.

The weights are made from hand-read documents by `tools/plantext/train.py` and shipped as data/weights.json:
{head: {"classes": […], "bias": […], "weights": {cue: [[class number, weight × 100], …]}}}.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

import numpy as np

from qunfang.engine.plantext.lexicon import DATA

Weights = dict[str, list[tuple[int, int]]]


class Head:
    """One decision: its classes, and what each cue speaks for (in hundredths, so that sums are exact)."""

    def __init__(self, classes: list[str], bias: list[int], weights: Weights) -> None:
        self.classes = classes
        self.bias = np.array(bias, dtype=np.int64)
        self.weights = weights
        self.rows = {cue: place for place, cue in enumerate(weights)}
        self.table = np.zeros((len(weights), len(classes)), dtype=np.int32)
        for row, pairs in enumerate(weights.values()):
            for place, weight in pairs:
                self.table[row, place] = weight
        # Of two classes only the difference matters, and a sum in plain Python is quicker than a small array.
        self.lean = {} if len(classes) != 2 else dict(zip(weights, (self.table[:, 1] - self.table[:, 0]).tolist(), strict=True))  # fmt: skip
        self.tilt = 0 if len(classes) != 2 else int(self.bias[1] - self.bias[0])

    def probabilities(self, cues: Iterable[str]) -> list[float]:
        """How likely each class is, in the order of `classes`; they sum to 1."""
        if len(self.classes) == 2:
            second = self.likely(self.leaning(cues))
            return [1 - second, second]
        return self.of_many([cues])[0]

    def leaning(self, cues: Iterable[str]) -> int:
        """Of two classes, how much cues speak for the second, in hundredths; what different cues say adds up."""
        lean = self.lean
        return sum(map(lean.__getitem__, filter(lean.__contains__, cues)))

    def likely(self, leaning: int) -> float:
        """Of two classes, how likely the second is by what all cues say together."""
        return _logistic((self.tilt + leaning) / 100)

    def of_many(self, told: Sequence[Iterable[str]]) -> list[list[float]]:
        """The same for many lists of cues at once, which is quicker."""
        rows = self.rows
        found = [list(map(rows.__getitem__, filter(rows.__contains__, cues))) for cues in told]
        sums = np.repeat(self.bias[None, :], len(told), axis=0)
        full = [place for place, each in enumerate(found) if each]
        if full:
            starts = list(accumulate((len(found[place]) for place in full[:-1]), initial=0))
            sums[full] += np.add.reduceat(self.table[list(chain.from_iterable(found))], starts, axis=0)
        parts = np.exp((sums - sums.max(axis=1, keepdims=True)) / 100)
        odds: list[list[float]] = (parts / parts.sum(axis=1, keepdims=True)).tolist()
        return odds

    def best(self, cues: Iterable[str]) -> tuple[str, float]:
        """The likeliest class (the earlier one of equals) and how likely it is."""
        return self.best_of_many([cues])[0]

    def best_of_many(self, told: Sequence[Iterable[str]]) -> list[tuple[str, float]]:
        """The same for many lists of cues at once."""
        many = self.of_many(told) if told else []
        places = [odds.index(max(odds)) for odds in many]
        return [(self.classes[place], odds[place]) for place, odds in zip(places, many, strict=True)]

    def reasons(self, cues: Iterable[str], chosen: str, most: int = 4) -> list[str]:
        """The cues that spoke most for `chosen`, the strongest first."""
        place = self.classes.index(chosen)
        told = [
            (weight, cue) for cue in cues for each, weight in self.weights.get(cue, ()) if each == place and weight > 0
        ]
        return [cue for _, cue in sorted(told, key=lambda one: (-one[0], one[1]))[:most]]


_in_use: dict[str, Head] = {}


def heads() -> dict[str, Head]:
    """All decisions, read once."""
    if not _in_use:
        told = json.loads((DATA / "weights.json").read_text(encoding="utf-8"))
        _in_use.update({name: head_from(each) for name, each in told.items()})
    return _in_use


def use(made: dict[str, Head]) -> None:
    """Decide by these heads from now on: for trying weights before they are shipped."""
    _in_use.clear()
    _in_use.update(made)


def head_from(told: dict[str, object]) -> Head:
    """A head as it stands in the file."""
    classes, bias, weights = told["classes"], told["bias"], told["weights"]
    if not (isinstance(classes, list) and isinstance(bias, list) and isinstance(weights, dict)):
        raise TypeError("weights.json is broken")
    return Head(
        [str(each) for each in classes],
        [int(each) for each in bias],
        {cue: [(int(place), int(weight)) for place, weight in pairs] for cue, pairs in weights.items()},
    )


def _logistic(lean: float) -> float:
    return 1 / (1 + math.exp(-lean)) if lean > -500 else 0.0
