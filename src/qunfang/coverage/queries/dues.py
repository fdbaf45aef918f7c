"""Targets × periods → dues, joined with what has been handed in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.coverage.queries.past import Past
from qunfang.coverage.queries.targets import Land, Target, targets_of
from qunfang.engine.schedule import Light, Period, due_periods, light_of
from qunfang.evidence.models import COUNTED, State, Submission
from qunfang.places.models import PastUnit, Site, Unit
from qunfang.places.queries import ancestor_paths, chain_ids, chain_text
from qunfang.plans.models import Obligation, Plan, PlanState

FactKey = tuple[UUID, int | None, int | None]
Facts = dict[FactKey, dict[dt.date, dict[str, int]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One thing to do by one day at one place. `verified + claimed + rejected + missing = expected`, in pieces.

    `above`: ids of the units under which it counts, the topmost first, `unit` last: as the tree stood on the
    period's last day, or stands now.
    """

    obligation: Obligation
    unit: Unit
    above: tuple[int, ...]
    doer: Unit
    site: Site | None
    period: Period
    expected: int
    verified: int
    claimed: int
    rejected: int
    today: dt.date

    @property
    def missing(self) -> int:
        """Pieces of which nothing is known: not handed in."""
        return self.expected - self.verified - self.claimed - self.rejected

    @property
    def overdue(self) -> int:
        """Pieces not verified past their day."""
        return self.expected - self.verified if self.period.due < self.today else 0

    @property
    def state(self) -> str:
        """verified (all of it), else rejected, claimed or missing, by what asks for attention first."""
        if self.verified == self.expected:
            return "verified"
        return "rejected" if self.rejected else "missing" if self.missing else "claimed"

    @property
    def light(self) -> Light | None:
        """Green, amber or red; None when nothing is left to do."""
        return None if self.state == "verified" else light_of(self.period.due, self.today)

    @property
    def key(self) -> str:
        """URL-safe name of this due: obligation, unit, site (0 for none), first day of the period."""
        site = self.site.pk if self.site else 0
        return f"{self.obligation.pk}-{self.unit.pk}-{site}-{self.period.start:%Y%m%d}"

    def counts_for(self, unit: Unit) -> bool:
        """Whether it stands in the unit's subtree, or stood there when its period ended."""
        return unit.pk in self.above

    @property
    def place(self) -> str:
        """The site's name, or the unit's."""
        return self.site.name if self.site else self.unit.name


def running_plans(unit: Unit, *, past: Past | None = None) -> list[Plan]:
    """Published plans that bind the unit or units below it: of itself, of those above (now or once), of those below."""
    once = _once_bound(unit) if past is None else _once_bound_of(unit, past)
    around = Q(unit__path__in=ancestor_paths(unit.path)) | Q(unit__path__startswith=unit.path)
    if once:
        around |= Q(unit__in=once)
    found = Plan.objects.filter(around, state=PlanState.PUBLISHED)
    return list(found.select_related("unit").defer("reading", "actor_map"))


def _once_bound(unit: Unit) -> set[int]:
    """Units once above the unit and units once below it; one statement, of the moves that touched it alone."""
    moved = PastUnit.objects.filter(Q(unit=unit) | Q(chain__contains=chain_text([unit.pk])))
    rows = list(moved.values_list("unit_id", "chain"))
    return {pk for pk, _chain in rows} | {each for pk, chain in rows if pk == unit.pk for each in chain_ids(chain)}


def _once_bound_of(unit: Unit, past: Past) -> set[int]:
    """The same from what was read already."""
    above = {pk for _until, chain in past.units.get(unit.pk, ()) for pk in chain}
    return above.union(past.units_once_under(unit))


def dues_for(unit: Unit, *, today: dt.date | None = None, plans: Iterable[Plan] | None = None) -> list[Due]:
    """Dues begun by `today` that count for the unit or that a unit of its subtree must do, by due day."""
    day = today or clock.today()
    running = list(running_plans(unit) if plans is None else plans)
    past = Past.around([plan.unit for plan in running])
    found = [due for plan in running for due in dues_of_plan(plan, today=day, past=past)]
    mine = [due for due in found if due.counts_for(unit) or due.doer.path.startswith(unit.path)]
    return sorted(mine, key=lambda due: (due.period.due, due.unit.path, due.obligation.position))


