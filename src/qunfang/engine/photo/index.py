"""Which of millions of pictures share lasting details with this one: an inverted file over the fingerprints' words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.fingerprint import BITS, Words

COMMON = 4096
"""A word in more pictures than this tells nothing (letters of a slogan that hangs everywhere): it is passed over."""
LEAST_SHARED = 2
UNIT = 256
"""Weights are held as whole numbers of 1/256."""
LOWER = np.uint64(0xFFFFFFFF)
Postings = NDArray[np.uint64]
"""Word in the upper half, the picture's number in the index in the lower; sorted."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A stored picture that shares `shared` details; `weight` counts a rare detail more than a common one."""

    key: int
    shared: int
    weight: float


@dataclass(kw_only=True)
class PhotoIndex:
    """Built in bulk, appended one by one, saved and opened without reading it into memory.

    `keys`: the owner's key (int64) of each picture, by its number here. `starts`: where each word's pictures begin in
    `pictures`. `fresh`: what was appended since the last `settle`.
    """

    keys: NDArray[np.int64]
    starts: NDArray[np.uint32]
    pictures: NDArray[np.uint32]
    fresh_keys: list[int] = field(default_factory=list)
    fresh: list[Postings] = field(default_factory=list)
    _sorted: Postings | None = None

    def __len__(self) -> int:
        return len(self.keys) + len(self.fresh_keys)

    def append(self, key: int, words: Words) -> None:
        """Adds one picture; it is found from now on."""
        number = len(self)
        self.fresh_keys.append(key)
        self.fresh.append(words.astype(np.uint64) << np.uint64(32) | np.uint64(number))
        self._sorted = None

    def settle(self) -> PhotoIndex:
        """The same pictures in one piece: do this when some ten thousand were appended."""
        counts = np.diff(self.starts)
        words = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        postings = np.concatenate([words << np.uint64(32) | self.pictures, *self.fresh])
        return _in_order(np.concatenate([self.keys, np.array(self.fresh_keys, np.int64)]), postings)

    def look_up(self, probes: Words, *, most: int = 20) -> list[Candidate]:
        """Pictures that share two details or more with the one asked, best first. `probes`: details × variants."""
        found = np.sort(self._found(probes.ravel()))
        if not len(found):
            return []
        numbers = found >> np.uint64(16)
        first = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
        shared = np.diff(np.append(first, len(found)))
        total = np.add.reduceat((found & np.uint64(0xFFFF)).astype(np.int64), first) / UNIT
        kept = np.flatnonzero(shared >= LEAST_SHARED)
        best = kept[np.argsort(-total[kept], kind="stable")[:most]]
        return [
            Candidate(key=self._key(int(numbers[first[each]])), shared=int(shared[each]), weight=float(total[each]))
            for each in best
        ]

    def save(self, folder: Path) -> None:
        """Writes three files; what was appended is settled first."""
        whole = self.settle() if self.fresh else self
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("keys", "starts", "pictures"):
            np.save(folder / f"{name}.npy", getattr(whole, name))

    def _key(self, number: int) -> int:
        held = len(self.keys)
        return int(self.keys[number]) if number < held else self.fresh_keys[number - held]

    def _found(self, words: Words) -> NDArray[np.uint64]:
        """Every picture under any of the words: its number above the lowest 16 bits, the word's weight within them.

        Packed so that one plain sort (many times faster than one that must carry a second array) brings them together.
        """
        found = _gathered(self.pictures, self.starts[words], self.starts[words + np.uint32(1)])
        if not self.fresh:
            return found
        if self._sorted is None:
            self._sorted = np.sort(np.concatenate(self.fresh))
        low = np.searchsorted(self._sorted, words.astype(np.uint64) << np.uint64(32))
        high = np.searchsorted(self._sorted, (words.astype(np.uint64) + np.uint64(1)) << np.uint64(32))
        return np.concatenate([found, _gathered(self._sorted, low, high)])


def _gathered(
    source: NDArray[np.uint32] | Postings, low: NDArray[np.integer], high: NDArray[np.integer]
) -> NDArray[np.uint64]:
    """All of source[low:high] for each pair, packed with the weight of the range: the rarer the word, the more."""
    low, length = low.astype(np.int64), high.astype(np.int64) - low.astype(np.int64)
    use = (length > 0) & (length <= COMMON)
    low, length = low[use], length[use]
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    weight = np.repeat((UNIT * np.log2(2 * COMMON / length)).astype(np.uint64), length)
    numbers = source[np.repeat(low, length) + within].astype(np.uint64) & LOWER
    return np.asarray(numbers << np.uint64(16) | weight, np.uint64)


def build_index(pictures: Iterable[tuple[int, Words]]) -> PhotoIndex:
    """An index over (key, words) of all pictures."""
    keys, parts = [], []
    for number, (key, words) in enumerate(pictures):
        keys.append(key)
        parts.append(words.astype(np.uint64) << np.uint64(32) | np.uint64(number))
    postings = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
    return _in_order(np.array(keys, np.int64), postings)


def build_from_table(keys: NDArray[np.int64], words: Words) -> PhotoIndex:
    """The same from a table: pictures × words, all rows of the same length."""
    numbers = np.repeat(np.arange(len(keys), dtype=np.uint64), words.shape[1])
    return _in_order(keys, words.ravel().astype(np.uint64) << np.uint64(32) | numbers)


def open_index(folder: Path) -> PhotoIndex:
    """A saved index; the pictures' numbers stay on disk and only what is asked for is read."""
    return PhotoIndex(
        keys=np.load(folder / "keys.npy", mmap_mode="r"),
        starts=np.load(folder / "starts.npy"),
        pictures=np.load(folder / "pictures.npy", mmap_mode="r"),
    )


def _in_order(keys: NDArray[np.int64], postings: Postings) -> PhotoIndex:
    postings.sort()
    return PhotoIndex(keys=keys, starts=_starts(postings), pictures=(postings & LOWER).astype(np.uint32))


def _starts(postings: Postings) -> NDArray[np.uint32]:
    """Where each word begins. Counting is quicker, seeking needs no second array of the postings' size."""
    if len(postings) > 2**BITS:
        edges = np.arange(2**BITS + 1, dtype=np.uint64) << np.uint64(32)
        return np.searchsorted(postings, edges).astype(np.uint32)
    starts = np.zeros(2**BITS + 1, np.uint32)
    counts = np.bincount((postings >> np.uint64(32)).astype(np.int64), minlength=2**BITS)
    np.cumsum(counts, out=starts[1:], dtype=np.uint32)
    return starts
