"""Deciding on proof: one at a time, or those together against which the checks found nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record_along
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.events import around
from qunfang.evidence.events import ProofChanging
from qunfang.evidence.models import COUNTED, MOVES, State, Submission
from qunfang.evidence.queries import clean
from qunfang.evidence.services.second_looks import draw
from qunfang.people.models import User

MOST_TOGETHER = 60


def accept(submission: Submission, *, by: User) -> Submission:
    """It counts from now on. Nobody accepts what they handed in themselves."""
    return _decide(submission, to=State.VERIFIED, by=by, reason="")


def reject(submission: Submission, *, by: User, reason: str) -> Submission:
    """Returned, with the reason that the sender reads."""
    if not reason.strip():
        raise Invalid(_("Say why it is returned, so that it can be done right."), field="reason")
    return _decide(submission, to=State.REJECTED, by=by, reason=reason.strip())


def undo_decision(submission: Submission, *, by: User) -> Submission:
    """Back to waiting for review."""
    return _decide(submission, to=State.CLAIMED, by=by, reason="")


def withdraw(submission: Submission, *, by: User) -> Submission:
    """Taken back by its sender before anybody decided."""
    if submission.submitted_by_id != by.pk:
        raise Conflict(_("Only the sender can take it back."))
    return _move(submission, to=State.WITHDRAWN, by=by, reason="")


@transaction.atomic
def accept_together(submissions: Sequence[Submission], *, by: User) -> list[Submission]:
    """All of them count from now on, or none.

    Raises Invalid for none or more than 60, Conflict where one is decided already, has findings against it, is not
    checked yet, or is the reviewer's own.
    """
    held = _held_together(submissions)
    if clean(Submission.objects.filter(pk__in=[each.pk for each in held])).count() < len(held):
        raise Conflict(_("One of them has changed meanwhile, so none was accepted. Look through them once more."))
    return [_decided(each, to=State.VERIFIED, by=by, together=len(held)) for each in held]


@transaction.atomic
def undo_together(submissions: Sequence[Submission], *, by: User) -> list[Submission]:
    """All of them wait for review again, or none: Conflict where one is not accepted any more."""
    held = _held_together(submissions)
    if any(each.state != State.VERIFIED for each in held):
        raise Conflict(_("Somebody decided one of them anew, so nothing was undone."))
    return [_decided(each, to=State.CLAIMED, by=by, together=len(held)) for each in held]


def _held_together(submissions: Sequence[Submission]) -> list[Submission]:
    """Locked, all rows before any place; then in the order of places, so that two reviewers never wait in a circle."""
    keys = {each.pk for each in submissions}
    if not 0 < len(keys) <= MOST_TOGETHER:
        raise Invalid(_("Choose between 1 and %(most)s proofs.") % {"most": MOST_TOGETHER})
    found = Submission.objects.select_for_update(of=("self",)).select_related("obligation", "unit")
    held = list(found.filter(pk__in=keys).order_by("pk"))
    return sorted(held, key=lambda each: (str(each.lineage), each.unit_id, each.site_id or 0, each.pk))


def _decide(submission: Submission, *, to: State, by: User, reason: str) -> Submission:
    if submission.submitted_by_id == by.pk:
        raise Conflict(_("You sent this yourself; somebody else must review it."))
    return _move(submission, to=to, by=by, reason=reason)


@transaction.atomic
def _move(submission: Submission, *, to: State, by: User, reason: str) -> Submission:
    """Only what a proof's way changes is read anew, under the lock; where and for what it was handed in stays."""
    held = copy(submission)
    with around(_changing(submission)) as event:
        now = event.trip.ask(HELD + (" FOR UPDATE" if connection.features.has_select_for_update else ""), [held.pk])
        event.trip.go()
        held.state, held.doubt = now[0]
        _write(event, held, to=to, by=by, reason=reason, together=1)
    event.trip.go()
    if to == State.VERIFIED:
        draw(held, by=by)
    return held


def _decided(held: Submission, *, to: State, by: User, together: int) -> Submission:
    """One of several that are held already."""
    if held.submitted_by_id == by.pk:
        raise Conflict(_("You sent one of them yourself; somebody else must review it."))
    with around(_changing(held)) as event:
        event.trip.go()
        _write(event, held, to=to, by=by, reason="", together=together)
    event.trip.go()
    if to == State.VERIFIED:
        draw(held, by=by)
    return held


HELD = "SELECT state, doubt FROM evidence_submission WHERE id = %s"
DECIDED = "UPDATE evidence_submission SET state = %s, reason = %s, decided_by_id = %s, decided_at = %s WHERE id = %s"


def _write(event: ProofChanging, held: Submission, *, to: State, by: User, reason: str, together: int) -> None:
    """The decision and its record go along with the event's trip."""
    if to not in MOVES[held.state]:
        raise Conflict(_("Somebody decided this already. Open it again to see how."))
    before, held.state, held.reason = held.state, to, reason
    held.decided_by, held.decided_at = (None, None) if to == State.CLAIMED else (by, clock.now())
    values = [held.state.value, reason, held.decided_by and by.pk, _moment(held.decided_at), held.pk]
    event.trip.tell(DECIDED, values)
    detail = {"from": before, "reason": reason} | ({"together": together} if together > 1 else {})
    record_along(event.trip, held, verb=f"evidence.{to.value}", by=by, unit_id=held.unit_id, detail=detail)
    event.gained = _change(held, before=before)


def _changing(proof: Submission) -> ProofChanging:
    return ProofChanging(
        lineage=proof.lineage,
        unit=proof._state.fields_cache.get("unit"),
        unit_id=proof.unit_id,
        site_id=proof.site_id,
        period_start=proof.period_start,
    )


def _moment(at: dt.datetime | None) -> Any:
    """As the database keeps it."""
    return Submission._meta.get_field("decided_at").get_db_prep_value(at, connection)


def _change(held: Submission, *, before: str) -> dict[str, int]:
    moved = {before: -held.quantity, held.state: held.quantity}
    return {state: pieces for state, pieces in moved.items() if state in COUNTED}