def dues_of_plan(plan: Plan, *, today: dt.date | None = None, past: Past | None = None) -> list[Due]:
    """All dues of a plan; with `today`, only those whose period has begun. [] while the plan has no period."""
    if not (plan.starts_on and plan.ends_on) or plan.ends_on < plan.starts_on:
        return []
    obligations = list(plan.obligations.filter(dropped=False))
    facts = _facts(obligations) if plan.state != PlanState.DRAFT else {}
    land = Land(plan.unit, past=past if past is not None else Past.around([plan.unit]))
    day = today or clock.today()
    found: list[Due] = []
    for obligation in obligations:
        obligation.plan = plan
        periods = due_periods(obligation.every, plan.starts_on, plan.ends_on, by=obligation.by)
        begun = [period for period in periods if today is None or period.start <= today]
        for _epoch, stretch in groupby(begun, key=lambda period: land.past.epoch(period.end)):
            found += _dues_in(obligation, list(stretch), land=land, facts=facts, today=day)
    return found


def _dues_in(obligation: Obligation, periods: list[Period], *, land: Land, facts: Facts, today: dt.date) -> list[Due]:
    """Dues of consecutive periods between which nothing moved."""
    ground = land.on(periods[0].end)
    return [
        due
        for target in targets_of(obligation, ground)
        for due in _dues_at(obligation, target, periods, above=ground.chains[target.unit.pk], facts=facts, today=today)
    ]


def due_by_key(key: str, *, today: dt.date | None = None) -> Due:
    """The due of that key; `NotFound` where it does not (or no longer) stand."""
    try:
        obligation_pk = int(key.split("-", maxsplit=1)[0])
    except ValueError:
        obligation_pk = 0
    plan = Plan.objects.filter(obligations__pk=obligation_pk).select_related("unit").first()
    for due in dues_of_plan(plan, today=None) if plan else []:
        if due.key == key:
            return due
    raise NotFound(_("There is no such page, or it is not yours to see."))


def _facts(obligations: list[Obligation]) -> Facts:
    """Pieces handed in, by lineage and place, first day of the period and state. One statement."""
    rows = (
        Submission.objects.filter(lineage__in={each.lineage for each in obligations})
        .filter(state__in=COUNTED)
        .values_list("lineage", "unit_id", "site_id", "period_start", "state")
        .annotate(pieces=Sum("quantity"))
        .order_by()
    )
    facts: Facts = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for lineage, unit_id, site_id, start, state, pieces in rows:
        # A site keeps its proof when it moves to another unit, so its own id is its place.
        facts[(lineage, None if site_id else unit_id, site_id)][start][state] += pieces
    return facts


def _exists_in(thing: Unit | Site, period: Period) -> bool:
    opened, closed = thing.opened_on, thing.closed_on
    return (opened is None or opened <= period.end) and (closed is None or closed >= period.start)


def _dues_at(
    obligation: Obligation,
    target: Target,
    periods: list[Period],
    *,
    above: tuple[int, ...],
    facts: Facts,
    today: dt.date,
) -> list[Due]:
    site = target.site
    key = (obligation.lineage, None if site else target.unit.pk, site.pk if site else None)
    shares = facts.get(key, {})
    return [
        Due(
            obligation=obligation,
            unit=target.unit,
            above=above,
            doer=target.doer,
            site=site,
            period=period,
            today=today,
            **_shares(obligation.min_count or 1, shares, period),
        )
        for period in periods
        if _exists_in(target.unit, period) and (site is None or _exists_in(site, period))
    ]


def _shares(expected: int, shares: dict[dt.date, dict[str, int]], period: Period) -> dict[str, Any]:
    """Disjoint shares of the expected pieces: verified first, then claimed, then rejected.

    A new version of a plan may cut its periods differently: proof counts in the period that holds its first day.
    """
    sums = {State.VERIFIED: 0, State.CLAIMED: 0, State.REJECTED: 0}
    for start, by_state in shares.items():
        if period.start <= start <= period.end:
            for state, pieces in by_state.items():
                sums[State(state)] += pieces
    verified = min(expected, sums[State.VERIFIED])
    claimed = min(expected - verified, sums[State.CLAIMED])
    rejected = min(expected - verified - claimed, sums[State.REJECTED])
    return {"expected": expected, "verified": verified, "claimed": claimed, "rejected": rejected}
