"""Sparse linear scores over hashed features: what every learned part of the reader is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def bucket(name: str, bits: int) -> int:
    """The column of a feature's name; the same on every machine."""
    return crc32(name.encode("utf-8", "surrogatepass")) >> (32 - bits)


def buckets(names: Iterable[str], bits: int) -> list[int]:
    """Distinct columns, in order."""
    return sorted({bucket(name, bits) for name in names})


@dataclass(frozen=True, kw_only=True, slots=True)
class Linear:
    """One score a label: `weights` is labels × 2**bits."""

    labels: tuple[str, ...]
    weights: Floats
    constants: Floats

    @property
    def bits(self) -> int:
        """Width of the hash."""
        return int(self.weights.shape[1]).bit_length() - 1

    def scores(self, columns: Sequence[int]) -> Floats:
        """Log odds of every label for the features that are present."""
        if not len(columns):
            return self.constants
        total = self.weights[:, list(columns)].sum(axis=1) * scale(len(columns))
        return np.asarray(total + self.constants, dtype=np.float32)


def scale(count: int) -> float:
    """What a sum over features is multiplied with, so that long texts do not shout."""
    return float(1.0 / np.sqrt(count + 8.0))


def grams(text: str, sizes: Sequence[int], mark: str = "") -> Iterable[str]:
    """Character n-grams, each with a mark before it."""
    for size in sizes:
        for place in range(len(text) - size + 1):
            yield mark + text[place : place + size]
