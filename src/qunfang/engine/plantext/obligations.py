"""Clauses → obligations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qunfang.engine.plantext import actors, slots
from qunfang.engine.plantext.lexicon import load, pattern
from qunfang.engine.plantext.model import Doubt, Obligation
from qunfang.engine.plantext.text import Line, Reading, clauses

LISTED = ("column", "banner", "poster", "leaflet", "screen", "broadcast", "media", "group_message", "sms")
FIXED_SITES = {"media": "online", "group_message": "online", "group_guard": "online"}
PLACED = set(LISTED) | {
    "knowledge_point",
    "event",
    "visit",
    "transfer_reminder",
    "inspection",
    "letter",
    "survey",
    "app_install",
    "dissuasion",
}
VAGUE = re.compile(r"适时|视情|酌情|根据需要|有条件|力争")


@dataclass(frozen=True, kw_only=True)
class Match:
    """One deliverable found in a clause, by which words and where."""

    deliverable: str
    start: int
    end: int
    words: str


@dataclass
class Head:
    """What the headings above a clause say about who and where."""

    level: int
    names: list[str]
    text: str


def find_obligations(reading: Reading) -> list[Obligation]:
    """All obligations of a document in the order of their words."""
    found: list[Obligation] = []
    heads: list[Head] = []
    for line in reading.lines:
        heads = [head for head in heads if head.level < line.level] if line.level < 9 else heads
        names = actors.leading(line.text) if line.level < 9 or re.match(r"^[^。,;]{2,20}:", line.text) else []
        if line.level < 9 and (names or line.heading):
            heads.append(Head(level=line.level, names=names, text=line.text))
        if line.heading or _hollow_section(heads):
            continue
        inherited = names or next((head.names for head in reversed(heads) if head.names), [])
        found += _line_obligations(reading, line, inherited)
    return found


def _hollow_section(heads: list[Head]) -> bool:
    return bool(heads) and bool(pattern("words", "heads_nobody").search(heads[-1].text))


def _line_obligations(reading: Reading, line: Line, inherited: list[str]) -> list[Obligation]:
    bracketed = actors.bracketed(line.text)
    text = _without_brackets(line.text)
    found: list[Obligation] = []
    for sentence in clauses(text, line.start):
        named: list[str] = []
        said: set[str] = set()
        context = ""
        for start, end in sentence:
            clause = reading.text[start:end]
            own = actors.subjects(clause) or ([] if named else actors.inside(clause))
            named = own or named
            if own:
                said = set()
            matches = [m for m in find_matches(clause, context) if m.deliverable not in said]
            said |= {m.deliverable for m in matches}
            who = bracketed or named or inherited
            found += [
                _read(reading, clause, start, match=m, matches=matches, who=who, context=context) for m in matches
            ]
            context = clause
    return found


def _without_brackets(text: str) -> str:
    """The text with its 责任单位 brackets blanked, same length."""
    return actors.BRACKETS.sub(lambda match: " " * len(match[0]), text)


def find_matches(clause: str, context: str) -> list[Match]:
    """Deliverables asked in one clause, in order; none in exhortations, sanctions and success stories."""
    if pattern("words", "sanction").search(clause) or pattern("words", "past").search(clause):
        return []
    if pattern("words", "hollow").search(clause) and not re.search(r"\d|制定.{0,20}方案", clause):
        return []
    doing = pattern("words", "doing").search(clause) or pattern("words", "doing").search(context)
    found = [m for name in load("deliverables") if (m := _match(name, clause, bool(doing)))]
    found.sort(key=lambda match: match.start)
    return _settle(found, clause)


def _match(name: str, clause: str, doing: bool) -> Match | None:
    if load("deliverables")[name].get("not") and pattern("deliverables", name, "not").search(clause):
        return None
    match = pattern("deliverables", name, "strong").search(clause)
    if not match and doing:
        match = pattern("deliverables", name, "noun").search(clause)
    return Match(deliverable=name, start=match.start(), end=match.end(), words=match[0]) if match else None


def _settle(found: list[Match], clause: str) -> list[Match]:
    """Where readings of the same words compete, the more exact one stays."""
    kinds = {match.deliverable for match in found}
    drop: set[str] = set()
    pairs = [
        ("training", "event"), ("reporting", "inspection"), ("group_guard", "group_message"), ("letter", "leaflet"),
        ("material", "leaflet"), ("material", "media"), ("material", "event"), ("material", "case_collection"),
        ("quiz", "event"), ("quiz", "training"), ("planning", "reporting"), ("planning", "inspection"), ("transfer_reminder", "dissuasion"),
        ("case_collection", "reporting"), ("app_install", "poster"), ("survey", "event"), ("pattern_study", "reporting"),
        ("inspection", "training"), ("dissuasion", "coordination"), ("coordination", "planning"), ("funding", "material"),
        ("funding", "leaflet"), ("enforcement", "dissuasion"), ("media", "material"), ("visit", "event"),
    ]  # fmt: skip
    for stays, goes in pairs:
        if stays in kinds and goes in kinds and stays not in drop:
            drop.add(goes)
    listed = [match for match in found if match.deliverable in LISTED]
    if len(listed) >= 2 and "event" in kinds and re.search(r"利用|运用|通过|借助|采取|依托|以", clause):
        drop.add("event")
    return [match for match in found if match.deliverable not in drop]


def _read(
    reading: Reading, clause: str, start: int, *, match: Match, matches: list[Match], who: list[str], context: str
) -> Obligation:
    """The slots of one match."""
    begin, end = _extent(clause, match, matches)
    piece = clause[begin:end] if len(matches) > 1 else clause
    sites = _sites(match.deliverable, clause, context)
    every = slots.cadence_of(clause) or ("once" if match.deliverable == "letter" and "一封信" in clause else None)
    count = slots.count_of(piece)
    per = slots.basis_of(clause, every, count, sites)
    span = reading.span(start + begin, start + end)
    doubts = [Doubt(slot="every", reason=vague[0])] if (vague := VAGUE.search(clause)) and not every else []
    return Obligation(
        deliverable=match.deliverable,
        actors=tuple(dict.fromkeys(who)),
        sites=tuple(sites),
        min_count=count,
        per=per,
        every=every,
        by=slots.deadline_of(clause),
        span=span,
        text=reading.given[span[0] : span[1]],
        trace=(f"{match.deliverable}: {match.words}", f"actors: {'、'.join(who) or '—'}"),
        doubts=tuple(doubts),
    )


def _extent(clause: str, match: Match, matches: list[Match]) -> tuple[int, int]:
    """The part of the clause that speaks of this match: up to the next one, from the last sign of listing."""
    if len(matches) == 1:
        return 0, len(clause)
    place = matches.index(match)
    cut = max((clause.rfind(sign, 0, match.start) for sign in "、和及并与"), default=-1)
    begin = 0 if place == 0 else max(cut + 1, matches[place - 1].end)
    after = matches[place + 1].start if place + 1 < len(matches) else len(clause)
    stop = max((clause.rfind(sign, match.end, after) for sign in "、和及并与"), default=-1)
    end = len(clause) if place + 1 == len(matches) else stop if stop > 0 else after
    return (begin, end) if end > begin else (match.start, match.end)


def _sites(deliverable: str, clause: str, context: str) -> list[str]:
    if deliverable not in PLACED and deliverable not in FIXED_SITES:
        return []
    found = slots.sites_of(actors.NAMES.sub(_keep_places, clause))
    if deliverable not in {"media", "group_message", "group_guard"}:
        found = [site for site in found if site != "online"]
    else:
        return ["online"]
    if deliverable != "screen":
        found = [site for site in found if site != "led_screen"]
    if deliverable not in {"visit", "leaflet", "app_install", "letter"}:
        found = [site for site in found if site != "household"]
    if deliverable == "inspection":
        found = [site for site in found if site in {"village", "school", "community", "bank_outlet"}]
    if not found and deliverable in LISTED and context:
        found = [site for site in slots.sites_of(context) if site not in {"online", "household", "led_screen"}]
    return found


def _keep_places(match: re.Match[str]) -> str:
    """A unit at the head of a clause is who does it, not where; elsewhere it may be the place."""
    return "某单位" if match.start() <= 6 or match[0].startswith(("各村(", "村(")) else match[0]


def without_doubles(found: list[Obligation]) -> list[Obligation]:
    """A later general mention of the same thing, with nothing new, adds nothing."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Obligation] = []
    for each in found:
        key = (each.deliverable, each.actors, each.sites, each.min_count, each.per, each.every)
        bare = each.min_count is None and each.every is None and not each.sites
        if bare and key in seen:
            continue
        seen.add(key)
        kept.append(replace(each))
    return kept
