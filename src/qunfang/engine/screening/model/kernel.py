"""Character n-grams of many texts at once, hashed, in numpy.

What a character counts as: digits become the length of their run, links become one sign, punctuation and blanks
vanish (mass senders strip them), width and script are folded by data/fold.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.normalise import fold_table

BITS = 18
ORDERS = 4
PAD = ORDERS - 1
PLANE = 0x20000  # characters beyond it (emoji tags, private use) are left out
LINK_SIGN = 0xE100
RUN_SIGN = 0xE101  # + class of the run's length
STEADY = 24.0  # texts shorter than this many signs are not blown up to full length

Codes = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
_MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], dtype=np.uint32)
_SALTS = np.array([0x2545F491, 0x1B873593, 0xCC9E2D51, 0x7FEB352D], dtype=np.uint32)
_RUN_CLASS = np.array([0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10], dtype=np.uint32)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """Signs of all texts, each text after PAD zeros; `starts[i]` is where the i-th begins, `counts[i]` its signs."""

    codes: Codes
    kept: npt.NDArray[np.bool_]  # which characters of the joined texts are signs
    starts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @property
    def places(self) -> npt.NDArray[np.int64]:
        """Of a stream of one text: where in the text each sign stands."""
        return np.asarray(np.flatnonzero(self.kept)[PAD:] - PAD)

    @property
    def scale(self) -> Floats:
        """What a text's sum is multiplied with, so that long texts do not shout."""
        return np.asarray(1.0 / np.sqrt(self.counts + STEADY), dtype=np.float32)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tables:
    fold: Codes
    digit: npt.NDArray[np.bool_]
    letter: npt.NDArray[np.bool_]
    linkish: npt.NDArray[np.bool_]
    kept: npt.NDArray[np.bool_]


@cache
def _tables() -> _Tables:
    fold = np.arange(PLANE, dtype=np.uint32)
    for code, read in fold_table().items():
        if code < PLANE:
            fold[code] = ord(read[0]) if read else 1
    fold[0] = 0
    codes = np.arange(PLANE)
    digit = (codes >= 48) & (codes <= 57)
    letter = (codes >= 97) & (codes <= 122)
    linkish = digit | letter
    linkish[[ord(char) for char in "._:/?=&%#@~+-"]] = True
    kept = digit | letter | ((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes >= LINK_SIGN)
    kept[0] = True
    return _Tables(fold=fold, digit=digit, letter=letter, linkish=linkish, kept=kept)


def stream(texts: Sequence[str]) -> Stream:
    """Encode texts. Any Unicode; the work is linear in the total length."""
    gap = "\0" * PAD
    raw = (gap + gap.join(texts)).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(raw, dtype=np.uint32)
    tables = _tables()
    codes = tables.fold[np.minimum(points, PLANE - 1)]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths + PAD)[:-1])) if len(texts) else np.zeros(0, np.int64)
    keep = tables.kept[codes]
    _links(codes, keep, tables)
    _runs(codes, keep, tables)
    before = np.concatenate(([0], np.cumsum(keep)))
    new_starts = before[starts]
    ends = np.concatenate((new_starts[1:], before[-1:]))
    return Stream(codes=codes[keep], kept=keep, starts=new_starts, counts=ends - new_starts - PAD)


def _edges(mask: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Starts and ends (half open) of the runs of True."""
    places = np.flatnonzero(np.diff(mask.view(np.int8), prepend=np.int8(0), append=np.int8(0)))
    return places[::2], places[1::2]


def _drop_tails(keep: npt.NDArray[np.bool_], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> None:
    """Only the first sign of each given run stays."""
    change = np.zeros(len(keep) + 1, dtype=np.int32)
    change[starts + 1] += 1
    change[ends] -= 1
    keep &= np.cumsum(change[:-1]) == 0


def _links(codes: Codes, keep: npt.NDArray[np.bool_], tables: _Tables) -> None:
    starts, ends = _edges(tables.linkish[codes])
    long = ends - starts >= 7
    starts, ends = starts[long], ends[long]
    if not len(starts):
        return
    dots = np.concatenate(([0], np.cumsum(codes == ord("."))))
    letters = np.concatenate(([0], np.cumsum(tables.letter[codes])))
    link = (dots[ends] > dots[starts]) & (letters[ends] - letters[starts] >= 2)
    starts, ends = starts[link], ends[link]
    codes[starts] = LINK_SIGN
    keep[starts] = True
    _drop_tails(keep, starts, ends)


def _runs(codes: Codes, keep: npt.NDArray[np.bool_], tables: _Tables) -> None:
    starts, ends = _edges(tables.digit[codes] & keep)
    if len(starts):
        codes[starts] = RUN_SIGN + _RUN_CLASS[np.minimum(ends - starts, len(_RUN_CLASS) - 1)]
        _drop_tails(keep, starts, ends)


def buckets(codes: Codes) -> list[npt.NDArray[np.uint32]]:
    """For each order 1 … ORDERS: the bucket of the n-gram that starts at each sign (0 beyond the end)."""
    padded = np.concatenate((codes, np.zeros(PAD, dtype=np.uint32)))
    total = np.zeros(len(codes), dtype=np.uint32)
    found = []
    for order in range(ORDERS):
        total = total + padded[order : order + len(codes)] * _MULTIPLIERS[order]
        mixed = total + _SALTS[order]
        mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        found.append((mixed ^ (mixed >> np.uint32(13))) * np.uint32(0x9E3779B1) >> np.uint32(32 - BITS))
    return found


def sums(signs: Stream, weights: Floats) -> Floats:
    """The weighted sum of every text's n-grams, scaled by its length. `weights` has 2**BITS entries."""
    if not len(signs.starts):
        return np.zeros(0, dtype=np.float32)
    each = np.zeros(len(signs.codes), dtype=np.float32)
    for bucket in buckets(signs.codes):
        each += weights[bucket]
    each[signs.codes == 0] = 0.0
    return np.add.reduceat(each, signs.starts).astype(np.float32) * signs.scale
