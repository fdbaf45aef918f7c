"""The numbers and directions that a plan sets itself as its aims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qunfang.engine.plantext.facts.amounts import Amount, amounts_in
from qunfang.engine.plantext.facts.legible import legible
from qunfang.engine.plantext.facts.passages import COMMA, Sentence, parted, sentences_of
from qunfang.engine.plantext.lexicon import load, pattern
from qunfang.engine.plantext.model import Goal
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

JOINED = re.compile(r"[、/]|和|(?<!参)与|及(?!格|时)|以及")
LISTED = re.compile("、")
TAIL = 6
PAIR = 2
NAMES = re.compile(r"(?:[率度数面]|损失|金额)$")
CASES = frozenset({"case_count", "loss_amount"})
Value = float | int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A clause of a sentence, and whether the text speaks of aims there."""

    start: int
    text: str
    aim: bool


def goals_of(reading: Reading, items: list[Item]) -> list[Goal]:
    """All goals in the order of the text; the same direction or full coverage told again adds none."""
    found: list[Goal] = []
    loose: set[tuple[str, str]] = set()
    carried: list[str] = []
    for sentence in sentences_of(legible(reading.text), items):
        told = list(_in_sentence(sentence, carried))
        carried = metrics_in(sentence.text) if sentence.item.is_row and NAMES.search(sentence.text) else []
        for clause, metric, op, value in told:
            bare = value is None or (
                value == 1 and metric in {"coverage_rate", "awareness_rate"} and "%" not in clause.text
            )
            if bare and (metric, op) in loose:
                continue
            loose |= {(metric, op)} if bare else set()
            span = reading.span(clause.start, clause.start + len(clause.text))
            found.append(Goal(metric=metric, op=op, value=value, span=span))
    return found


def _in_sentence(sentence: Sentence, carried: list[str]) -> Iterator[tuple[Clause, str, str, Value]]:
    if not _tells().search(sentence.text) and not amounts_in(sentence.text):
        return
    aim = _speaks_of_aims(sentence)
    if is_past(sentence.text) or (not aim and _tells_background(sentence)):
        return
    for start, end in _clauses(sentence.text):
        clause = Clause(start=sentence.start + start, text=sentence.text[start:end], aim=aim)
        told = list(_in_clause(clause, carried))
        yield from ((clause, *each) for each in told)
        named = metrics_in(clause.text)
        carried = named or (carried if told or not amounts_in(clause.text) else [])


