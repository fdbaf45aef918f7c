"""Which of millions of pictures share lasting details with this one: an inverted file over the fingerprints' words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.fingerprint import BITS, DIRECTIONS, Probes, Words

COMMON = 4096
"""A word in more pictures than this tells nothing (letters of a slogan that hangs everywhere): it is passed over."""
MOST_READ = 100_000
"""Pictures under all words of a question that are looked at, those of rare words first: so no question takes long."""
LEAST_SHARED = 2
UNIT = 256
"""Weights are held as whole numbers of 1/256."""
FULL = 3 * 13 * UNIT
"""What one field of the picture can weigh: three details that no other picture has.

So a picture that shares a little in every field (the same exposure) comes before one that shares all of a banner.
"""
GROWN = 2
"""Half octaves by which a shared detail may differ in size: pictures are compared at the same size."""
PIECES = 16
"""The words are put in order piece by piece, so that building needs little more memory than what is built."""
FIRST_PART, BLOCK = 50_000, 4_000_000
"""Pictures that are gathered before they are put in order for the first time; words looked through at once."""
NUMBER = np.uint64(0xFFFFFFFF)
POSE = np.uint64(0xFF)
BELOW_WORD = np.uint64(2**40 - 1)
WORD = np.uint32(2**BITS - 1)
Postings = NDArray[np.uint64]
"""Bits 40-63 the word, 8-39 the picture's number in the index, 0-7 the detail's direction and size; sorted."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A stored picture that shares `shared` details; `weight` counts a rare detail more than a common one."""

    key: int
    shared: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Fingerprints of many pictures: their `keys`, how many words each has (`lengths`), all words one after another."""

    keys: NDArray[np.int64]
    lengths: NDArray[np.int64]
    words: Words


@dataclass(kw_only=True)
class PhotoIndex:
    """Built in bulk, appended to at any time.

    `keys`: the owner's key (int64) of each picture, by its number here. `starts`: where each word's pictures begin in
    `pictures`; `poses`: direction and size of the detail beside each. `fresh`: what was appended since the last
    `settle`.
    """

    keys: NDArray[np.int64]
    starts: NDArray[np.uint32]
    pictures: NDArray[np.uint32]
    poses: NDArray[np.uint8]
    fresh_keys: list[int] = field(default_factory=list)
    fresh: list[Postings] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.keys) + len(self.fresh_keys)

    def append(self, key: int, words: Words) -> None:
        """Adds one picture; it is found from now on."""
        self.extend(Batch(keys=np.array([key], np.int64), lengths=np.array([len(words)], np.int64), words=words))

    def extend(self, batch: Batch) -> None:
        """Adds many pictures; they are found from now on."""
        self.fresh.append(_postings(batch, len(self)))
        self.fresh_keys.extend(batch.keys.tolist())

    def settle(self) -> PhotoIndex:
        """The same pictures in one piece: do this when some ten thousand were appended."""
        keys = np.concatenate([self.keys, np.array(self.fresh_keys, np.int64)])
        return _assembled(keys, self._pieces(self._freshly_sorted()), len(self.pictures) + sum(map(len, self.fresh)))

    def look_up(self, probes: Probes, *, most: int = 20) -> list[Candidate]:
        """Pictures that share two details or more with the one asked, best first.

        Shared details count together where they are turned against their counterparts by much the same angle.
        """
        found = _in_company(np.sort(self._found(probes)))
        if not len(found):
            return []
        shared, total, turns = _by_turn(found)
        shared, total = _with_neighbours(turns, shared, total)
        numbers = turns >> np.uint64(5)
        picture = _begins(numbers)
        best = np.maximum.reduceat(np.where(shared >= LEAST_SHARED, total << 16 | shared, 0), picture)
        return [
            Candidate(
                key=self._key(int(numbers[picture[each]])),
                shared=int(best[each] & 0xFFFF),
                weight=float(best[each] >> 16) / UNIT,
            )
            for each in _highest(best, most)
        ]

    def _key(self, number: int) -> int:
        held = len(self.keys)
        return int(self.keys[number]) if number < held else self.fresh_keys[number - held]

    def _found(self, probes: Probes) -> Postings:
        """Every picture under any of the words, packed: its number (from bit 25), by how much the detail is turned
        (20-24), in which field it lies (16-19), the word's weight (0-15).

        Packed so that one plain sort (many times faster than one that must carry a second array) brings them together.
        """
        fields = np.repeat(probes.fields.astype(np.uint64), probes.words.shape[1])
        asked = _Asked(words=probes.words.ravel(), fields=fields)
        words = asked.words & WORD
        held = _spread(self.starts[words], self.starts[words + np.uint32(1)])
        parts = [_packed(asked, held, self.pictures[held.at], self.poses[held.at])]
        if self.fresh:
            rows = self._freshly_sorted()
            least = words.astype(np.uint64) << np.uint64(40)
            new = _spread(np.searchsorted(rows, least), np.searchsorted(rows, least | BELOW_WORD, side="right"))
            parts.append(_packed(asked, new, rows[new.at] >> np.uint64(8) & NUMBER, rows[new.at] & POSE))
        return np.concatenate(parts)

    def _freshly_sorted(self) -> Postings:
        """All that was appended, in one sorted array; merging into what is sorted already is quick."""
        if len(self.fresh) != 1:
            whole = np.concatenate([*self.fresh, np.zeros(0, np.uint64)])
            whole.sort(kind="stable")
            self.fresh = [whole]
        return self.fresh[0]

    def _pieces(self, fresh: Postings) -> Iterator[Postings]:
        """All postings, old and new, in `PIECES` sorted parts."""
        for low, high in pairwise(_borders()):
            counts = np.asarray(np.diff(self.starts[low : high + 1]), np.int64)
            words = np.repeat(np.arange(low, high, dtype=np.uint64), counts)
            held = slice(int(self.starts[low]), int(self.starts[high]))
            old = words << np.uint64(40) | self.pictures[held].astype(np.uint64) << np.uint64(8) | self.poses[held]
            first = np.searchsorted(fresh, np.uint64(low) << np.uint64(40))
            last = np.searchsorted(fresh, np.uint64(high - 1) << np.uint64(40) | BELOW_WORD, side="right")
            whole = np.concatenate([old, fresh[first:last]])
            whole.sort(kind="stable")
            yield whole


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Places of all postings under some words (`at`), which word asked for each (`asked`) and its weight."""

    at: NDArray[np.int64]
    asked: NDArray[np.int64]
    weight: NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """All words asked for, one after another, each with the field of its detail."""

    words: Words
    fields: NDArray[np.uint64]


