"""Kinds of site that a stretch of text names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED, named


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
    found = []
    for kind, regex in named("sites").items():
        if match := regex.search(text):
            found.append(Place(kind=kind, start=match.start(), end=match.end(), word=match[0]))
    return found
