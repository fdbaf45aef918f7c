"""Following the tree: what units gain and lose when they or their sites are added, moved, merged, split or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from qunfang.coverage.models import COLUMNS, Basis
from qunfang.coverage.queries.recount import Modes, Survey
from qunfang.coverage.queries.recount.trees import Longs
from qunfang.coverage.services.folding import fold_soon
from qunfang.coverage.services.locks import hold_fold, hold_tree
from qunfang.coverage.services.rebuilding import rebuild_obligation
from qunfang.coverage.services.rows import add_deltas
from qunfang.places.events import Reshaping
from qunfang.places.models import PastUnit, Unit
from qunfang.places.queries import chain_ids, chain_text, chains_of
from qunfang.plans.models import Obligation, Plan, PlanState

Own = dict[tuple[int, str], Longs]
NOTHING: Longs = np.zeros(len(COLUMNS), dtype=np.int64)


@dataclass(kw_only=True)
class Look:
    """One obligation within some units at one moment: their own numbers by (period, chain), and what they show."""

    own: Own = field(default_factory=dict)
    seen: dict[int, Modes] = field(default_factory=dict)
    stretches: dict[int, dt.date] = field(default_factory=dict)


@contextmanager
def follow_reshaping(event: Reshaping) -> Iterator[None]:
    """Count the units touched before and after; the difference is added. The rest of the tree is not read.

    Where the change may decide for places elsewhere (the first or last place of its kind below a unit that must do
    it), the obligation is counted anew as a whole.
    """
    hold_fold()
    hold_tree()
    before = {plan.pk: _looks(plan, event) for plan in _plans_over(event)}
    yield
    for plan in _plans_over(event, also=before):
        _follow(plan, before.get(plan.pk, {}), _looks(plan, event))
    fold_soon()


def _plans_over(event: Reshaping, *, also: dict[int, dict[int, Look]] | None = None) -> list[Plan]:
    """Published plans of the units touched and of all above them, now or once."""
    chains = list(chains_of(list(Unit.objects.filter(pk__in=event.unit_ids))).values())
    chains += [
        chain_ids(text) for text in PastUnit.objects.filter(unit__in=event.unit_ids).values_list("chain", flat=True)
    ]
    units = {pk for chain in chains for pk in chain} | event.unit_ids
    here = Plan.objects.filter(unit__in=units, state=PlanState.PUBLISHED)
    return list((here | Plan.objects.filter(pk__in=also or [])).select_related("unit").order_by("pk"))


def _looks(plan: Plan, event: Reshaping) -> dict[int, Look]:
    """Obligation id → its look, for those that have tallies."""
    kept = {basis.pk: _stretches(basis) for basis in Basis.objects.filter(obligation__plan=plan)}
    ends = {until for stretches in kept.values() for until, _modes in stretches if until != dt.date.max}
    survey = Survey(plan, scope=event.unit_ids, ends=ends)
    return {each.pk: _look(survey, each, kept[each.pk]) for each in survey.obligations if each.pk in kept}


def _stretches(basis: Basis) -> list[tuple[dt.date, Modes]]:
    return [
        (dt.date.fromisoformat(until) if until else dt.date.max, Modes.of_json(modes))
        for until, modes in basis.stretches
    ]


def modes_on(stretches: list[tuple[dt.date, Modes]], day: dt.date) -> Modes:
    """What held of the ground on a day; the last stretch where the campaign ended before the later ones."""
    return next((modes for until, modes in stretches if until >= day), stretches[-1][1])


def _look(survey: Survey, obligation: Obligation, kept: list[tuple[dt.date, Modes]]) -> Look:
    spreads = {}
    look = Look()
    for epoch, _numbers in survey.stretches(obligation) if kept else []:
        day = survey.day_in(epoch)
        spreads[epoch] = survey.spread(obligation, epoch, modes=modes_on(kept, day))
        look.seen[epoch], look.stretches[epoch] = spreads[epoch].seen, day
    for nth, shares in survey.own(obligation, spreads) if spreads else []:
        for tree, values in shares:
            for place in np.flatnonzero(values.any(axis=0)).tolist():
                key = (nth, chain_text(tree.chain(place)))
                look.own[key] = look.own.get(key, NOTHING) + values[:, place]
    return look


def _follow(plan: Plan, before: dict[int, Look], after: dict[int, Look]) -> None:
    kept = {basis.pk: _stretches(basis) for basis in Basis.objects.filter(obligation__plan=plan)}
    whole = Survey(plan)
    for obligation in whole.obligations:
        if obligation.pk not in kept:
            continue
        was, now = before.get(obligation.pk, Look()), after.get(obligation.pk, Look())
        if _decides_elsewhere(kept[obligation.pk], was, now):
            rebuild_obligation(whole, obligation)
        else:
            gained = _gained(was.own, now.own)
            add_deltas((obligation.pk, nth, chain, values.tolist()) for (nth, chain), values in gained)


def _gained(was: Own, now: Own) -> Iterator[tuple[tuple[int, str], Longs]]:
    for key in sorted({*was, *now}):
        change = now.get(key, NOTHING) - was.get(key, NOTHING)
        if change.any():
            yield key, change


def _decides_elsewhere(kept: list[tuple[dt.date, Modes]], was: Look, now: Look) -> bool:
    """Whether the units touched may have turned what holds of the whole ground in any stretch."""
    nothing = Modes(doers=False, held=frozenset())
    for epoch, day in now.stretches.items():
        held = modes_on(kept, day)
        earlier = next((was.seen[each] for each, until in was.stretches.items() if until >= day), nothing)
        seen = now.seen[epoch]
        gone = (earlier.held - seen.held) & held.held
        if gone or seen.held - held.held or seen.doers > held.doers or (earlier.doers > seen.doers and held.doers):
            return True
    return False
