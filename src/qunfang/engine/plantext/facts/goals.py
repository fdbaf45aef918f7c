"""The numbers and directions that a plan sets itself as its aims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qunfang.engine.plantext.facts.aims import (
    LISTED,
    Clause,
    Value,
    clauses_of,
    past_until,
    speaks_of_aims,
    tells_background,
    weeded,
)
from qunfang.engine.plantext.facts.amounts import Amount, amounts_in
from qunfang.engine.plantext.facts.legible import legible
from qunfang.engine.plantext.facts.metrics import metrics_in
from qunfang.engine.plantext.facts.passages import Sentence, sentences_of
from qunfang.engine.plantext.lexicon import load, pattern
from qunfang.engine.plantext.model import Goal
from qunfang.engine.plantext.sieve import Sieve
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

TAIL = 6
PAIR = 2
TITLED = 14
NAMES = re.compile(r"(?:[率度数面]|损失|金额)$")
CASES = frozenset({"case_count", "loss_amount"})


def goals_of(reading: Reading, items: list[Item]) -> list[Goal]:
    """All goals in the order of the text; the same direction or full coverage told again adds none."""
    found: list[Goal] = []
    loose: set[tuple[str, str]] = set()
    carried: list[str] = []
    for sentence in sentences_of(legible(reading.text), items):
        if not carried and not _telling().may(sentence.text):
            continue
        told = weeded(sentence, list(_in_sentence(sentence, carried)))
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


@cache
def _telling() -> Sieve:
    """What a sentence must hold to set a goal of its own: a metric, nothing at all, everything or everybody."""
    keys = ("zero", "zero_aim", "full", "full_anywhere", "known", "joined")
    metrics = [(name, re.compile(regex)) for name, regex in load("facts/goals")["metrics"]]
    return Sieve([*metrics, *((key, pattern("facts/goals", key)) for key in keys)])


def _in_sentence(sentence: Sentence, carried: list[str]) -> Iterator[tuple[Clause, str, str, Value]]:
    aim = speaks_of_aims(sentence)
    under_aims = any(pattern("facts/goals", "aim_heading").search(head) for head in sentence.heads)
    begin = past_until(sentence.text, "long_past" if under_aims else "past")
    if not aim and tells_background(sentence):
        return
    preamble = not under_aims and bool(pattern("facts/goals", "preamble").search(sentence.text))
    heading = sentence.item.is_heading and not aim and len(sentence.text) <= TITLED
    for start, end in clauses_of(sentence.text):
        clause = Clause(
            start=sentence.start + start, text=sentence.text[start:end], aim=aim, preamble=preamble, heading=heading
        )
        told = list(_in_clause(clause, carried)) if start >= begin else []
        yield from ((clause, *each) for each in told)
        named = metrics_in(clause.text)
        if start < begin:
            named = [*carried, *(each for each in named if each not in carried)]
        carried = named or (carried if told or not amounts_in(clause.text) else [])


def _in_clause(clause: Clause, carried: list[str]) -> Iterator[tuple[str, str, Value]]:
    text = clause.text
    amounts = amounts_in(text)
    if (zero := _zero(clause)) and not _share_of(text[zero.end() :], amounts):
        if not re.match(r"的(?!目标|要求)", text[zero.end() :]):
            yield from ((metric, "=", 0) for metric in _of_zero(text, carried))
        return
    if paired := _paired(clause, amounts):
        yield from paired
        return
    told = False
    for number, amount in enumerate(amounts):
        begin = amounts[number - 1].end if number else 0
        stop = amounts[number + 1].start if number + 1 < len(amounts) else len(text)
        named = metrics_in(text[begin : amount.start])
        counted = _by_unit(named or carried, amount)
        if op := _op(clause, (begin, stop), amount, counted):
            told = True
            yield from ((metric, op, amount.value) for metric in _asked(clause, counted, op))
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


def _zero(clause: Clause) -> re.Match[str] | None:
    """The words that ask for nothing at all: 零发案, 动态清零; why a plan is made is no aim."""
    if clause.preamble and not re.search(r"确保|实现|力争", clause.text):
        return None
    return pattern("facts/goals", "zero").search(clause.text) or (
        pattern("facts/goals", "zero_aim").search(clause.text) if clause.aim else None
    )


def _share_of(after: str, amounts: list[Amount]) -> bool:
    """零发案村占80%: zero only tells which places are counted."""
    return any(each.is_share for each in amounts) and bool(re.match(r"(?:的)?[^,。;]{0,12}(?:占|比例|率|达)", after))


def _by_unit(named: list[str], amount: Amount) -> list[str]:
    """Of cases and losses named together, the one that the amount's unit counts; installs in number are no rate."""
    if named == ["install_rate"] and not amount.is_share and amount.unit in "人户部台":
        return ["other_rate"]
    if len(named) < PAIR or not set(named) >= CASES:
        return named
    counted = {"万元": "loss_amount", "元": "loss_amount"} | dict.fromkeys("起件例宗", "case_count")
    return [counted[amount.unit]] if amount.unit in counted else named


