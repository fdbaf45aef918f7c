"""Drafts: made from a document, made anew from an amended one, put aside and taken up again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict
from qunfang.people.models import User
from qunfang.plans.models import Document, Obligation, Plan, PlanState
from qunfang.plans.queries.actors import Branch, Doers, doers_of, suggest
from qunfang.plans.services.documents import add_document, is_saved_plan, read
from qunfang.plans.services.slots import check_slot
from qunfang.plans.services.states import hold, move

READ_SLOTS = ("deliverable", "actors", "sites", "min_count", "per", "every", "by")
KEPT_SLOTS = (*READ_SLOTS, "doer_kinds", "doer_units")


@transaction.atomic
def draft_plan(document: Document, *, by: User | None) -> Plan:
    """Compile the document: a draft whose tasks carry a suggestion of who in this tree does them."""
    return _draft(document, by=by)


@transaction.atomic
def amend_plan(plan: Plan, *, text: str | bytes, name: str = "", by: User | None) -> Plan:
    """A draft of the next version from the amended text; what a person corrected before is kept where it still fits."""
    hold(plan)
    if plan.state != PlanState.PUBLISHED:
        raise Conflict(_("Only the version that holds now can be amended."))
    document = add_document(plan.unit, text=text, name=name or plan.document.name, by=by)
    try:
        with transaction.atomic():
            draft = _draft(document, by=by, after=plan)
    except IntegrityError as cause:
        raise Conflict(_("There is a draft of the next version already. Finish it or put it aside first.")) from cause
    _keep_corrections(plan, draft)
    return draft


@transaction.atomic
def discard_plan(plan: Plan, *, by: User | None) -> Plan:
    """Put a draft aside; `restore_plan` takes it up again."""
    return _move(plan, PlanState.DISCARDED, by=by)


@transaction.atomic
def restore_plan(plan: Plan, *, by: User | None) -> Plan:
    """Take up a draft that was put aside."""
    try:
        with transaction.atomic():
            return _move(plan, PlanState.DRAFT, by=by)
    except IntegrityError as cause:
        raise Conflict(_("There is a draft of the next version already. Finish it or put it aside first.")) from cause


def _move(plan: Plan, to: PlanState, *, by: User | None) -> Plan:
    hold(plan)
    move(plan, to)
    plan.save(update_fields=["state"])
    record(plan, verb=f"plans.plan.{to}", by=by, unit_id=plan.unit_id)
    return plan


def _draft(document: Document, *, by: User | None, after: Plan | None = None) -> Plan:
    reading = read(document)
    branch = Branch(document.unit)
    found = reading["obligations"]
    period = reading.get("period") or {}
    plan = Plan.objects.create(
        unit=document.unit,
        document=document,
        title=_title(reading, document, after),
        kind=reading.get("kind") or "other",
        starts_on=_day(period.get("start")) or (after.starts_on if after else None),
        ends_on=_day(period.get("end")) or (after.ends_on if after else None),
        reading=reading,
        actor_map=_actor_map(found, branch, after.actor_map if after else {}),
        supersedes=after,
        superior=after.superior if after else None,
        version=after.version + 1 if after else 1,
        created_by=by,
        created_at=clock.now(),
    )
    Obligation.objects.bulk_create(_obligation(plan, position, each) for position, each in enumerate(found, start=1))
    record(plan, verb="plans.plan.draft", by=by, unit_id=plan.unit_id, detail={"tasks": len(found)})
    return plan


def _title(reading: dict[str, Any], document: Document, after: Plan | None) -> str:
    first_line = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    title = reading.get("title") or (after.title if after else first_line)
    return str(title)[:200]


def _day(text: str | None) -> dt.date | None:
    """A full date; a date without its year is left for a person to complete."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _actor_map(found: Iterable[dict[str, Any]], branch: Branch, known: dict[str, Any]) -> dict[str, Any]:
    actors = dict.fromkeys(actor for each in found for actor in (each["actors"] or [""]))
    return {actor: known.get(actor) or as_map(suggest(actor, branch)) for actor in actors}


def as_map(doers: Doers) -> dict[str, Any]:
    """Doers as an entry of a plan's actor map."""
    return {"kinds": doers.kinds, "units": doers.units}


def _obligation(plan: Plan, position: int, found: dict[str, Any]) -> Obligation:
    start, end = _span(plan.document, found)
    doers = doers_of(found["actors"], plan.actor_map)
    task = Obligation(
        plan=plan,
        position=position,
        clause=plan.document.text[start:end] or found.get("text", ""),
        span_start=start,
        span_end=end,
        doer_kinds=doers.kinds,
        doer_units=doers.units,
        doubts=found.get("doubts", []),
        trace=found.get("trace", []),
    )
    for slot in READ_SLOTS:
        setattr(task, slot, check_slot(task, slot, found.get(slot)))
    return task


def _span(document: Document, found: dict[str, Any]) -> tuple[int, int]:
    """Where the words stand; in a saved plan, where its YAML quotes them."""
    if not is_saved_plan(document):
        start, end = found["span"]
        return start, end
    words = found.get("text", "")
    start = max(document.text.find(words), 0) if words else 0
    return start, start + len(words) if document.text.startswith(words, start) else start


def _keep_corrections(old: Plan, new: Plan) -> None:
    """What a person decided about a task of the old version holds for the same words in the new one."""
    before, after = list(old.obligations.all()), list(new.obligations.all())
    known = {_as_read(old, each): each for each in before if each.clause}
    for now in after:
        was = known.pop(_as_read(new, now), None)
        if was is not None:
            _keep(was, now)
    by_hand = [each for each in before if not each.clause and not each.dropped]
    for position, each in enumerate(by_hand, start=len(after) + 1):
        each.pk, each.plan, each.position = None, new, position
        each.save(force_insert=True)


def _keep(was: Obligation, now: Obligation) -> None:
    now.lineage, now.dropped, now.corrected, now.doubts = was.lineage, was.dropped, was.corrected, []
    for slot in {*was.corrected} & {*KEPT_SLOTS}:
        setattr(now, slot, getattr(was, slot))
    now.save()


def _as_read(plan: Plan, obligation: Obligation) -> str:
    """The task's words and what the engine read in them, whatever a person made of it since."""
    found = plan.reading["obligations"]
    index = obligation.position - 1
    read_slots = {**found[index], "span": None, "trace": None, "doubts": None} if index < len(found) else {}
    return obligation.clause + json.dumps(read_slots, sort_keys=True, ensure_ascii=False)