@cache
def _tells() -> re.Pattern[str]:
    """One of the words without which a sentence holds no goal that is told without an amount."""
    words = [pattern("facts/goals", key).pattern for key in ("zero", "zero_aim", "full", "known")]
    return re.compile("|".join([*words, *(f"(?:{regex.pattern})" for _name, regex in _metrics())]))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Places of clauses; one that asks for zero beside an amount is two."""
    zero = pattern("facts/goals", "zero")
    for start, end in parted(text, COMMA):
        parts = [(start + a, start + b) for a, b in parted(text[start:end], LISTED)]
        told = [bool(zero.search(text[a:b])) for a, b in parts]
        mixed = any(told) and any(amounts_in(text[a:b]) and not nil for (a, b), nil in zip(parts, told, strict=True))
        yield from parts if mixed else [(start, end)]


def is_past(text: str) -> bool:
    """Whether a sentence tells what has been, not what is asked."""
    return bool(pattern("facts/goals", "past").search(text)) and not re.search(r"力争|争取|目标|确保|务必", text)


def _tells_background(sentence: Sentence) -> bool:
    """Whether the heading right above says that this is how things stand."""
    return bool(sentence.heads) and bool(pattern("facts/goals", "background").search(sentence.heads[-1]))


def _speaks_of_aims(sentence: Sentence) -> bool:
    heading = pattern("facts/goals", "aim_heading")
    return any(heading.search(head) for head in sentence.heads) or bool(
        pattern("facts/goals", "aim_words").search(sentence.text) or heading.search(sentence.item.head)
    )


def _in_clause(clause: Clause, carried: list[str]) -> Iterator[tuple[str, str, Value]]:
    text = clause.text
    if zero := pattern("facts/goals", "zero").search(text) or (
        clause.aim and pattern("facts/goals", "zero_aim").search(text)
    ):
        if not re.match(r"的(?!目标|要求)", text[zero.end() :]):
            yield from ((metric, "=", 0) for metric in _of_zero(text, carried))
        return
    amounts = amounts_in(text)
    if paired := _paired(clause, amounts):
        yield from paired
        return
    told = False
    for number, amount in enumerate(amounts):
        begin = amounts[number - 1].end if number else 0
        stop = amounts[number + 1].start if number + 1 < len(amounts) else len(text)
        named = metrics_in(text[begin : amount.start])
        if op := _op(clause, (begin, stop), amount, named or carried):
            told = True
            yield from ((metric, op, amount.value) for metric in _asked(clause, named or carried, op))
        carried = named or carried
    if not told:
        yield from _without_number(clause)


def _paired(clause: Clause, amounts: list[Amount]) -> list[tuple[str, str, Value]]:
    """知晓率、安装率分别达到95%和80%: each metric with its own amount."""
    if "分别" not in clause.text or len(amounts) < PAIR:
        return []
    named = metrics_in(clause.text[: amounts[0].start])
    if len(named) != len(amounts):
        return []
    op = _op(clause, (0, len(clause.text)), amounts[0], named)
    return [(metric, op, each.value) for metric, each in zip(named, amounts, strict=True)] if op else []


def _of_zero(text: str, carried: list[str]) -> list[str]:
    found = metrics_in(text) or carried
    rates = [each for each in found if each == "other_rate"]
    return ["case_count"] if "case_count" in found or not rates else rates[:1]


def _asked(clause: Clause, named: list[str], op: str) -> list[str]:
    """Metrics that count as goals here: rates anywhere, counts only among aims."""
    anywhere = load("facts/goals")["anywhere"]
    rate = re.search(r"率", clause.text) or pattern("facts/goals", "outcome").search(clause.text)
    return [
        each
        for each in named
        if clause.aim
        or each in anywhere
        or op == "down"
        or (each == "other_rate" and rate)
        or (each in CASES and op == "<=")
    ]


@cache
def _metrics() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(regex)) for name, regex in load("facts/goals")["metrics"]]


def metrics_in(text: str) -> list[str]:
    """Metrics named in a stretch of text, one for each joined part, none twice."""
    found: list[str] = []
    for part in JOINED.split(text):
        name = next((name for name, regex in _metrics() if regex.search(part)), "")
        if name and name not in found:
            found.append(name)
    return found


def _op(clause: Clause, edges: tuple[int, int], amount: Amount, metrics: list[str]) -> str:
    """What is asked of the amount; empty where it is no aim."""
    if not metrics or (not amount.is_share and all(each in load("facts/goals")["shares_only"] for each in metrics)):
        return ""
    before, after = clause.text[edges[0] : amount.start], clause.text[amount.end :]
    if pattern("facts/goals", "condition").search(after):
        return ""
    at_most = pattern("facts/goals", "at_most").search(before[-TAIL - 4 :]) or re.match(r"以内|以下|之内|及以下", after)
    at_least = pattern("facts/goals", "at_least").search(before[-TAIL - 4 :]) or re.match(r"以上|及以上", after)
    if set(metrics) & CASES or re.search(r"涉案(?!资金|金额)|误|投诉|漏|超期|逾期", before):
        return _less(clause, before, amount, bool(at_most))
    if pattern("facts/goals", "short_of").search(before[-TAIL:]):
        return ""
    if at_most and amount.is_share and not at_least and re.search(r"控制|不超过|以内|以下", clause.text):
        return "<="
    if moved := _moved(before, after, amount):
        return moved
    if at_least or amount.is_share or pattern("facts/goals", "striving").search(before):
        return "=" if amount.is_share and amount.value == 1 else ">="
    return ""


def _less(clause: Clause, before: str, amount: Amount, at_most: bool) -> str:
    """Cases, losses and faults are to go down: by a share of them, or to a most."""
    if at_most:
        return "<="
    falls = pattern("facts/goals", "down").search(before) or "减半" in clause.text
    if falls and (amount.is_share or clause.aim):
        return "down"
    short = pattern("facts/goals", "short_of").search(before[-TAIL:])
    if amount.is_share and "率" in before and not short:
        return "=" if amount.value == 1 else ">="
    return ""


def _moved(before: str, after: str, amount: Amount) -> str:
    """`up` or `down` where the amount is a change, not a level."""
    near = before[-8:]
    if re.search(r"[升高长到至]到|[升高加]至|到$|至$", near):
        return ""
    if pattern("facts/goals", "up").search(near):
        return "up"
    return "down" if pattern("facts/goals", "down").search(near) and amount.is_share else ""


def _without_number(clause: Clause) -> Iterator[tuple[str, str, Value]]:
    """Full coverage, everybody knowing, and directions."""
    text = clause.text
    if pattern("facts/goals", "full").search(text) and not pattern("facts/goals", "not_aim").search(text):
        yield "coverage_rate", "=", 1.0
        return
    if pattern("facts/goals", "known").search(text):
        yield "awareness_rate", "=", 1.0
        return
    named = metrics_in(text)
    if any(each.is_share for each in amounts_in(text)):
        return
    if pattern("facts/goals", "down").search(text) and _wanted_down(clause):
        yield from ((each, "down", None) for each in named if each in CASES)
    elif pattern("facts/goals", "up").search(text):
        yield from ((each, "up", None) for each in named if each == "satisfaction" or (clause.aim and each in UP))


UP = frozenset({"awareness_rate", "coverage_rate", "install_rate", "solve_rate", "participation_rate"})


def _wanted_down(clause: Clause) -> bool:
    return clause.aim or bool(
        re.search(r"双下?降|预防和减少|有效减少|努力减少|持续下降|明显下降|大幅下降|逐步减少|最大限度减少", clause.text)
    )
