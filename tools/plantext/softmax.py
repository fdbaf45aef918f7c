"""A softmax over cues, fitted whole by numpy: the least loss with weights drawn to a prior. No chance in it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Example = tuple[list[str], str, float]
Array = NDArray[np.float64]
Prior = Callable[[str, str], float]
SMALL = 0.04
MEMORY = 6  # steps remembered to guess the curve
ENOUGH = 1e-4  # least decrease asked of a step, as a share of what the slope promises


class Table:
    """Which examples hold which cues: sums over an example's cues, and over a cue's examples."""

    def __init__(self, rows: list[list[int]], columns: int) -> None:
        sizes = np.array([len(row) for row in rows], dtype=np.int64)
        self.cue = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=int(sizes.sum()))
        self.row = np.repeat(np.arange(len(rows)), sizes)
        self.filled = np.flatnonzero(sizes)
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])[self.filled]
        self.by_cue = self.row[np.argsort(self.cue, kind="stable")]
        counts = np.bincount(self.cue, minlength=columns)
        self.used = np.flatnonzero(counts)
        self.cue_starts = np.concatenate([[0], np.cumsum(counts)[:-1]])[self.used]
        self.shape = (len(rows), columns)

    def times(self, weights: Array) -> Array:
        """Examples × classes: each example's sum of its cues' weights."""
        found = np.zeros((self.shape[0], weights.shape[1]))
        for place in range(weights.shape[1]):
            found[self.filled, place] = np.add.reduceat(np.ascontiguousarray(weights[:, place])[self.cue], self.starts)
        return found

    def back(self, gaps: Array) -> Array:
        """Cues × classes: each cue's sum over the examples that hold it."""
        found = np.zeros((self.shape[1], gaps.shape[1]))
        for place in range(gaps.shape[1]):
            found[self.used, place] = np.add.reduceat(
                np.ascontiguousarray(gaps[:, place])[self.by_cue], self.cue_starts
            )
        return found


class Softmax:
    """Fits `classes`; `prior(cue, class)` is where a weight begins and, by `draw`, is drawn back to."""

    def __init__(self, classes: list[str], prior: Prior, draw: float = 1.0, steps: int = 40) -> None:
        self.classes = classes
        self.prior = prior
        self.draw = draw
        self.steps = steps
        self.cues: list[str] = []
        self.bias: Array = np.zeros(len(classes))
        self.weights: Array = np.zeros((0, len(classes)))

    def fit(self, examples: list[Example]) -> None:
        """Find the weights; cues seen once are left out."""
        counts = Counter(cue for cues, _, _ in examples for cue in cues)
        self.cues = [cue for cue, count in counts.items() if count > 1]
        place = {cue: number for number, cue in enumerate(self.cues)}
        table = Table([[place[cue] for cue in cues if cue in place] for cues, _, _ in examples], len(self.cues))
        number = {name: at for at, name in enumerate(self.classes)}
        told = np.array([number[label] for _, label, _ in examples])
        worth = np.array([weight for _, _, weight in examples])
        begin = np.array([[self.prior(cue, name) for name in self.classes] for cue in self.cues])
        begin = np.vstack([begin.reshape(len(self.cues), len(self.classes)), np.zeros(len(self.classes))])
        rows = np.arange(len(examples))

        def loss(point: Array) -> tuple[float, Array]:
            sums = table.times(point[:-1]) + point[-1]
            sums -= sums.max(axis=1, keepdims=True)
            parts = np.exp(sums)
            total = parts.sum(axis=1)
            cost = float(worth @ (np.log(total) - sums[rows, told]))
            gaps = parts / total[:, None]
            gaps[rows, told] -= 1
            gaps *= worth[:, None]
            away = self.draw * (point - begin)
            away[-1] = 0
            slope = np.vstack([table.back(gaps), gaps.sum(axis=0)]) + away
            return cost + 0.5 * float((away * (point - begin)).sum()), slope

        best = least(loss, begin, self.steps)
        self.weights, self.bias = best[:-1], best[-1]

    def table(self) -> dict[str, Any]:
        """As it stands in weights.json: hundredths, small weights left out, cues in order."""
        weights: dict[str, list[list[int]]] = {}
        for cue, row in sorted(zip(self.cues, self.weights.tolist(), strict=True)):
            used = [0.0, row[1] - row[0]] if len(row) == 2 else row  # of two, only the difference counts
            told = [[place, round(value * 100)] for place, value in enumerate(used) if abs(value) >= SMALL]
            if told:
                weights[cue] = told
        return {"classes": self.classes, "bias": [round(each * 100) for each in self.bias.tolist()], "weights": weights}


def least(loss: Callable[[Array], tuple[float, Array]], begin: Array, steps: int) -> Array:
    """Where `loss` (its value and slope at a point) is least: limited-memory quasi-Newton steps from `begin`."""
    point = begin.copy()
    cost, slope = loss(point)
    past: deque[tuple[Array, Array, float]] = deque(maxlen=MEMORY)
    for _ in range(steps):
        way = -_bent(slope, past)
        downhill = float((way * slope).sum())
        length = 1.0 if past else min(1.0, 1.0 / float(np.abs(slope).sum() + 1e-12) * slope.size**0.5)
        for _ in range(20):
            new_cost, new_slope = loss(point + length * way)
            if new_cost <= cost + ENOUGH * length * downhill:
                break
            length *= 0.5
        else:
            break
        moved, turned = length * way, new_slope - slope
        curve = float((moved * turned).sum())
        if curve > 1e-10:
            past.append((moved, turned, curve))
        point, cost, slope = point + moved, new_cost, new_slope
    return point


def _bent(slope: Array, past: deque[tuple[Array, Array, float]]) -> Array:
    """The slope, bent by the curve that past steps met."""
    way = slope.copy()
    shares: list[float] = []
    for moved, turned, curve in reversed(past):
        share = float((moved * way).sum()) / curve
        shares.append(share)
        way -= share * turned
    if past:
        _, turned, curve = past[-1]
        way *= curve / float((turned * turned).sum())
    for (moved, turned, curve), share in zip(past, reversed(shares), strict=True):
        way += (share - float((turned * way).sum()) / curve) * moved
    return way
