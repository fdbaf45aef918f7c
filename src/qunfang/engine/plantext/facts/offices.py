"""Where the office sits, who heads it, and who is the contact when no list says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qunfang.engine.plantext.facts.namelists import is_blank, trimmed
from qunfang.engine.plantext.lexicon import load
from qunfang.engine.plantext.model import Role
from qunfang.engine.plantext.text import Reading

AS_WELL = re.compile(r"\(兼?(?:任)?\)?$")  # 李明(兼)
TAIL = re.compile(r"(?:内|负责人?.*|具体.*|并.*|由.*|统筹.*|办公$|,.*)$")


def offices_of(reading: Reading) -> list[Role]:
    """Roles of the office, in the order of the text."""
    found = [*_offices(reading), *_heads(reading), *_contacts(reading)]
    return sorted(found, key=lambda role: role.span)


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(regex) for regex in load("facts/roles")[key])


def _first(key: str, text: str, group: str) -> Iterator[re.Match[str]]:
    """Matches of the patterns, an earlier pattern first, none over another."""
    taken: list[tuple[int, int]] = []
    for regex in _patterns(key):
        for match in regex.finditer(text):
            if all(match.end(group) <= a or match.start(group) >= b for a, b in taken):
                taken.append(match.span(group))
                yield match


def _offices(reading: Reading) -> Iterator[Role]:
    ends = "|".join(load("facts/roles")["unit_end"])
    for match in _first("office", reading.text, "unit"):
        unit = TAIL.sub("", match["unit"])
        start = match.start("unit")
        if is_blank(unit):
            yield Role(role="office", title=None, span=reading.span(match.start(), match.end()))
        elif re.search(rf"(?:{ends})$", unit) and not re.search(r"各|每", unit[:1]):
            title = reading.given[reading.back[start] : reading.back[start + len(unit) - 1] + 1]
            yield Role(role="office", title=title, span=reading.span(match.start(), start + len(unit)))


def _heads(reading: Reading) -> Iterator[Role]:
    seen: set[int] = set()
    for match in _first("office_head", reading.text, "who"):
        if re.search(r"副主任", match[0]) or re.search(r"责任人|组长", match["who"]):
            continue
        start, end = trimmed(reading.text, match.start("who"), match.end("who"))
        words = AS_WELL.sub("", reading.text[start:end])
        end = start + len(words)
        line = reading.text.rfind("\n", 0, match.start("who"))
        if line in seen:
            continue
        seen.add(line)
        title = None if is_blank(words) else reading.given[reading.back[start] : reading.back[end - 1] + 1]
        yield Role(role="office_head", title=title, span=reading.span(match.start(), match.end()))


def _contacts(reading: Reading) -> Iterator[Role]:
    for match in _first("contact_told", reading.text, "who"):
        start, end = trimmed(reading.text, match.start("who"), match.end("who"))
        if end > start:
            title = reading.given[reading.back[start] : reading.back[end - 1] + 1]
            yield Role(role="contact", title=title, span=reading.span(match.start(), match.end()))
    for match in re.finditer(load("facts/roles")["contact_wanted"], reading.text):
        yield Role(role="contact", title=None, span=reading.span(match.start(), match.end()))
