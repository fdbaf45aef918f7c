"""What a plan says beside its obligations: title, kind, period, goals, focus, requirements, duties."""

from __future__ import annotations

import re

from qunfang.engine.plantext.lexicon import load, named, pattern
from qunfang.engine.plantext.model import Duty, Focus, Obligation
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

PASSED_ON = re.compile(r"印发《([^》]+)》")
TITLE = re.compile(
    r"(?:方案|通知|总结|清单|分工表?|部署|日程|一封(?:工作)?信|思路|报告|指引|指南|公约|手册|细则|办法|安排表?|计划|意见|要点|预案|措施|汇报|倡议)(?:\(.{1,14}\))?$"
)


def title_of(reading: Reading, items: list[Item]) -> str | None:
    """The document's title as written: the last line before the text that ends like one, or the longest of the first."""
    for item in items[:9]:
        even = reading.text[item.start : item.end]
        inner = PASSED_ON.search(even)
        later = [each for each in items[:14] if inner and reading.text[each.start : each.end] == inner[1]]
        if later:
            return _written(reading, later[0].start, later[0].end)
        if TITLE.search(even.strip("《》 ")) and len(even) <= 60 and not re.search(r"[。;]", even):
            return _written(reading, item.start, item.end)
    if (
        items
        and 4 <= items[0].end - items[0].start <= 40
        and not re.search(r"[。,;]$", reading.text[items[0].start : items[0].end])
    ):
        return _written(reading, items[0].start, items[0].end)
    return None


def _written(reading: Reading, start: int, end: int) -> str:
    span = reading.span(start, end)
    return reading.given[span[0] : span[1]].strip("《》 ")


def kind_of(reading: Reading, title: str | None) -> str:
    """The kind of the issuing body, by weighed words: the title and the signature count most, the body least."""
    text = reading.text
    lines = [line for line in text.split("\n") if line.strip()]
    zones = ((6.0, title or ""), (3.0, " ".join(lines[:3])[:120]), (4.0, " ".join(lines[-3:])[-60:]))
    scores = {}
    for kind in load("kinds"):
        issuer, body = pattern("kinds", kind, "issuer"), pattern("kinds", kind, "body")
        near = sum(weight * min(len(issuer.findall(zone)), 2) for weight, zone in zones)
        scores[kind] = near + 10 * min(len(body.findall(text)) * 40 / max(len(text), 80), 1)
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= 1 else "other"


def focus_of(reading: Reading) -> list[Focus]:
    """Fraud types that the text names."""
    found = []
    for kind, regex in named("focus").items():
        match = regex.search(reading.text)
        if match:
            found.append(Focus(type=kind, span=reading.span(match.start(), match.end())))
    return sorted(found, key=lambda each: each.span)


def requirements_of(reading: Reading) -> list[str]:
    """Which of the closed list the text demands."""
    return [name for name, regex in named("requirements").items() if regex.search(reading.text)]


def duties_of(found: list[Obligation]) -> list[Duty]:
    """Units that bear at least one obligation, at their first."""
    first: dict[str, Duty] = {}
    for each in found:
        for unit in each.actors:
            first.setdefault(unit, Duty(unit=unit, span=each.span))
    return list(first.values())


def warnings_of(found: list[Obligation]) -> tuple[str, ...]:
    """What the reader should know about the whole reading."""
    return () if found else ("No obligation was found in this text.",)
