"""The least number that is asked: which of the numbers near an obligation counts it."""

from __future__ import annotations

import re

from qunfang.engine.plantext.slots.quantities import Quantity, fitting, quantities
from qunfang.engine.plantext.windows import Window

ZONES = ("own", "after", "tail", "lead", "before", "topic")
Counted = tuple[str, int, Quantity]


def count_candidates(window: Window) -> list[Counted]:
    """(zone, place in the zone, number) of all numbers near, the nearest zone first."""
    found: list[Counted] = []
    for zone in ZONES:
        text = getattr(window, zone)
        if text:
            found += [(zone, place, each) for place, each in enumerate(quantities(text))]
    return found


def count_rule(window: Window, candidates: list[Counted]) -> Counted | None:
    """The number that fits best by its measure word and its zone."""
    deliverable = window.found.deliverable
    for zone in ("own", "after", "tail", "lead"):
        fit = [
            (2 * fitting(deliverable, each[2].measure) + each[2].floor, -each[1], each)
            for each in candidates
            if each[0] == zone
        ]
        usable = [one for one in fit if one[0] >= 2]
        if usable:
            return max(usable, key=lambda one: one[:2])[2]
    return None


def count_cues(window: Window, one: Counted, candidates: list[Counted], rule: Counted | None) -> list[str]:
    """What speaks for or against a number as the least number asked."""
    zone, place, each = one
    deliverable = window.found.deliverable
    text = getattr(window, zone)
    fit = fitting(deliverable, each.measure)
    behind = text[each.end : each.end + 2]
    before = text[max(0, each.start - 2) : each.start]
    lists = [mine for mine in candidates if mine[0] == zone]
    found = [
        f"rule={rule is one}", f"zone={zone}", f"fit={fit}", f"fit+zone={fit}+{zone}", f"measure={each.measure}", f"measure+d={each.measure}+{deliverable}",
        f"floor={each.floor}", f"floor+fit={each.floor}+{fit}", f"place={min(place, 3)}", f"alone={len(lists) == 1}", f"all_alone={len(candidates) == 1}",
        f"behind={behind}", f"behind1={behind[:1]}", f"before={before}", f"before1={before[-1:]}", f"one={each.value == 1}", f"one+measure={each.value == 1}+{each.measure}",
        f"big={min(len(str(each.value)), 4)}", f"each={each.each}", f"d+zone={deliverable}+{zone}", f"last={place == len(lists) - 1}", f"end={each.end == len(text)}",
    ]  # fmt: skip
    if any(mine[2].floor for mine in lists) and not each.floor:
        found.append("other_floor")
    if re.search(r"每[^,。]{0,8}$", text[: each.start]):
        found += ["each_before", f"each_before+{each.measure}"]
    if re.search(r"[一二三四五六七八九十]{0,2}[对超过于满]\S{0,3}$", text[: each.start]):
        found.append("threshold")
    if fit < max((fitting(deliverable, mine[2].measure) for mine in candidates), default=0):
        found.append("better_fit")
    return found
