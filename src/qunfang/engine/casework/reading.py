"""A narrative as it is read: evened for matching, same length as written, and cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from qunfang.engine.screening.normalise import fold_table

LONGEST = 20_000  # characters that are read for facts; masking always covers the whole text
_PARTS = re.compile(r"[^,。;!?:\n—…]+")
_ENDS = frozenset("。;!?\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """Words between two marks; `place` counts clauses, `sentence` counts sentences, both from 0."""

    start: int
    end: int
    text: str
    place: int
    sentence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The text as given, `even` of the same length (half width, simplified, lower case), and its clauses."""

    text: str
    even: str
    clauses: tuple[Clause, ...]

    def clause_at(self, place: int) -> Clause:
        """The clause in which an offset lies, or the last one before it."""
        after = bisect_right(self.clauses, place, key=lambda each: each.start)
        return self.clauses[max(0, after - 1)]


@cache
def _table() -> dict[int, str]:
    single = {code: read for code, read in fold_table().items() if len(read) == 1}
    return single | {ord(sign): "," for sign in "，"} | {ord("；"): ";", ord("："): ":", ord("！"): "!", ord("？"): "?"}


def even(text: str) -> str:
    """The text for matching; every character stands where it stood."""
    return text.translate(_table())


def read(text: str) -> Reading:
    """Even a narrative and cut it into clauses. A comma between digits of one number does not cut."""
    flat = even(text)
    clauses: list[Clause] = []
    sentence, done = 0, 0
    for match in _PARTS.finditer(re.sub(r"(?<=\d)[,:](?=\d)", "·", flat[:LONGEST])):
        if clauses and any(sign in _ENDS for sign in flat[done : match.start()]):
            sentence += 1
        done = match.end()
        if flat[match.start() : match.end()].strip(" \t\"'“”()"):
            clauses.append(
                Clause(
                    start=match.start(),
                    end=match.end(),
                    text=flat[match.start() : match.end()],
                    place=len(clauses),
                    sentence=sentence,
                )
            )
    if not clauses:
        clauses.append(Clause(start=0, end=len(flat), text=flat, place=0, sentence=0))
    return Reading(text=text, even=flat, clauses=tuple(clauses))
