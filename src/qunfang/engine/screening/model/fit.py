"""Logistic regression on sparse features, in numpy: L-BFGS with a ridge around given weights.

Everything is deterministic: no random numbers, one order of sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
MEMORY = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A sparse matrix by rows: row i holds columns[starts[i]:starts[i+1]] with the value `scale[i]`."""

    columns: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    scale: Vector
    width: int

    def owners(self) -> npt.NDArray[np.int64]:
        """The row of every entry."""
        return np.repeat(np.arange(len(self.scale)), np.diff(self.starts))

    def times(self, weights: Vector) -> Vector:
        """Row sums of the weights, scaled."""
        total = np.concatenate(([0.0], np.cumsum(weights[self.columns])))
        return (total[self.starts[1:]] - total[self.starts[:-1]]) * self.scale

    def back(self, per_row: Vector, owners: npt.NDArray[np.int64]) -> Vector:
        """Column sums of a value per row, scaled."""
        found = np.bincount(self.columns, weights=(per_row * self.scale)[owners], minlength=self.width)
        return np.asarray(found, dtype=np.float64)

    def take(self, rows: npt.NDArray[np.int64]) -> Rows:
        """Some of the rows, in the given order."""
        sizes = np.diff(self.starts)[rows]
        starts = np.concatenate(([0], np.cumsum(sizes)))
        offsets = np.repeat(self.starts[rows] - starts[:-1], sizes)
        columns = self.columns[np.arange(starts[-1]) + offsets]
        return Rows(columns=columns, starts=starts, scale=self.scale[rows], width=self.width)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """Weights and the constant."""

    weights: Vector
    constant: float


def fit_logistic(
    rows: Rows, answers: Vector, importance: Vector, *, ridge: float, prior: Fit | None = None, steps: int = 60
) -> Fit:
    """Weights that make `answers` (0 or 1) likely, near `prior` (zero where none is given)."""
    owners = rows.owners()
    centre = np.zeros(rows.width) if prior is None else prior.weights
    start = np.append(centre, 0.0 if prior is None else prior.constant)

    def loss(point: Vector) -> tuple[float, Vector]:
        weights, constant = point[:-1], point[-1]
        score = rows.times(weights) + constant
        signed = np.where(answers > 0.5, score, -score)
        value = float(np.sum(importance * np.logaddexp(0.0, -signed)))
        push = importance * (1.0 / (1.0 + np.exp(-np.clip(score, -40, 40))) - answers)
        apart = weights - centre
        value += 0.5 * ridge * float(np.sum(apart * apart))
        return value, np.append(rows.back(push, owners) + ridge * apart, np.sum(push))

    point = minimise(loss, start, steps=steps)
    return Fit(weights=point[:-1], constant=float(point[-1]))


def fit_signed(
    columns: Vector,
    answers: Vector,
    importance: Vector,
    *,
    signs: npt.NDArray[np.int64],
    ridge: float,
    centre: Vector | None = None,
) -> Fit:
    """A dense logistic regression whose weights keep the given signs (1: ≥ 0, -1: ≤ 0), with a ridge around `centre`.

    Projected accelerated gradient; the columns are few, so many plain steps are cheap and end at the optimum.
    """
    width = columns.shape[1]
    turned = columns * signs
    limit = 0.25 * float(np.sum(importance * (np.sum(turned * turned, axis=1) + 1.0))) + ridge
    middle = np.zeros(width) if centre is None else centre * signs
    weights, constant = middle, 0.0
    ahead, ahead_constant, pace = weights, constant, 1.0
    for _ in range(6000):
        score = turned @ ahead + ahead_constant
        push = importance * (1.0 / (1.0 + np.exp(-np.clip(score, -40, 40))) - answers)
        new = np.maximum(ahead - (turned.T @ push + ridge * (ahead - middle)) / limit, 0.0)
        new_constant = ahead_constant - float(np.sum(push)) / limit
        new_pace = (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        lead = (pace - 1.0) / new_pace
        ahead, ahead_constant = new + lead * (new - weights), new_constant + lead * (new_constant - constant)
        done = float(np.abs(new - weights).max(initial=0.0)) + abs(new_constant - constant) < 1e-7
        weights, constant, pace = new, new_constant, new_pace
        if done:
            break
    return Fit(weights=weights * signs, constant=constant)


def minimise(loss: Callable[[Vector], tuple[float, Vector]], point: Vector, *, steps: int) -> Vector:
    """L-BFGS with a backtracking line search; `loss` gives value and slope of a smooth convex function."""
    moves: list[tuple[Vector, Vector]] = []
    value, slope = loss(point)
    for _ in range(steps):
        direction = _direction(slope, moves)
        descent = float(np.sum(direction * slope))
        stride = 1.0 if moves else min(1.0, 1.0 / (float(np.abs(slope).sum()) + 1e-12))
        for _ in range(30):
            new_point = point + stride * direction
            new_value, new_slope = loss(new_point)
            if new_value <= value + 1e-4 * stride * descent:
                break
            stride *= 0.5
        else:
            break
        step, turn = new_point - point, new_slope - slope
        if float(np.sum(step * turn)) > 1e-12:
            moves = [*moves[-(MEMORY - 1) :], (step, turn)]
        gain = value - new_value
        point, value, slope = new_point, new_value, new_slope
        if gain <= 1e-7 * max(1.0, abs(value)):
            break
    return point


def _direction(slope: Vector, moves: list[tuple[Vector, Vector]]) -> Vector:
    direction = -slope
    pasts = []
    for step, turn in reversed(moves):
        share = float(np.sum(step * direction)) / float(np.sum(step * turn))
        direction = direction - share * turn
        pasts.append(share)
    if moves:
        step, turn = moves[-1]
        direction = direction * (float(np.sum(step * turn)) / float(np.sum(turn * turn)))
    for (step, turn), share in zip(moves, reversed(pasts), strict=True):
        back = float(np.sum(turn * direction)) / float(np.sum(step * turn))
        direction = direction + (share - back) * step
    return direction
