"""A softmax over cues, fitted in plain Python, the same bit for bit on every run: adaptive steps, weights drawn to a prior."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

Example = tuple[list[str], str, float]
EPOCHS = 14
STEP = 0.5
DRAW = 2e-3
SMALL = 0.04
SKIP = 0.004


class Softmax:
    """Fits `classes`; `prior(cue, class)` is where a weight begins and is drawn back to."""

    def __init__(self, classes: list[str], prior: Any) -> None:
        self.classes = classes
        self.prior = prior
        self.bias = [0.0] * len(classes)
        self.weights: dict[str, list[float]] = {}
        self._begin: dict[str, list[float]] = {}
        self._seen: dict[str, list[float]] = {}

    def fit(self, examples: list[Example], epochs: int = EPOCHS) -> None:
        """Walk the examples in an order of its own, the same each time."""
        number = {name: place for place, name in enumerate(self.classes)}
        counts = Counter(cue for cues, _, _ in examples for cue in cues)
        data = [([cue for cue in cues if counts[cue] > 1], number[label], weight) for cues, label, weight in examples]
        for cues, _, _ in data:
            for cue in cues:
                if cue not in self.weights:
                    begin = [self.prior(cue, name) for name in self.classes]
                    self.weights[cue], self._begin[cue] = list(begin), begin
                    self._seen[cue] = [1.0] * len(self.classes)
        size = len(data)
        stride = next(each for each in range(max(size * 618 // 1000, 1), size + 2) if math.gcd(each, size) == 1)
        for epoch in range(epochs):
            place = epoch
            for _ in range(size):
                place = (place + stride) % size
                self._step(*data[place], STEP / (1 + 0.25 * epoch))

    def _step(self, cues: list[str], wanted: int, weight: float, step: float) -> None:
        rows = [self.weights[cue] for cue in cues]
        sums = (
            [base + sum(column) for base, column in zip(self.bias, zip(*rows, strict=True), strict=True)]
            if rows
            else list(self.bias)
        )
        top = max(sums)
        parts = [math.exp(each - top) for each in sums]
        total = sum(parts)
        scale = step * weight / math.sqrt(max(len(cues), 1))
        for place, part in enumerate(parts):
            gap = part / total - (place == wanted)
            if -SKIP < gap < SKIP:
                continue
            self.bias[place] -= 0.02 * step * weight * gap
            for cue in cues:
                seen, row = self._seen[cue], self.weights[cue]
                seen[place] += gap * gap
                row[place] -= (scale * gap + step * DRAW * (row[place] - self._begin[cue][place])) / math.sqrt(
                    seen[place]
                )

    def table(self) -> dict[str, Any]:
        """As it stands in weights.json: hundredths, small weights left out, cues in order."""
        weights: dict[str, list[list[int]]] = {}
        for cue in sorted(self.weights):
            row = self.weights[cue]
            row = [0.0, row[1] - row[0]] if len(row) == 2 else row  # of two, only the difference counts
            told = [[place, round(value * 100)] for place, value in enumerate(row) if abs(value) >= SMALL]
            if told:
                weights[cue] = told
        return {"classes": self.classes, "bias": [round(each * 100) for each in self.bias], "weights": weights}
