"""Which stretches of a text make the n-gram score what it is: the learned model's own reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.kernel import ORDERS, PAD, Floats, buckets, stream

LONGEST = 18  # signs of a stretch: a clause, not a paragraph
LEAST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Half-open span of the text, and what it adds to the n-gram score."""

    start: int
    end: int
    adds: float


def strongest(text: str, weights: Floats, *, most: int) -> list[Stretch]:
    """The stretches of a normalised text that speak most for fraud, strongest first, none over another."""
    signs = stream([text])
    shares, places = _shares(signs.codes, weights) * float(signs.scale[0]), signs.places
    found: list[Stretch] = []
    while len(found) < most and (best := _best(shares)) is not None:
        first, last, adds = best
        found.append(Stretch(start=int(places[first]), end=int(places[last]) + 1, adds=adds))
        shares[first : last + 1] = -np.inf
    return found


def _shares(codes: npt.NDArray[np.uint32], weights: Floats) -> npt.NDArray[np.float64]:
    """For each sign of the text: the weight of the n-grams that cover it, spread evenly over their signs."""
    size = len(codes)
    shares = np.zeros(size + ORDERS)
    for order, bucket in enumerate(buckets(codes), 1):
        part = np.where(codes == 0, 0.0, weights[bucket].astype(np.float64)) / order
        for step in range(order):
            shares[step : step + size] += part
    return shares[PAD:size]


def _best(shares: npt.NDArray[np.float64]) -> tuple[int, int, float] | None:
    """First and last sign of the run of LEAST to LONGEST signs with the greatest sum; None where no sum is above 0."""
    best, adds = None, 0.0
    sums = np.concatenate(([0.0], np.cumsum(np.where(np.isfinite(shares), shares, -1e6))))
    for length in range(LEAST, min(LONGEST, len(shares)) + 1):
        runs = sums[length:] - sums[:-length]
        first = int(np.argmax(runs))
        if runs[first] > adds + 1e-9:
            best, adds = (first, first + length - 1), float(runs[first])
    return None if best is None else (*best, adds)
