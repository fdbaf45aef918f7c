"""The fingerprints of all photos that were handed in, ready to be asked: one index in the memory of each worker."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

import numpy as np

from qunfang.engine.photo import Candidate, PhotoIndex, build_index
from qunfang.engine.photo.fingerprint import Words
from qunfang.evidence.models import PhotoTrace

OVERLAP = 500
"""Rows below the highest key that are looked at again: another worker may have committed a lower key later."""
SETTLE = 10_000


def to_bytes(words: Words) -> bytes:
    """As `PhotoTrace.words` keeps them."""
    return np.asarray(words, "<u4").tobytes()


def to_words(kept: bytes | memoryview) -> Words:
    """The reverse of `to_bytes`."""
    return np.frombuffer(bytes(kept), "<u4").astype(np.uint32)


class KnownPhotos:
    """Follows the table of traces: what was added there since the last question is taken in before the next one."""

    def __init__(self) -> None:
        self.index: PhotoIndex = build_index([])
        self.recent: set[int] = set()
        self.highest = 0
        self.lock = Lock()

    def look_up(self, probes: Words, *, most: int) -> list[Candidate]:
        """Traces that share lasting details with the picture asked for, best first; keys are those of `PhotoTrace`."""
        with self.lock:
            self._follow()
            return self.index.look_up(probes, most=most)

    def forget(self) -> None:
        """Begin anew: the next question reads the whole table."""
        self.__init__()  # type: ignore[misc]

    def _follow(self) -> None:
        if not self.highest:
            self.index = build_index(self._added())
            return
        for key, words in self._added():
            self.index.append(key, words)
        if len(self.index.fresh_keys) > SETTLE:
            self.index = self.index.settle()

    def _added(self) -> Iterator[tuple[int, Words]]:
        """Rows that were not taken in yet. A trace without words (a blank wall) has nothing to be found by."""
        floor = max(0, self.highest - OVERLAP)
        rows = PhotoTrace.objects.filter(pk__gt=floor).order_by("pk").values_list("pk", "words")
        for key, kept in rows.iterator(chunk_size=5000):
            if key in self.recent:
                continue
            self.recent.add(key)
            self.highest = max(self.highest, key)
            yield key, to_words(kept)
        self.recent = {key for key in self.recent if key > self.highest - OVERLAP}


KNOWN = KnownPhotos()
"""This process's own."""
