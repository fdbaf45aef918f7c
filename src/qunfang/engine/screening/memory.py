"""Known-scam memory: a message that nearly repeats a confirmed one is recognised at once, before any retraining.

MinHash over character triples of the normalised text without digits and links (numbers and domains change, the script
stays), banded for look-up. Plain values: whoever keeps the confirmed messages rebuilds or extends the memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.kernel import LINK_SIGN, stream

HASHES, BANDS = 96, 24  # four rows a band: a pair that shares 60 % of its triples is found with 97 %
LIKENESS = 0.55  # share of equal hashes from which two messages count as the same script
SHORTEST = 10  # signs; a shorter text is like too many others
_SEED = 20261125
_PRIME = np.uint64((1 << 61) - 1)

Signature = npt.NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A remembered message: its key, and the estimated share of triples in common."""

    key: str
    likeness: float


def _multipliers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    chance = np.random.Generator(np.random.PCG64(_SEED))
    low, high = 1, (1 << 31) - 1
    return (
        chance.integers(low, high, HASHES, dtype=np.uint64) | np.uint64(1),
        chance.integers(0, high, HASHES, dtype=np.uint64),
    )


_FACTORS, _SHIFTS = _multipliers()


def signature(text: str) -> Signature | None:
    """The message's signature; None where it is too short to be told from others."""
    codes = stream([text]).codes
    words = codes[(codes != 0) & (codes < LINK_SIGN)].astype(np.uint64)
    if len(words) < SHORTEST:
        return None
    triples = np.unique(words[:-2] * np.uint64(1 << 32) ^ words[1:-1] * np.uint64(1 << 16) ^ words[2:])
    mixed = (triples ^ (triples >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    folded = (mixed >> np.uint64(32)) & np.uint64(0x7FFFFFFF)
    return np.asarray(((folded[:, None] * _FACTORS + _SHIFTS) % _PRIME).min(axis=0), dtype=np.uint32)


class Memory:
    """Confirmed messages by signature."""

    def __init__(self) -> None:
        self._bands: list[dict[bytes, list[int]]] = [{} for _ in range(BANDS)]
        self._keys: list[str] = []
        self._signatures: list[Signature] = []

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, text: str) -> bool:
        """Remember a confirmed message under a key; False where it is too short to be remembered."""
        found = signature(text)
        if found is None:
            return False
        place = len(self._keys)
        self._keys.append(key)
        self._signatures.append(found)
        for band, part in zip(self._bands, self._parts(found), strict=True):
            band.setdefault(part, []).append(place)
        return True

    def extend(self, messages: Iterable[tuple[str, str]]) -> int:
        """Remember many (key, text); how many were taken."""
        return sum(self.add(key, text) for key, text in messages)

    def find(self, text: str) -> Match | None:
        """The most alike remembered message, or None."""
        wanted = signature(text)
        if wanted is None:
            return None
        near: set[int] = set()
        for band, part in zip(self._bands, self._parts(wanted), strict=True):
            near.update(band.get(part, ()))
        if not near:
            return None
        best = max(sorted(near), key=lambda place: int((self._signatures[place] == wanted).sum()))
        likeness = float((self._signatures[best] == wanted).mean())
        return Match(key=self._keys[best], likeness=likeness) if likeness >= LIKENESS else None

    @staticmethod
    def _parts(found: Signature) -> list[bytes]:
        return [part.tobytes() for part in found.reshape(BANDS, -1)]
