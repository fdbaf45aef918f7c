"""Where an obligation's targets lie, for all units at once; the same rule as `targets_of`, on arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qunfang.coverage.queries.recount.trees import Marks, Tree
from qunfang.places.models import REPORTED_SITES, UNIT_OF_SITE, UnitKind
from qunfang.plans.models import Obligation

CLASS = str(UnitKind.SCHOOL_CLASS)


@dataclass(frozen=True, kw_only=True)
class Modes:
    """What holds of the ground as a whole and decides for each of its places.

    `doers`: whether any unit is named by it. `held`: the kinds of place (and classes) of which any stands at or
    below a unit that must do it; of the other kinds all count.
    """

    doers: bool
    held: frozenset[str]

    def as_json(self) -> list[Any]:
        """For keeping."""
        return [self.doers, sorted(self.held)]

    @classmethod
    def of_json(cls, told: list[Any]) -> Modes:
        """From what was kept."""
        return cls(doers=told[0], held=frozenset(told[1]))


@dataclass(kw_only=True)
class Spread:
    """Which units are targets themselves, and for each kind of site the units whose sites are.

    `modes` decided so; `seen` is what the units asked about show of themselves.
    """

    modes: Modes
    seen: Modes
    units: Marks
    sites: dict[str, Marks] = field(default_factory=dict)


HasSites = Callable[[str], Marks]
Found = tuple[str, Marks, Marks]


def spread_of(obligation: Obligation, tree: Tree, *, has: HasSites, modes: Modes | None, top: int) -> Spread:
    """The targets within the plan's unit (id `top`). Without `modes` the units asked about are the whole ground."""
    inside = tree.down(tree.ids == top)
    named = inside & np.isin(tree.kinds, obligation.doer_kinds)
    named |= inside & np.isin(tree.ids, [int(pk) for pk in obligation.doer_units])
    seen_doers = bool((named & tree.counted).any())
    if not (modes.doers if modes else seen_doers) and not obligation.actors:
        named = tree.ids == top
    held = tree.down(named)
    found = list(_places(obligation, tree, inside, has=has))
    seen = Modes(doers=seen_doers, held=frozenset(kind for kind, at, _ in found if (at & held & tree.counted).any()))
    made = Spread(modes=modes or seen, seen=seen, units=np.zeros(len(tree.ids), dtype=bool))
    if (modes and modes.doers) or named.any():
        _settle(made, obligation, found, named=named, held=held)
    made.units &= tree.counted
    made.sites = {kind: marks & tree.counted for kind, marks in made.sites.items()}
    return made


def placed_kinds(obligation: Obligation) -> list[str]:
    """The kinds of place that it names and that are places, not reported counts; [] where it counts by unit."""
    if obligation.per == "unit":
        return []
    return [CLASS] if obligation.per == "class" else [kind for kind in obligation.sites if kind not in REPORTED_SITES]


def _places(obligation: Obligation, tree: Tree, inside: Marks, *, has: HasSites) -> Iterator[Found]:
    """Kind, the units inside where such a place is, and the units that are such places themselves."""
    nowhere = np.zeros(len(tree.ids), dtype=bool)
    for kind in placed_kinds(obligation):
        unit_kind = CLASS if obligation.per == "class" else UNIT_OF_SITE.get(kind)
        if unit_kind is None:
            yield kind, inside & has(kind), nowhere
        else:
            units = inside & (tree.kinds == str(unit_kind))
            yield kind, units, units


def _settle(made: Spread, obligation: Obligation, found: list[Found], *, named: Marks, held: Marks) -> None:
    """Places below a doer count; where no place of a kind is, all of them do (classes: each doer does)."""
    if not found:
        made.units |= named
    for kind, at, units in found:
        any_held = kind in made.modes.held
        if obligation.per == "class":
            made.units |= (at & held) if any_held else named
        elif kind in UNIT_OF_SITE:
            made.units |= (units & held) if any_held else units
        else:
            made.sites[kind] = (at & held) if any_held else at
    if obligation.per != "class" and found and len(found) < len(obligation.sites):
        made.units |= named
