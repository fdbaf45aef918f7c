"""Kinds of site that a stretch of text names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED, sieve


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A kind of site found at [start, end) by `word`."""

    kind: str
    start: int
    end: int
    word: str


@lru_cache(maxsize=REMEMBERED)
def places(text: str) -> list[Place]:
    """Every kind of site that `text` names, at its first words, in the order of the closed list."""
    return [
        Place(kind=kind, start=match.start(), end=match.end(), word=match[0])
        for kind, match in sieve("sites").found(text)
    ]
