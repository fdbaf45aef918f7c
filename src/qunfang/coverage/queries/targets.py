"""Obligation × units and sites → targets: where each thing must stand, and who must do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from qunfang.places.models import REPORTED_SITES, UNIT_OF_SITE, Site, Unit, UnitKind
from qunfang.places.queries import ancestor_paths
from qunfang.plans.models import Obligation


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where it counts (`unit`, and `site` where it is a place) and the unit that must do it (`doer`)."""

    unit: Unit
    doer: Unit
    site: Site | None = None


class Ground:
    """The units and sites under a plan's unit, loaded once and indexed by kind. Two statements."""

    def __init__(self, top: Unit) -> None:
        self.top = top
        self.units: list[Unit] = list(Unit.objects.within(top))
        self.by_id = {unit.pk: unit for unit in self.units}
        self.units_by_kind: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self.units_by_kind[unit.kind].append(unit)
        self.sites_by_kind: dict[str, list[Site]] = defaultdict(list)
        for site in Site.objects.within(top):
            site.unit = self.by_id[site.unit_id]
            self.sites_by_kind[site.kind].append(site)

    def doers(self, obligation: Obligation) -> dict[str, Unit]:
        """Tree path → unit for all that must do it; an obligation that names nobody falls to the plan's unit."""
        found = {unit.path: unit for kind in obligation.doer_kinds for unit in self.units_by_kind[kind]}
        singles = (self.by_id.get(int(pk)) for pk in obligation.doer_units)
        found.update({unit.path: unit for unit in singles if unit})
        if not found and not obligation.actors:
            found[self.top.path] = self.top
        return found


def targets_of(obligation: Obligation, ground: Ground) -> list[Target]:
    """Every target of one obligation, in tree order, none twice; [] where its actors match no unit here."""
    doers = ground.doers(obligation)
    if not doers:
        return []
    if obligation.per == "class":
        return list(_classes(ground, doers)) or _each_doer(doers)
    placed = [kind for kind in obligation.sites if kind not in REPORTED_SITES]
    if not placed or obligation.per == "unit":
        return _each_doer(doers)
    found: dict[tuple[int, int | None], Target] = {}
    for kind in placed:
        for target in _at(kind, ground, doers):
            found.setdefault((target.unit.pk, target.site.pk if target.site else None), target)
    if len(placed) < len(obligation.sites):
        found.update({(t.unit.pk, None): t for t in _each_doer(doers) if (t.unit.pk, None) not in found})
    return sorted(found.values(), key=lambda target: target.unit.path)


def _each_doer(doers: dict[str, Unit]) -> list[Target]:
    return [Target(unit=unit, doer=unit) for _, unit in sorted(doers.items())]


def _classes(ground: Ground, doers: dict[str, Unit]) -> Iterator[Target]:
    for unit in ground.units_by_kind[UnitKind.SCHOOL_CLASS]:
        doer = _nearest(unit.path, doers)
        if doer:
            yield Target(unit=unit, doer=doer)


def _at(kind: str, ground: Ground, doers: dict[str, Unit]) -> Iterator[Target]:
    """Targets of one kind of site: those below a doer, or all of them where the one doer stands beside them."""
    if kind in UNIT_OF_SITE:
        places: list[tuple[Unit, Site | None]] = [(unit, None) for unit in ground.units_by_kind[UNIT_OF_SITE[kind]]]
    else:
        places = [(site.unit, site) for site in ground.sites_by_kind[kind]]
    held = [(unit, site, _nearest(unit.path, doers)) for unit, site in places]
    beside = not any(doer for *_, doer in held)
    for unit, site, doer in held:
        answerable = (next(iter(doers.values())) if len(doers) == 1 else unit) if beside else doer
        if answerable:
            yield Target(unit=unit, site=site, doer=answerable)


def _nearest(path: str, doers: dict[str, Unit]) -> Unit | None:
    """The doer at or above `path` that is nearest to it."""
    return next((doers[above] for above in reversed(ancestor_paths(path)) if above in doers), None)