def _of_zero(text: str, carried: list[str]) -> list[str]:
    found = metrics_in(text) or carried
    if not found and pattern("facts/goals", "cleared").search(text):
        return ["other_rate"]
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


def _op(clause: Clause, edges: tuple[int, int], amount: Amount, metrics: list[str]) -> str:
    """What is asked of the amount; empty where it is no aim."""
    if not metrics or (not amount.is_share and all(each in load("facts/goals")["shares_only"] for each in metrics)):
        return ""
    before, after = clause.text[edges[0] : amount.start], clause.text[amount.end :]
    if pattern("facts/goals", "condition").search(after) or (
        re.search(r"[由从]", before) and re.match(r"[^,。;]{0,4}(?:提[高升]|上升|增[加长]|[升降]|下降|减少)", after)
    ):
        return ""
    at_most = pattern("facts/goals", "at_most").search(before[-TAIL - 4 :]) or re.match(r"以内|以下|之内|及以下", after)
    at_least = pattern("facts/goals", "at_least").search(before[-TAIL - 4 :]) or re.match(r"以上|及以上", after)
    if set(metrics) & CASES or _is_fault(before):
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


def _is_fault(before: str) -> bool:
    """Whether what is counted is to go down, though it is neither a case nor a loss."""
    return bool(pattern("facts/goals", "faults").search(before)) and not pattern("facts/goals", "outcome").search(
        before
    )


def _less(clause: Clause, before: str, amount: Amount, at_most: bool) -> str:
    """Cases, losses and faults are to go down: by a share of them, or to a most."""
    if at_most:
        return "<="
    falls = pattern("facts/goals", "down").search(before) or "减半" in clause.text
    if falls and (amount.is_share or clause.aim):
        return "down"
    short = pattern("facts/goals", "short_of").search(before[-TAIL:])
    if amount.is_share and ("率" in before or amount.value == 1) and not short:
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
    if pattern("facts/goals", "full" if clause.aim else "full_anywhere").search(text):
        if not clause.heading and not pattern("facts/goals", "not_aim").search(text):
            yield from ((metric, "=", 1.0) for metric in _covered(text))
        return
    everybody = [
        metric
        for key, metric in (("known", "awareness_rate"), ("joined", "participation_rate"))
        if pattern("facts/goals", key).search(text)
    ]
    if everybody:
        yield from ((metric, "=", 1.0) for metric in everybody)
        return
    named = metrics_in(text)
    if clause.preamble or any(each.is_share for each in amounts_in(text)):
        return
    if pattern("facts/goals", "down").search(text) and _wanted_down(clause):
        yield from ((each, "down", None) for each in named if each in CASES)
    if pattern("facts/goals", "up").search(text):
        yield from ((each, "up", None) for each in named if each == "satisfaction" or (clause.aim and each in UP))


def _covered(text: str) -> list[str]:
    """What is to be covered in full: each part of a list by its own name, 三个全覆盖 itself by none."""
    found: list[str] = []
    for part in LISTED.split(re.sub(r"[“]?[两二三四五六七八九十\d]个?[“]?全覆盖[”]?", "", text)):
        if not re.search("覆盖|装[齐好]", part):
            continue
        own = next((name for name, regex in load("facts/goals")["covers"] if re.search(regex, part)), "coverage_rate")
        found += [own] if own not in found else []
    return found


UP = frozenset({"awareness_rate", "coverage_rate", "install_rate", "solve_rate", "participation_rate"})


def _wanted_down(clause: Clause) -> bool:
    return clause.aim or bool(pattern("facts/goals", "wanted_down").search(clause.text))