def _spread(low: NDArray[np.integer], high: NDArray[np.integer]) -> Spread:
    """All places from low to high of each pair; the rarer the word, the more it weighs."""
    start, length = low.astype(np.int64), high.astype(np.int64) - low.astype(np.int64)
    use = np.flatnonzero((length > 0) & (length <= COMMON))
    if length[use].sum() > MOST_READ:
        use = use[np.argsort(length[use], kind="stable")]
        use = use[: np.searchsorted(np.cumsum(length[use]), MOST_READ)]
    start, length = start[use], length[use]
    offset = np.repeat(start - (np.cumsum(length) - length), length)
    weight = np.repeat((UNIT * np.log2(2 * COMMON / length)).astype(np.uint64), length)
    return Spread(at=np.arange(len(offset)) + offset, asked=np.repeat(use, length), weight=weight)


def _packed(asked: _Asked, spread: Spread, numbers: NDArray[np.integer], poses: NDArray[np.integer]) -> Postings:
    """Number, turn, field and weight of each posting whose size fits; see `PhotoIndex._found`."""
    wanted = (asked.words >> np.uint32(BITS)).astype(np.int16)[spread.asked]
    had = poses.astype(np.int16)
    fits = np.abs((wanted >> 5) - (had >> 5)) <= GROWN
    # Half a circle is added so that no turn at all, by far the commonest, lies in the middle of the range.
    turn = (wanted - had + DIRECTIONS // 2 & DIRECTIONS - 1).astype(np.uint64)
    where = turn << np.uint64(20) | asked.fields[spread.asked] << np.uint64(16)
    whole = numbers.astype(np.uint64) << np.uint64(25) | where | spread.weight
    return np.asarray(whole[fits], np.uint64)


def _begins(values: Postings) -> NDArray[np.intp]:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def _in_company(found: Postings) -> Postings:
    """Without the pictures that are there only once: most of them."""
    numbers = found >> np.uint64(25)
    alike = numbers[1:] == numbers[:-1]
    return found[np.append(alike, False) | np.insert(alike, 0, False)] if len(found) else found


def _by_turn(found: Postings) -> tuple[NDArray[np.int64], NDArray[np.int64], Postings]:
    """For each picture and turn: how many details are shared, what they weigh in all fields, and the packed pair."""
    cells = found >> np.uint64(16)
    first = _begins(cells)
    shared = np.diff(np.append(first, len(found)))
    weight = np.minimum(np.add.reduceat((found & np.uint64(0xFFFF)).astype(np.int64), first), FULL)
    turns = cells[first] >> np.uint64(4)
    begins = _begins(turns)
    return np.add.reduceat(shared, begins), np.add.reduceat(weight, begins), turns[begins]


def _with_neighbours(
    turns: Postings, shared: NDArray[np.int64], total: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts and weights of each turn, with those of the turns one step to either side."""
    beside = np.flatnonzero(turns[1:] == turns[:-1] + np.uint64(1))
    sums = []
    for values in (shared, total):
        whole = values.copy()
        whole[beside] += values[beside + 1]
        whole[beside + 1] += values[beside]
        sums.append(whole)
    return sums[0], sums[1]


def _highest(scores: NDArray[np.int64], most: int) -> NDArray[np.intp]:
    """Where the highest scores above zero lie, highest first, at most `most`; of equal ones the first."""
    above = np.flatnonzero(scores)
    if len(above) > most:
        least = np.partition(scores[above], -most)[-most]
        above = above[scores[above] >= least]
    return above[np.argsort(-scores[above], kind="stable")[:most]]


def _postings(batch: Batch, first: int) -> Postings:
    """Postings of pictures numbered from `first` on, sorted."""
    numbers = np.repeat(np.arange(first, first + len(batch.keys), dtype=np.uint64), batch.lengths)
    words = batch.words.astype(np.uint64)
    whole = (words & np.uint64(WORD)) << np.uint64(40) | numbers << np.uint64(8) | words >> np.uint64(BITS)
    whole.sort()
    return np.asarray(whole, np.uint64)


def build_index(batches: Iterable[Batch]) -> PhotoIndex:
    """An index over all pictures of the batches, settled whenever it has grown by half: little memory beside itself."""
    index = _assembled(np.zeros(0, np.int64), iter([np.zeros(0, np.uint64)] * PIECES), 0)
    for batch in batches:
        index.extend(batch)
        if len(index.fresh_keys) > FIRST_PART + len(index.keys) // 2:
            index = index.settle()
    return index.settle()


def build_from_table(keys: NDArray[np.int64], table: Words) -> PhotoIndex:
    """The same from a table: pictures × words, all rows of the same length."""
    return _assembled(keys, (_within(table, *part) for part in pairwise(_borders())), table.size)


def _within(table: Words, low: int, high: int) -> Postings:
    """Sorted postings of the table's words from `low` to below `high`; a block at a time, for the sake of memory."""
    parts, rows = [], max(1, BLOCK // max(1, table.shape[1]))
    for first in range(0, len(table), rows):
        block = table[first : first + rows].ravel()
        plain = block & WORD
        inside = np.flatnonzero((plain >= low) & (plain < high))
        words, numbers = block[inside].astype(np.uint64), (first + inside // table.shape[1]).astype(np.uint64)
        parts.append((words & np.uint64(WORD)) << np.uint64(40) | numbers << np.uint64(8) | words >> np.uint64(BITS))
    whole = np.concatenate([*parts, np.zeros(0, np.uint64)])
    whole.sort()
    return whole


def _borders() -> list[int]:
    return [2**BITS * number // PIECES for number in range(PIECES + 1)]


def _assembled(keys: NDArray[np.int64], pieces: Iterator[Postings], count: int) -> PhotoIndex:
    """An index from all postings in order, given in parts by `_borders`; `count`: how many there are in all."""
    starts = np.zeros(2**BITS + 1, np.uint32)
    pictures, poses = np.empty(count, np.uint32), np.empty(count, np.uint8)
    done = 0
    for (low, high), piece in zip(pairwise(_borders()), pieces, strict=True):
        part = slice(done, done + len(piece))
        pictures[part] = piece >> np.uint64(8) & NUMBER
        poses[part] = piece & POSE
        counts = np.bincount((piece >> np.uint64(40)).astype(np.int64) - low, minlength=high - low)
        starts[low + 1 : high + 1] = done + np.cumsum(counts)
        done += len(piece)
    return PhotoIndex(keys=keys, starts=starts, pictures=pictures, poses=poses)
