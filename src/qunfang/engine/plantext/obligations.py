"""Found obligations → their slots, with the words that led to each reading."""

from __future__ import annotations

import re

from qunfang.engine.plantext.clauses import Words
from qunfang.engine.plantext.doers import Doers
from qunfang.engine.plantext.model import Doubt, Obligation
from qunfang.engine.plantext.slots.cadence import deadline_of
from qunfang.engine.plantext.slots.reading import Slots, slots_of
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading
from qunfang.engine.plantext.windows import Found, Window, windows_of

VAGUE = re.compile(r"适时|视情况?|酌情|根据需要|有条件的?|力争|原则上|必要时|因地制宜")


def obligations_of(words: Words, found: list[Found], kind: str, source: tuple[Reading, list[Item]]) -> list[Obligation]:
    """All obligations with their slots, in the order of the text; a bare repetition of one adds none."""
    reading, items = source
    windows = windows_of(words, found)
    doers = Doers(reading, items)
    doers.learn(windows)
    return without_doubles([_obligation(reading, each) for each in slots_of(doers, windows, kind)])


def _obligation(reading: Reading, read: Slots) -> Obligation:
    window, who = read.window, read.who
    span = reading.span(window.found.start, window.found.end)
    trace = (
        f"deliverable: {window.own}", f"actors: {who.where if who else '-'}", f"min_count: {read.counted or '-'}",
        f"every: {read.every or 'none'}", f"sites: {'、'.join(read.sites) or '-'}", f"sure: {window.found.sure:.2f}",
    )  # fmt: skip
    return Obligation(
        deliverable=window.found.deliverable, actors=tuple(dict.fromkeys(reading.as_written(name) for name in who.names)) if who else (), sites=read.sites, min_count=read.count,
        per=read.per, every=read.every, by=deadline(window), span=span,
        text=reading.given[span[0] : span[1]], trace=trace, doubts=tuple(_doubts(window, read.every)),
    )  # fmt: skip


def deadline(window: Window) -> str | None:
    """The last day, from the nearest words that state one."""
    for text in (window.own, window.after, window.before, window.others, window.head, window.above):
        if text and (day := deadline_of(text)):
            return day
    return None


def _doubts(window: Window, every: str | None) -> list[Doubt]:
    near = window.own + window.before + window.after
    vague = VAGUE.search(near)
    return [Doubt(slot="every", reason=vague[0])] if vague and not every else []


def without_doubles(found: list[Obligation]) -> list[Obligation]:
    """A later general mention of the same thing, with no new count, cadence, site or doer, adds nothing."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Obligation] = []
    for each in found:
        bare = each.min_count is None and each.every is None and not each.sites
        key = (each.deliverable, each.actors, each.text)
        if not (bare and key in seen):
            kept.append(each)
        seen.add(key)
    return kept
