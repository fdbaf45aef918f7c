"""Decisions by weighed cues: a softmax over the sum of the weights of the cues that are seen.

The weights are made from hand-read documents by `tools/plantext/train.py` and shipped as data/weights.json:
{head: {"classes": […], "bias": […], "weights": {cue: [[class number, weight × 100], …]}}}.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from qunfang.engine.plantext.lexicon import DATA

Weights = dict[str, list[tuple[int, float]]]


class Head:
    """One decision: its classes, and what each cue speaks for."""

    def __init__(self, classes: list[str], bias: list[float], weights: Weights) -> None:
        self.classes = classes
        self.bias = bias
        self.weights = weights

    def probabilities(self, cues: Iterable[str]) -> list[float]:
        """How likely each class is, in the order of `classes`; they sum to 1."""
        sums = list(self.bias)
        weights = self.weights
        for cue in cues:
            if cue in weights:
                for place, weight in weights[cue]:
                    sums[place] += weight
        top = max(sums)
        parts = [math.exp(each - top) for each in sums]
        total = sum(parts)
        return [each / total for each in parts]

    def best(self, cues: Iterable[str]) -> tuple[str, float]:
        """The likeliest class (the earlier one of equals) and how likely it is."""
        odds = self.probabilities(cues)
        place = max(range(len(odds)), key=lambda each: (odds[each], -each))
        return self.classes[place], odds[place]

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
        [float(each) / 100 for each in bias],
        {cue: [(int(place), weight / 100) for place, weight in pairs] for cue, pairs in weights.items()},
    )
