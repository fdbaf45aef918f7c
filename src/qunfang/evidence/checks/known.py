"""The fingerprints of all photos that were handed in, ready to be asked: one index in the memory of each worker.

It is read from the database when a worker checks its first photo, and follows the table from then on; nothing is kept
beside the database that could differ from it. What a million rows cost stands in docs/reference/measurements.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from threading import Lock

import numpy as np

from qunfang.engine.photo import Batch, Candidate, PhotoIndex, build_index
from qunfang.engine.photo.fingerprint import Probes, Words
from qunfang.evidence.models import PhotoTrace

OVERLAP = 500
"""Rows below the highest key that are looked at again: another worker may have committed a lower key later."""
SETTLE, SETTLE_SHARE = 10_000, 64
"""The index is put in one piece again when this many were added, or one part in so many: rarely where it is large."""
CHUNK = 5000


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

    def look_up(self, probes: Probes, *, most: int) -> list[Candidate]:
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
        for batch in self._added():
            self.index.extend(batch)
        if len(self.index.fresh_keys) > max(SETTLE, len(self.index) // SETTLE_SHARE):
            self.index = self.index.settle()

    def _added(self) -> Iterator[Batch]:
        """Rows that were not taken in yet. A trace without words (a blank wall) has nothing to be found by."""
        floor = max(0, self.highest - OVERLAP)
        rows = PhotoTrace.objects.filter(pk__gt=floor).order_by("pk").values_list("pk", "words")
        read = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(read, CHUNK)):
            new = [(key, bytes(kept)) for key, kept in chunk if key not in self.recent]
            if new:
                keys = [key for key, _kept in new]
                self.highest = max(self.highest, *keys)
                self.recent = {key for key in (*self.recent, *keys) if key > self.highest - OVERLAP}
                yield _batch(keys, [kept for _key, kept in new])


def _batch(keys: list[int], kept: list[bytes]) -> Batch:
    lengths = np.array([len(each) // 4 for each in kept], np.int64)
    return Batch(keys=np.array(keys, np.int64), lengths=lengths, words=to_words(b"".join(kept)))


KNOWN = KnownPhotos()
"""This process's own."""
