"""A picture as a few dozen 24-bit words, one for each of its most lasting details: what the index looks up.

A word is the signs of 24 projections of a feature's descriptor. A word may lose a bit when the picture is compressed or
photographed from a screen; so a look-up also tries the words that differ in the least certain bits (multi-probe
hashing, Lv et al. 2007), and it looks up more details than were stored. The projections lie in `data/words.npz`, made
by `tools/photo_words.py`: principal directions of descriptors, turned so that each bit carries as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.detail import Detail

BITS = 24
STORED, ASKED = 32, 112
UNSURE = 4
"""Bits that a look-up flips, alone or together: 2 ** 4 words for each detail."""
APART, LEAST_SIZE = 10.0, 3.2
Words = NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True)
class Projection:
    """24 directions in descriptor space (128 × 24) and the value that parts each (24)."""

    directions: NDArray[np.float32]
    thresholds: NDArray[np.float32]


@cache
def projection() -> Projection:
    """The shipped projection."""
    with np.load(Path(__file__).parent / "data" / "words.npz") as stored:
        return Projection(
            directions=stored["directions"].astype(np.float32), thresholds=stored["thresholds"].astype(np.float32)
        )


def fingerprint_in(detail: Detail) -> Words:
    """At most 32 words, the most lasting first; none for a picture without any detail."""
    values = _projected(detail, STORED)
    return np.unique(_packed(values > 0))


def probes_in(detail: Detail) -> Words:
    """What to look up: details × 16 words, each row the variants of one detail."""
    values = _projected(detail, ASKED)
    base = _packed(values > 0)
    weakest = np.argsort(np.abs(values), axis=1, kind="stable")[:, :UNSURE].astype(np.uint32)
    flips = np.zeros((len(values), 1), np.uint32)
    for column in range(UNSURE if len(values) else 0):
        bit = np.uint32(1) << weakest[:, column : column + 1]
        flips = np.concatenate([flips, flips ^ bit], axis=1)
    return np.asarray(base[:, None] ^ flips, np.uint32)


def lasting(detail: Detail, most: int) -> NDArray[np.intp]:
    """Features to keep: large and strong ones, taken in turn from each of 4 × 3 fields of the picture.

    By fields, so that the sharp letters of a date stamp, or the banner that hangs everywhere, are not all that is kept.
    """
    height, width = detail.grey.shape
    rank = np.argsort(-detail.strengths * np.minimum(detail.sizes, 24.0), kind="stable")
    rank = rank[detail.sizes[rank] >= LEAST_SIZE]
    cells = (detail.points[rank] / (width, height) * (4, 3)).astype(int) @ (1, 4)
    queues = [_apart(detail.points, rank[cells == cell], most) for cell in range(12)]
    turns = [queue[turn] for turn in range(most) for queue in queues if turn < len(queue)]
    return np.array(turns[:most], np.intp)


def _apart(points: NDArray[np.float32], rank: NDArray[np.intp], most: int) -> list[int]:
    """The first of them, at most one within ten pixels."""
    kept: list[int] = []
    for number in rank:
        if kept and np.abs(points[kept] - points[number]).max(axis=1).min() < APART:
            continue
        kept.append(int(number))
        if len(kept) == most // 3:
            break
    return kept


def _projected(detail: Detail, most: int) -> NDArray[np.float32]:
    known = projection()
    return np.asarray(detail.descriptors[lasting(detail, most)] @ known.directions - known.thresholds, np.float32)


def _packed(signs: NDArray[np.bool_]) -> Words:
    weights = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
    return np.asarray((signs * weights).sum(axis=1, dtype=np.uint32), np.uint32)
