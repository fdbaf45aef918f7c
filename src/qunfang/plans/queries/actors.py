"""Who in this tree stands behind the actors that a plan names. The rules are data: data/actors.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q

from qunfang.places.models import Unit
from qunfang.plans.models import Obligation, Plan

RULES = Path(__file__).resolve().parent.parent / "data" / "actors.yaml"
_BETWEEN = re.compile(r"[、,，;；/]|以及|和(?!谐)|与|及(?!时)")
_MANY = re.compile(r"^(各|每|全体|所有|全)|各")


@dataclass(frozen=True, kw_only=True)
class Doers:
    """Kinds of unit and single units (ids) of one tree."""

    kinds: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.kinds or self.units)

    def __or__(self, other: Doers) -> Doers:
        """Both together, none twice."""
        return Doers(
            kinds=list(dict.fromkeys([*self.kinds, *other.kinds])),
            units=list(dict.fromkeys([*self.units, *other.units])),
        )


class Branch:
    """A plan's unit and all below it, loaded once: what actors are matched against. One statement."""

    def __init__(self, top: Unit) -> None:
        self.top = top
        self.units: list[Unit] = list(Unit.objects.within(top))
        self.kinds = {unit.kind for unit in self.units}
        self.below = [unit for unit in self.units if unit.pk != top.pk]
        self.children = [unit for unit in self.below if unit.depth == top.depth + 1]

    def named(self, phrase: str) -> Unit | None:
        """The unit of exactly this name, or the one below whose name the phrase holds."""
        exact = [unit for unit in self.units if plain(unit.name) == phrase]
        if exact:
            return exact[0]
        if _MANY.search(phrase):
            return None
        held = [unit for unit in self.below if len(unit.name) >= 3 and plain(unit.name) in phrase]
        return max(held, key=lambda unit: len(unit.name), default=None)

    def ending(self, phrase: str) -> Unit | None:
        """The only unit whose name ends with the phrase."""
        found = [unit for unit in self.units if len(phrase) >= 3 and plain(unit.name).endswith(phrase)]
        return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    """A name or phrase without blanks and full-width forms, for comparing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def suggest(actor: str, branch: Branch) -> Doers:
    """Kinds or units of the tree that the actor, as written, stands for; empty where a person must say.

    '' stands for the issuing body: the plan's own unit.
    """
    phrase = plain(actor)
    if not phrase:
        return Doers(units=[branch.top.pk])
    if branch.named(phrase):
        return _suggest_one(phrase, branch)
    found = Doers()
    for part in _parts(phrase):
        found = found | _suggest_one(part, branch)
    return found


def doers_of(actors: Iterable[str], actor_map: dict[str, Any]) -> Doers:
    """What the plan's map says of the actors together; nobody named means the issuing body."""
    found = Doers()
    for actor in list(actors) or [""]:
        mapped = actor_map.get(actor, {})
        found = found | Doers(kinds=mapped.get("kinds", []), units=mapped.get("units", []))
    return found


def units_of(doers: Doers, branch: Branch) -> list[Unit]:
    """The units of the tree that the doers stand for, in tree order."""
    return [unit for unit in branch.units if unit.kind in doers.kinds or unit.pk in doers.units]


def doing_units(obligation: Obligation) -> list[Unit]:
    """The units that must do it, in tree order."""
    wanted = Q(kind__in=obligation.doer_kinds) | Q(pk__in=obligation.doer_units)
    return list(Unit.objects.within(obligation.plan.unit).filter(wanted))


def actors_of(plan: Plan) -> list[str]:
    """Actors of the plan's tasks as written, each once, in order; '' where a task names nobody."""
    alive = plan.obligations.filter(dropped=False)
    return list(dict.fromkeys(actor for each in alive for actor in (each.actors or [""])))


def _parts(phrase: str) -> list[str]:
    """The phrase cut at its conjunctions; whole where a piece would be no word."""
    parts = _BETWEEN.split(phrase)
    return parts if min(map(len, parts)) > 1 else [phrase]


def _suggest_one(phrase: str, branch: Branch) -> Doers:
    named = branch.named(phrase)
    if named:
        return Doers(units=[named.pk])
    rule = next((each for each in rules() if re.search(each["pattern"], phrase)), {})
    found = _follow(rule, branch)
    ending = branch.ending(phrase)
    if ending and not found.kinds and rule.get("to") != "nobody":
        return Doers(units=[ending.pk])
    return found


def _follow(rule: dict[str, Any], branch: Branch) -> Doers:
    for kinds in rule.get("kinds", []):
        if branch.kinds & set(kinds):
            return Doers(kinds=list(kinds))
    target = rule.get("to", "nobody")
    if target == "children" and branch.children:
        return Doers(kinds=sorted({unit.kind for unit in branch.children}))
    return Doers() if target == "nobody" else Doers(units=[branch.top.pk])


@cache
def rules() -> list[dict[str, Any]]:
    """The rules in their order."""
    with RULES.open(encoding="utf-8") as file:
        return list(yaml.safe_load(file)["rules"])
