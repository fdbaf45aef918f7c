"""Versions of a plan: which task became which, and what changed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qunfang.plans.models import Obligation, Plan, PlanState
from qunfang.plans.queries.actors import plain

SLOTS = ("deliverable", "actors", "sites", "min_count", "per", "every", "by", "doer_kinds", "doer_units")
ENOUGH = 0.5


@dataclass(frozen=True, kw_only=True)
class Change:
    """One task in both versions, with the slots that differ: (slot, old value, new value)."""

    old: Obligation
    new: Obligation
    slots: list[tuple[str, Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What a new version asks beyond, no more, and otherwise than the old one."""

    added: list[Obligation] = field(default_factory=list)
    removed: list[Obligation] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0


def likeness(old: Obligation, new: Obligation) -> float:
    """0 … 1: how surely two tasks are the same one; 0 for another deliverable. Words, places and actors count."""
    if old.deliverable != new.deliverable:
        return 0.0
    words = difflib.SequenceMatcher(None, plain(old.clause), plain(new.clause), autojunk=False).ratio()
    return 0.4 * words + 0.35 * _shared(old.sites, new.sites) + 0.25 * _shared(old.actors, new.actors)


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Jaccard share of two lists; two empty ones are alike."""
    union = {*one, *other}
    return len({*one} & {*other}) / len(union) if union else 1.0


def pairs(old: Sequence[Obligation], new: Sequence[Obligation]) -> list[tuple[Obligation, Obligation]]:
    """Tasks of two versions that are the same one, the surest pairs first, each task once."""
    scored = [(likeness(a, b), -abs(a.position - b.position), a, b) for a in old for b in new]
    found: list[tuple[Obligation, Obligation]] = []
    taken: set[int] = set()
    for score, _, a, b in sorted(scored, key=lambda row: row[:2], reverse=True):
        if score < ENOUGH or a.pk in taken or b.pk in taken:
            continue
        taken |= {a.pk, b.pk}
        found.append((a, b))
    return found


def matched(old: Sequence[Obligation], new: Sequence[Obligation]) -> list[tuple[Obligation, Obligation]]:
    """Tasks of two versions that are the same one: of one lineage, else the likeliest."""
    before = {each.lineage: each for each in old}
    kin = [(before[each.lineage], each) for each in new if each.lineage in before]
    left_old = [each for each in old if each.pk not in {a.pk for a, _ in kin}]
    left_new = [each for each in new if each.pk not in {b.pk for _, b in kin}]
    return kin + pairs(left_old, left_new)


def difference(old: Plan, new: Plan) -> Difference:
    """What changed from `old` to `new`; tasks that a person dropped count as absent."""
    before = [each for each in old.obligations.all() if not each.dropped]
    after = [each for each in new.obligations.all() if not each.dropped]
    same = matched(before, after)
    changes = [Change(old=a, new=b, slots=_changed_slots(a, b)) for a, b in same]
    kept = {each.pk for pair in same for each in pair}
    return Difference(
        added=[each for each in after if each.pk not in kept],
        removed=[each for each in before if each.pk not in kept],
        changed=sorted((each for each in changes if each.slots), key=lambda each: each.new.position),
        same=sum(1 for each in changes if not each.slots),
    )


def _changed_slots(old: Obligation, new: Obligation) -> list[tuple[str, Any, Any]]:
    values = [(slot, getattr(old, slot), getattr(new, slot)) for slot in SLOTS]
    return [(slot, a, b) for slot, a, b in values if _comparable(a) != _comparable(b)]


def _comparable(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else value


def versions_of(plan: Plan) -> list[Plan]:
    """All versions that lead to `plan` or follow it, newest first, discarded ones left out. One statement a step."""
    chain = [plan]
    while (first := chain[0]).supersedes_id and (before := first.supersedes):
        chain.insert(0, before)
    while after := chain[-1].successors.exclude(state=PlanState.DISCARDED).first():
        chain.append(after)
    return chain[::-1]


def current_version(plan: Plan) -> Plan:
    """The version that holds now: `plan` itself, or the published one that has taken its place."""
    return next((each for each in versions_of(plan) if each.state == PlanState.PUBLISHED), plan)
