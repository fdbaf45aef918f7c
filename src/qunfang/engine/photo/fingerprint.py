"""A picture as a few dozen 24-bit words, one for each of its most lasting details: what the index looks up.

A word is the signs of 24 projections of a feature's descriptor. A word may lose some bits when the picture is
compressed or photographed from a screen; so a look-up also tries the words that come next by how near each bit is to
turning (query-directed multi-probe hashing, Lv et al. 2007), and it looks up more details than were stored. Above the
word stand the detail's direction and size, so that the index can ask whether shared details are turned alike (weak
geometric consistency, Jégou et al. 2008). The projections lie in `data/words.npz`, made by `tools/photo_words.py`:
principal directions of descriptors, turned so that each bit carries as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.detail import Detail

BITS = 24
STORED, ASKED = 48, 160
UNSURE, VARIANTS = 8, 48
"""Of a detail's eight least certain bits, the 48 ways of turning some of them that most likely happen (none first).

Half of this, with 32 details stored, left one altered picture in forty with two shared details or fewer.
"""
DIRECTIONS, SIZES = 32, 8
"""Steps of the full circle, and half octaves of size: 5 and 3 bits above the word."""
APART, LEAST_SIZE = 10.0, 3.2
ACROSS, DOWN = 4, 3
"""Fields that a picture is parted into."""
Words = NDArray[np.uint32]
"""Bits 0-23 the word, 24-28 the direction, 29-31 the size."""
FLIPS = (np.arange(2**UNSURE)[:, None] >> np.arange(UNSURE) & 1).astype(np.uint32)
"""Every choice of the uncertain bits."""


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
    """At most 48 words with their direction and size; none for a picture without any detail."""
    rows = lasting(detail, STORED)
    return np.unique(_packed(_projected(detail, rows) > 0) | _pose(detail, rows))


@dataclass(frozen=True, kw_only=True)
class Probes:
    """What to look up: `words`, details × variants, and in which of 12 fields of the picture each detail lies."""

    words: Words
    fields: NDArray[np.int64]


def probes_in(detail: Detail) -> Probes:
    """160 details or fewer, for each its 48 likeliest words."""
    rows = lasting(detail, ASKED)
    values = _projected(detail, rows)
    base = _packed(values > 0) | _pose(detail, rows)
    weakest = np.argsort(np.abs(values), axis=1, kind="stable")[:, :UNSURE]
    costs = np.take_along_axis(values, weakest, axis=1) ** 2 @ FLIPS.T.astype(np.float32)
    likeliest = np.argsort(costs, axis=1, kind="stable")[:, :VARIANTS]
    turned = (np.uint32(1) << weakest.astype(np.uint32)) @ FLIPS.T
    words = np.asarray(base[:, None] ^ np.take_along_axis(turned, likeliest, axis=1), np.uint32)
    return Probes(words=words, fields=_fields(detail, rows))


def _fields(detail: Detail, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """The field of each detail, 0 … 11."""
    height, width = detail.grey.shape
    return np.asarray((detail.points[rows] / (width, height) * (ACROSS, DOWN)).astype(int) @ (1, ACROSS), np.int64)


def _pose(detail: Detail, rows: NDArray[np.intp]) -> Words:
    """Direction and size of each detail, in the place that `Words` gives them."""
    direction = np.floor(detail.angles[rows] * (DIRECTIONS / 360)).astype(np.uint32) % DIRECTIONS
    size = np.clip(2 * np.log2(detail.sizes[rows] / LEAST_SIZE), 0, SIZES - 1).astype(np.uint32)
    return np.asarray((size << np.uint32(5) | direction) << np.uint32(BITS), np.uint32)


def lasting(detail: Detail, most: int) -> NDArray[np.intp]:
    """Features to keep: large and strong ones, taken in turn from each of 4 × 3 fields of the picture.

    By fields, so that the sharp letters of a date stamp, or the banner that hangs everywhere, are not all that is kept.
    """
    rank = np.argsort(-detail.strengths * np.minimum(detail.sizes, 24.0), kind="stable")
    rank = rank[detail.sizes[rank] >= LEAST_SIZE]
    fields = _fields(detail, rank)
    queues = [_apart(detail.points, rank[fields == field], most) for field in range(ACROSS * DOWN)]
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


def _projected(detail: Detail, rows: NDArray[np.intp]) -> NDArray[np.float32]:
    known = projection()
    return np.asarray(detail.descriptors[rows] @ known.directions - known.thresholds, np.float32)


def _packed(signs: NDArray[np.bool_]) -> Words:
    weights = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
    return np.asarray((signs * weights).sum(axis=1, dtype=np.uint32), np.uint32)
