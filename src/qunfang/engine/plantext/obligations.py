"""Found obligations → their slots, with the words that led to each reading."""

from __future__ import annotations

import re
from typing import NamedTuple

from qunfang.engine.plantext.clauses import Words
from qunfang.engine.plantext.doers import Candidate, Doers, nearness
from qunfang.engine.plantext.model import SITES, Doubt, Obligation
from qunfang.engine.plantext.scorer import heads
from qunfang.engine.plantext.slots.cadence import deadline_of
from qunfang.engine.plantext.slots.counts import count_candidates, count_cues, count_rule
from qunfang.engine.plantext.slots.weighing import every_cues, per_cues, site_candidates, site_cues
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading
from qunfang.engine.plantext.windows import Found, Window, windows_of

VAGUE = re.compile(r"适时|视情况?|酌情|根据需要|有条件的?|力争|原则上|必要时|因地制宜")
HALF = 0.5


def obligations_of(words: Words, found: list[Found], kind: str, source: tuple[Reading, list[Item]]) -> list[Obligation]:
    """All obligations with their slots, in the order of the text; a bare repetition of one adds none."""
    reading, items = source
    windows = windows_of(words, found)
    numbers = numbers_of(windows)
    doers = Doers(reading.text, items)
    doers.learn(windows)
    read: list[Obligation] = []
    earlier: Window | None = None
    names: tuple[str, ...] = ()
    for window, counted in zip(windows, numbers, strict=True):
        near = nearness(earlier, window)
        candidates = doers.candidates(window, names, near)
        who = doers.chosen(candidates, window)
        names, earlier = (who.names if who else ()), window
        read.append(_read((reading, kind), window, who, counted))
    return without_doubles(read)


class Numbers(NamedTuple):
    """How many are asked and the words that say so, how often, and what the count is counted against."""

    least: int | None
    words: str
    every: str | None
    per: str | None


def numbers_of(windows: list[Window]) -> list[Numbers]:
    """The numbers of all windows, in the same order; weighed together, which is quicker than one by one."""
    counts = [count_in(window) for window in windows]
    every = _or_none("every", [every_cues(window) for window in windows])
    told = zip(windows, counts, every, strict=True)
    per = _or_none("per", [per_cues(window, count, often) for window, (count, _), often in told])
    rows = zip(counts, every, per, strict=True)
    return [Numbers(count, words, often, against) for (count, words), often, against in rows]


def _or_none(name: str, cues: list[list[str]]) -> list[str | None]:
    return [None if best == "none" else best for best, _ in heads()[name].best_of_many(cues)]


def _read(source: tuple[Reading, str], window: Window, who: Candidate | None, numbers: Numbers) -> Obligation:
    reading, kind = source
    count, counted, cadence, per = numbers
    sites = sites_in(window, kind)
    span = reading.span(window.found.start, window.found.end)
    trace = (
        f"deliverable: {window.own}", f"actors: {who.where if who else '-'}", f"min_count: {counted or '-'}",
        f"every: {cadence or 'none'}", f"sites: {'、'.join(sites) or '-'}", f"sure: {window.found.sure:.2f}",
    )  # fmt: skip
    return Obligation(
        deliverable=window.found.deliverable, actors=tuple(dict.fromkeys(reading.as_written(name) for name in who.names)) if who else (), sites=tuple(sites), min_count=count,
        per=per, every=cadence, by=deadline(window), span=span,
        text=reading.given[span[0] : span[1]], trace=trace, doubts=tuple(_doubts(window, cadence)),
    )  # fmt: skip


def count_in(window: Window) -> tuple[int | None, str]:
    """The least number asked and its words; (None, "") where none is."""
    candidates = count_candidates(window)
    rule = count_rule(window, candidates)
    head = heads()["count"]
    best, most = None, HALF
    for each in candidates:
        sure = head.probabilities(count_cues(window, each, candidates, rule))[1]
        if sure > most:
            best, most = each, sure
    if best is None:
        return None, ""
    zone, _, number = best
    return number.value, getattr(window, zone)[number.start : number.end]


def sites_in(window: Window, kind: str) -> list[str]:
    """Kinds of site, in the order of the closed list."""
    head = heads()["site"]
    named = site_candidates(window, kind)
    return [
        site
        for site in SITES
        if site in named and head.probabilities(site_cues(window, site, named[site], kind))[1] > HALF
    ]


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
