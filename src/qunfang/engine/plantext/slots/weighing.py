"""Cues for the slots that are weighed: basis, cadence and sites."""

from __future__ import annotations

import re
from functools import lru_cache

from qunfang.engine.plantext.actors import subject_of
from qunfang.engine.plantext.features import cues_in
from qunfang.engine.plantext.lexicon import REMEMBERED, Hit, scan
from qunfang.engine.plantext.slots.basis import bases
from qunfang.engine.plantext.slots.cadence import cadences, prompt, stated_once, times
from qunfang.engine.plantext.slots.quantities import quantities
from qunfang.engine.plantext.slots.sites import Place, places
from qunfang.engine.plantext.slots.sofar import Sofar, sofar_cues
from qunfang.engine.plantext.windows import Window

NEAR = ("own", "after", "lead", "before", "tail")
IMPLIED = ("online", "led_screen", "household")
HOME = {"school": "school", "bank": "bank_outlet", "telecom": "telecom_outlet", "company": "factory"}
AT_PLACE = re.compile(r"[在于到进][^,。]{0,20}$")
TO_SOMEONE = re.compile(r"[向给对为与和由][^,。]{0,6}$")
EACH_WORD = re.compile(r"每(?:个|名|位|家|所|一)?[\u4e00-\u9fa5]{1,2}|各[\u4e00-\u9fa5]{1,2}|[一两][\u4e00-\u9fa5]一")
EACH_ONE = re.compile(r"[每各](?:个|家|所|处)?[^,。]{0,6}$")


def every_rule(window: Window) -> str | None:
    """The cadence that the nearest zone states."""
    for zone in ("own", "after", "lead", "before", "head", "topic", "above"):
        text = getattr(window, zone)
        if text and (found := cadences(text)):
            return found[0]
        if text and zone in {"own", "after", "before"} and stated_once(text) and not prompt(text):
            return "once"
    return None


def every_cues(window: Window, sofar: Sofar) -> list[str]:
    """What speaks for one cadence or another."""
    deliverable = window.found.deliverable
    rule = every_rule(window) or "none"
    found = [f"rule={rule}", f"d={deliverable}", f"rule+d={rule}+{deliverable}"]
    seen: set[str] = set()
    for zone, text in window.zones().items():
        for each in cadences(text):
            found += [f"{zone}={each}", f"any={each}"]
            seen.add(each)
        if stated_once(text):
            found += [f"{zone}=once", f"{zone}=once+{deliverable}"]
            seen.add("once")
        for each in times(text):
            found += [f"{zone}=t:{each}", f"near={zone in NEAR}+t:{each}", f"t:{each}+{deliverable}"]
        if prompt(text):
            found.append(f"{zone}=prompt")
            seen.add("prompt")
    found.append("seen=" + "+".join(sorted(seen)))
    near = sorted({each for zone in NEAR if (text := getattr(window, zone)) for each in _stated(text)}) or ["none"]
    found += [f"near_seen={'+'.join(near)}", f"near_seen+d={'+'.join(near)}+{deliverable}"]
    found += [f"near_seen+genre={'+'.join(near)}+{each}" for each in window.genre.split("+")]
    found += [f"genre={each}" for each in window.genre.split("+")]
    found += [f"genre+d={each}+{deliverable}" for each in window.genre.split("+")]
    item = window.found.clause.item
    found += [f"style={item.style}", f"row={item.is_row}", *(f"styles={each.style}" for each in item.above)]
    found += sofar_cues(sofar, sofar.every, deliverable)
    found += [f"last+near_seen={sofar.every}+{sofar.near}+{'+'.join(near)}"]
    found += [f"cue={cue}" for cue in cues_in(window.own)]
    found += [f"v={hit.word}" for hit in _acts(window.own)]
    found += [f"w={window.own[place : place + 2]}" for place in range(len(window.own) - 1)]
    return list(dict.fromkeys(found))


def _stated(text: str) -> list[str]:
    return [*cadences(text), *(["once"] if stated_once(text) else []), *(["prompt"] if prompt(text) else [])]


@lru_cache(maxsize=REMEMBERED)
def _acts(text: str) -> list[Hit]:
    return scan("acts", text)


@lru_cache(maxsize=REMEMBERED)
def _nouns(text: str) -> list[Hit]:
    return scan("nouns", text)


def per_rule(window: Window, count: int | None, every: str | None) -> str | None:
    """The basis that SCHEMA's words give: an each-phrase first, then the period, then the campaign."""
    if count is None:
        return None
    near = ",".join(text for zone in NEAR if (text := getattr(window, zone)))
    for kind in bases(window.own) or bases(near):
        return kind
    return "period" if every not in {None, "once", "continuous"} else None


