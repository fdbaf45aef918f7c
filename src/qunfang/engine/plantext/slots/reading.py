"""The slots of all obligations of a document, each read beside what was read of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qunfang.engine.plantext.doers import Candidate, Doers, nearness
from qunfang.engine.plantext.model import SITES
from qunfang.engine.plantext.scorer import heads
from qunfang.engine.plantext.slots.counts import count_candidates, count_cues, count_rule
from qunfang.engine.plantext.slots.sofar import FIRST, NOTHING, Sofar
from qunfang.engine.plantext.slots.weighing import every_cues, per_cues, site_candidates, site_cues
from qunfang.engine.plantext.windows import Window

HALF = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """What was read in one window: its doer, the slots, the words of the count, and what it was read beside."""

    window: Window
    who: Candidate | None
    count: int | None
    counted: str
    every: str | None
    per: str | None
    sites: tuple[str, ...]
    sofar: Sofar


def slots_of(doers: Doers, windows: list[Window], kind: str) -> Iterator[Slots]:
    """The slots of each window, in order; `kind` is the document's."""
    earlier: Window | None = None
    last = FIRST
    for window in windows:
        near = nearness(earlier, window)
        who = doers.chosen(doers.candidates(window, last.who, near), window)
        sofar = replace(last, near=near, before=last.who, who=who.names if who else (), where=who.where if who else "-")
        read = _read(window, kind, (who, sofar))
        yield read
        earlier = window
        last = replace(
            sofar, every=read.every, per=read.per, count=read.count, sites=read.sites,
            deliverable=window.found.deliverable,
        )  # fmt: skip


def _read(window: Window, kind: str, beside: tuple[Candidate | None, Sofar]) -> Slots:
    who, sofar = beside
    count, counted = count_in(window)
    every = _named(heads()["every"].best(every_cues(window, sofar))[0])
    per = _named(heads()["per"].best(per_cues(window, (count, every), sofar))[0])
    sites = tuple(sites_in(window, kind, sofar))
    return Slots(window=window, who=who, count=count, counted=counted, every=every, per=per, sites=sites, sofar=sofar)


def _named(told: str) -> str | None:
    return None if told == NOTHING else told


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


def sites_in(window: Window, kind: str, sofar: Sofar) -> list[str]:
    """Kinds of site, in the order of the closed list."""
    head = heads()["site"]
    named = site_candidates(window, kind, sofar)
    return [
        site
        for site in SITES
        if site in named and head.probabilities(site_cues(window, site, named[site], (kind, sofar)))[1] > HALF
    ]
