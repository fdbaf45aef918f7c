"""Where a text speaks of aims, where of what has been, and its clauses there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qunfang.engine.plantext.facts.amounts import amounts_in
from qunfang.engine.plantext.facts.passages import COMMA, Sentence, parted
from qunfang.engine.plantext.lexicon import pattern

LISTED = re.compile("、")
Value = float | int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A clause of a sentence, whether the text speaks of aims there, only says why the plan is made, or is a heading."""

    start: int
    text: str
    aim: bool
    preamble: bool
    heading: bool


def clauses_of(text: str) -> Iterator[tuple[int, int]]:
    """Places of clauses; one that asks for zero beside an amount or a direction is two."""
    zero, down = pattern("facts/goals", "zero"), pattern("facts/goals", "down")
    for start, end in parted(text, COMMA):
        parts = [(start + a, start + b) for a, b in parted(text[start:end], LISTED)]
        told = [bool(zero.search(text[a:b])) for a, b in parts]
        mixed = any(told) and any(
            (amounts_in(text[a:b]) or down.search(text[a:b])) and not nil
            for (a, b), nil in zip(parts, told, strict=True)
        )
        yield from parts if mixed else [(start, end)]


def past_until(text: str, words: str) -> int:
    """Where a sentence stops telling what has been: 0 where it never does, its end where it only does that."""
    if not pattern("facts/goals", words).search(text):
        return 0
    if turn := pattern("facts/goals", "turn").search(text):
        return max(0, text.rfind(",", 0, turn.start()))
    return 0 if re.search(r"力争|争取|目标|确保|务必", text) else len(text)


def tells_background(sentence: Sentence) -> bool:
    """Whether the heading right above says that this is how things stand."""
    return bool(sentence.heads) and bool(pattern("facts/goals", "background").search(sentence.heads[-1]))


def speaks_of_aims(sentence: Sentence) -> bool:
    heading = pattern("facts/goals", "aim_heading")
    return any(heading.search(head) for head in sentence.heads) or bool(
        pattern("facts/goals", "aim_words").search(sentence.text) or heading.search(sentence.item.head)
    )


def weeded(sentence: Sentence, told: list[tuple[Clause, str, str, Value]]) -> list[tuple[Clause, str, str, Value]]:
    """Without a direction whose number follows, and of the rungs of a score only the highest."""
    falls = {metric for _, metric, op, value in told if op == "down" and value is not None}
    rungs = {clause.start for clause, *_ in told if re.search(r"得\d|得满分", clause.text)}
    most = [(metric, value) for clause, metric, op, value in told if clause.start in rungs and op in {">=", "="}][-1:]
    return [
        (clause, metric, op, value)
        for clause, metric, op, value in told
        if not (op == "down" and value is None and metric in falls)
        and (clause.start not in rungs or (metric, value) in most)
    ]