def per_cues(window: Window, read: tuple[int | None, str | None], sofar: Sofar) -> list[str]:
    """What speaks for one basis or another; `read` are the count and the cadence."""
    count, every = read
    deliverable = window.found.deliverable
    rule = per_rule(window, count, every) or "none"
    has = "count" if count is not None else "bare"
    found = [f"{has}", f"rule={rule}", f"{has}+rule={rule}", f"every={every}", f"{has}+every={every}", f"d={deliverable}+{has}", f"rule+d={rule}+{deliverable}", f"count={min(count or 0, 6)}"]  # fmt: skip
    for zone, text in window.zones().items():
        for each in bases(text):
            found += [f"{zone}={each}", f"{has}+{zone}={each}"]
            if zone in NEAR:
                found.append(f"{has}+near={each}+every={every}")
    names, _ = subject_of(window.lead + window.own)
    if names:
        found += [
            f"subject={names[0][0]}",
            f"{has}+subject={names[0][0]}",
            f"{has}+subject={names[0][0]}+every={every}",
        ]
    if sofar.who:
        found += [f"{has}+who={sofar.who[0][0]}+every={every}", f"{has}+who={sofar.who[0][-2:]}+rule={rule}", f"{has}+where={sofar.where}+every={every}"]  # fmt: skip
    for word in EACH_WORD.findall(",".join(text for zone in NEAR if (text := getattr(window, zone))))[:3]:
        found += [f"{has}+each={word}", f"{has}+each={word[-2:]}+every={every}", f"{has}+each={word[1:]}"]
    found += [f"{has}+last={sofar.per}+{sofar.near}+{sofar.count == count}", f"{has}+last+every={sofar.per}+{sofar.near}+{sofar.every == every}"]  # fmt: skip
    found += [f"{has}+last+doer={sofar.per}+{sofar.near}+{sofar.same_doer}"]
    found += [f"measure={each.measure}" for each in quantities(window.own)]
    return list(dict.fromkeys(found))


def site_candidates(window: Window, kind: str, sofar: Sofar) -> dict[str, list[tuple[str, Place | None]]]:
    """Site kind → where it is named (zone, place); kinds that a deliverable or a document implies have no place."""
    found: dict[str, list[tuple[str, Place | None]]] = {}
    for zone, text in window.zones().items():
        for place in places(text):
            found.setdefault(place.kind, []).append((zone, place))
    for name in sofar.who:
        for place in places(name):
            found.setdefault(place.kind, []).append(("who", None))
    for implied in (*sofar.sites, *IMPLIED, *([HOME[kind]] if kind in HOME else [])):
        found.setdefault(implied, [])
    return found


def site_cues(window: Window, site: str, named: list[tuple[str, Place | None]], told: tuple[str, Sofar]) -> list[str]:
    """What speaks for or against a site kind; `told` is the document's kind and what was read so far."""
    kind, sofar = told
    deliverable = window.found.deliverable
    found = [f"s={site}", f"d={deliverable}", f"s+d={site}+{deliverable}", f"s+k={site}+{kind}", f"s+k+d={site}+{kind}+{deliverable}"]  # fmt: skip
    zones = [zone for zone, _ in named] or ["nowhere"]
    nearest = zones[0]
    found += [f"zone={nearest}", f"zone+s={nearest}+{site}", f"zone+d={nearest}+{deliverable}", f"zone+s+d={nearest}+{site}+{deliverable}"]  # fmt: skip
    found += [f"in={zone}" for zone in dict.fromkeys(zones)]
    found += [f"in+s={zone}+{site}" for zone in dict.fromkeys(zones)]
    last = "yes" if site in sofar.sites else "other" if sofar.sites else "no"
    found += [f"last={last}+{sofar.near}", f"last+s={last}+{sofar.near}+{site}", f"last+zone={last}+{sofar.near}+{nearest}", f"last+doer={last}+{sofar.near}+{sofar.same_doer}+{nearest}", f"last+d={last}+{sofar.near}+{deliverable}"]  # fmt: skip
    if sofar.who:
        found += [f"who={sofar.who[0][-2:]}+{site}", f"who1={sofar.who[0][-1:]}+{site}+{nearest}", f"where={sofar.where}+{nearest}", f"all={sofar.who[0][0] in '各每'}+{'who' in zones}+{nearest}+{site}"]  # fmt: skip
    if nearest != "own":
        found += [f"own={hit}+{site}" for hit in dict.fromkeys(each.word for each in _nouns(window.own))]
        found += [f"act={hit}+{site}" for hit in dict.fromkeys(each.word for each in _acts(window.own))]
        found += [f"beside={any(places(text) for text in (window.own, window.lead) if text)}+{nearest}"]
    if named and (place := named[0][1]):
        text = getattr(window, nearest)
        head = text[: place.start]
        others = [each.kind for each in places(text) if each.kind != site]
        found += [f"with={each}+{site}" for each in others]
        found += [
            f"same_word={each.kind}+{site}"
            for each in places(text)
            if each.kind != site and each.start < place.end and place.start < each.end
        ]
        found += [
            f"k+word={kind}+{place.word}",
            f"k+word+s={kind}+{place.word}+{site}",
            f"all_words={min(len(others), 4)}",
        ]
        found += [
            f"word={place.word}",
            f"word+d={place.word}+{deliverable}",
            f"follow={text[place.end : place.end + 1]}",
            f"lead={head[-1:]}",
        ]
        _, stop = subject_of(text)
        found.append(f"subject={place.start < stop}")
        found.append(f"subject+s={place.start < stop}+{site}")
        found.append(f"subject+d={place.start < stop}+{deliverable}")
        if AT_PLACE.search(head):
            found += ["at", f"at+{nearest}", f"at+d={deliverable}"]
        if TO_SOMEONE.search(head):
            found += ["to", f"to+s={site}"]
        if EACH_ONE.search(head):
            found += ["each", f"each+s={site}"]
    return list(dict.fromkeys(found))
