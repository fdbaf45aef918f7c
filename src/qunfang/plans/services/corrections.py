"""Correcting a draft by hand: slots, who is who, tasks taken out, put back or added, the campaign's period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common.errors import Invalid
from qunfang.people.models import User
from qunfang.plans.models import Obligation, Plan
from qunfang.plans.queries.actors import Branch, doers_of, suggest
from qunfang.plans.services.drafting import as_map
from qunfang.plans.services.slots import check_kinds, check_slot, check_units
from qunfang.plans.services.states import hold_draft, hold_task

LONGEST_CAMPAIGN = dt.timedelta(days=366 * 5)
DOER_SLOTS = {"doer_kinds", "doer_units"}


def correct_slot(obligation: Obligation, *, slot: str, value: Any, by: User | None) -> Obligation:
    """Set one slot of a draft's task; a doubt about it is thereby decided."""
    return correct_slots(obligation, values={slot: value}, by=by)


@transaction.atomic
def correct_slots(obligation: Obligation, *, values: dict[str, Any], by: User | None) -> Obligation:
    """Set several slots of a draft's task at once (a count and its basis, how often and by when)."""
    hold_task(obligation)
    before = {slot: getattr(obligation, slot, None) for slot in values}
    for slot, value in values.items():
        setattr(obligation, slot, check_slot(obligation, slot, value))
    if "actors" in values and not {*obligation.corrected, *values} & DOER_SLOTS:
        _map_new_actors(obligation)
    after = {slot: getattr(obligation, slot) for slot in values}
    _settle(obligation, values)
    obligation.save()
    _record(obligation, "correct", by=by, before=before, after=after)
    return obligation


@transaction.atomic
def confirm_slot(obligation: Obligation, *, slot: str, by: User | None) -> Obligation:
    """Decide a doubt in favour of what was read."""
    hold_task(obligation)
    _settle(obligation, [slot])
    obligation.save(update_fields=["doubts", "corrected"])
    _record(obligation, "confirm", by=by, slot=slot)
    return obligation


@transaction.atomic
def drop_obligation(obligation: Obligation, *, by: User | None) -> Obligation:
    """Decide that it is no task; `restore_obligation` undoes it."""
    return _set_dropped(obligation, True, by=by)


@transaction.atomic
def restore_obligation(obligation: Obligation, *, by: User | None) -> Obligation:
    """Make a dropped task one again."""
    return _set_dropped(obligation, False, by=by)


@transaction.atomic
def add_obligation(
    plan: Plan, *, deliverable: str, values: dict[str, Any] | None = None, by: User | None
) -> Obligation:
    """Add a task that the text does not spell out; without actors it falls to the plan's own unit."""
    hold_draft(plan)
    last = plan.obligations.order_by("-position").values_list("position", flat=True).first() or 0
    added = Obligation(plan=plan, position=last + 1, clause="", span_start=0, span_end=0, deliverable=deliverable)
    wanted = {"deliverable": deliverable, **(values or {})}
    for slot, value in wanted.items():
        setattr(added, slot, check_slot(added, slot, value))
    if not (added.doer_kinds or added.doer_units):
        _map_new_actors(added)
    added.corrected = sorted(wanted)
    added.save()
    _record(added, "add", by=by, deliverable=deliverable)
    return added


@transaction.atomic
def map_actor(plan: Plan, *, actor: str, kinds: Iterable[str], units: Iterable[Any], by: User | None) -> Plan:
    """Say who in this tree an actor of the text is ('' is the issuing body); holds for all tasks that name it.

    Tasks whose doers a person has set one by one keep them.
    """
    hold_draft(plan)
    plan.actor_map[actor] = {"kinds": check_kinds(list(kinds)), "units": check_units(plan.unit, list(units))}
    plan.save(update_fields=["actor_map"])
    for each in plan.obligations.all():
        if actor in (each.actors or [""]) and not {*each.corrected} & DOER_SLOTS:
            _take_doers(each, plan)
            each.save(update_fields=["doer_kinds", "doer_units"])
    record(plan, verb="plans.plan.map_actor", by=by, unit_id=plan.unit_id, detail={actor: plan.actor_map[actor]})
    return plan


@transaction.atomic
def set_period(plan: Plan, *, starts_on: dt.date, ends_on: dt.date, by: User | None) -> Plan:
    """Say from when to when the campaign runs, both days included."""
    hold_draft(plan)
    if ends_on < starts_on:
        raise Invalid(_("The campaign ends before it begins. Set a later last day."), field="ends_on")
    if ends_on - starts_on > LONGEST_CAMPAIGN:
        raise Invalid(_("A campaign lasts five years at most. Set an earlier last day."), field="ends_on")
    plan.starts_on, plan.ends_on = starts_on, ends_on
    plan.save(update_fields=["starts_on", "ends_on"])
    detail = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record(plan, verb="plans.plan.period", by=by, unit_id=plan.unit_id, detail=detail)
    return plan


def _set_dropped(obligation: Obligation, dropped: bool, *, by: User | None) -> Obligation:
    hold_task(obligation)
    obligation.dropped = dropped
    obligation.save(update_fields=["dropped"])
    _record(obligation, "drop" if dropped else "restore", by=by)
    return obligation


def _settle(obligation: Obligation, slots: Iterable[str]) -> None:
    """The slots are a person's word now, and no longer in doubt."""
    decided = set(slots)
    obligation.doubts = [each for each in obligation.doubts if each.get("slot") not in decided]
    obligation.corrected = sorted({*obligation.corrected, *decided})


def _map_new_actors(obligation: Obligation) -> None:
    """Suggest units for actors that the plan's map does not hold yet, and give the task its doers."""
    plan = obligation.plan
    unknown = [actor for actor in (obligation.actors or [""]) if actor not in plan.actor_map]
    if unknown:
        branch = Branch(plan.unit)
        plan.actor_map.update({actor: as_map(suggest(actor, branch)) for actor in unknown})
        plan.save(update_fields=["actor_map"])
    _take_doers(obligation, plan)


def _take_doers(obligation: Obligation, plan: Plan) -> None:
    doers = doers_of(obligation.actors, plan.actor_map)
    obligation.doer_kinds, obligation.doer_units = doers.kinds, doers.units


def _record(obligation: Obligation, act: str, *, by: User | None, **detail: Any) -> None:
    plan = obligation.plan
    detail = {"plan": plan.pk, **detail}
    record(obligation, verb=f"plans.obligation.{act}", by=by, unit_id=plan.unit_id, detail=detail)
