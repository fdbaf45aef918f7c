"""Obligation × units and sites → targets: where each thing must stand, and who must do it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from qunfang.coverage.queries.past import Past
from qunfang.places.models import REPORTED_SITES, UNIT_OF_SITE, Site, Unit, UnitKind
from qunfang.places.queries import chains_of
from qunfang.plans.models import Obligation


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where it counts (`unit`, and `site` where it is a place) and the unit that must do it (`doer`)."""

    unit: Unit
    doer: Unit
    site: Site | None = None


class Land:
    """All units and sites that stand, or stood, under a plan's unit. Two statements, three below another unit."""

    def __init__(self, top: Unit, *, past: Past) -> None:
        self.top, self.past = top, past
        once_here = past.units_once_under(top)
        self.units = {unit.pk: unit for unit in Unit.objects.within(top)}
        self.units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=once_here)} if once_here else {}
        self.chains = chains_of(self.units.values())
        self.sites = list(Site.objects.filter(unit__in=self.units) if once_here else Site.objects.within(top))
        gone = past.sites_once_in(self.units)
        self.sites += list(Site.objects.filter(pk__in=gone)) if gone else []
        self._grounds: dict[int, Ground] = {}

    def on(self, day: dt.date) -> Ground:
        """The ground as it stood at the end of `day`, or stands now where nothing has moved since."""
        epoch = self.past.epoch(day)
        if epoch not in self._grounds:
            self._grounds[epoch] = Ground(self, day)
        return self._grounds[epoch]


class Ground:
    """A plan's units and sites as they stood on one day, indexed by kind; `chains`: unit id → ids from the top down."""

    def __init__(self, land: Land, day: dt.date) -> None:
        self.top = land.top
        past = land.past
        chains = {pk: past.chain(pk, day) or chain for pk, chain in land.chains.items()}
        self.chains = {pk: chain for pk, chain in chains.items() if self.top.pk in chain}
        self.by_id = {pk: unit for pk, unit in land.units.items() if pk in self.chains}
        self.units_by_kind: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.by_id.values():
            self.units_by_kind[unit.kind].append(unit)
        self.sites_by_kind: dict[str, list[tuple[Unit, Site]]] = defaultdict(list)
        for site in {site.pk: site for site in land.sites}.values():
            home = self.by_id.get(past.home(site.pk, day) or site.unit_id)
            if home:
                self.sites_by_kind[site.kind].append((home, site))

    def doers(self, obligation: Obligation) -> dict[int, Unit]:
        """Id → unit for all that must do it; an obligation that names nobody falls to the plan's unit."""
        found = {unit.pk: unit for kind in obligation.doer_kinds for unit in self.units_by_kind[kind]}
        singles = (self.by_id.get(int(pk)) for pk in obligation.doer_units)
        found.update({unit.pk: unit for unit in singles if unit})
        if not found and not obligation.actors and self.top.pk in self.by_id:
            found[self.top.pk] = self.by_id[self.top.pk]
        return found

    def nearest(self, unit: Unit, doers: dict[int, Unit]) -> Unit | None:
        """The doer at or above `unit` that is nearest to it, within the ground."""
        return next((doers[pk] for pk in reversed(self.chains[unit.pk]) if pk in doers), None)


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


def _each_doer(doers: dict[int, Unit]) -> list[Target]:
    return [Target(unit=unit, doer=unit) for unit in sorted(doers.values(), key=lambda unit: unit.path)]


def _classes(ground: Ground, doers: dict[int, Unit]) -> Iterator[Target]:
    for unit in ground.units_by_kind[UnitKind.SCHOOL_CLASS]:
        doer = ground.nearest(unit, doers)
        if doer:
            yield Target(unit=unit, doer=doer)


def _at(kind: str, ground: Ground, doers: dict[int, Unit]) -> Iterator[Target]:
    """Targets of one kind of site: those below a doer, or all of them where the one doer stands beside them."""
    if kind in UNIT_OF_SITE:
        places: list[tuple[Unit, Site | None]] = [(unit, None) for unit in ground.units_by_kind[UNIT_OF_SITE[kind]]]
    else:
        places = list(ground.sites_by_kind[kind])
    held = [(unit, site, ground.nearest(unit, doers)) for unit, site in places]
    beside = not any(doer for *_, doer in held)
    for unit, site, doer in held:
        answerable = (next(iter(doers.values())) if len(doers) == 1 else unit) if beside else doer
        if answerable:
            yield Target(unit=unit, site=site, doer=answerable)
