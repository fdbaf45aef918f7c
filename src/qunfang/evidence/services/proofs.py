"""Handing in proof. One verb, one transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record_along
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.events import around
from qunfang.common.ids import new_uuid
from qunfang.common.trips import Row
from qunfang.engine.schedule import Period
from qunfang.evidence.checks import ask_for_checks
from qunfang.evidence.events import ProofChanging
from qunfang.evidence.models import Attachment, State, Submission
from qunfang.evidence.services.arrivals import check_arrivals, keep, read_arrival
from qunfang.evidence.services.earlier import ask_earlier, earlier
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Obligation, PlanState

MAX_FILES = 9
MAX_QUANTITY = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Capture:
    """What the pocket tells of its photos; `within`: the phone's own uncertainty in metres. None where not known."""

    in_app: bool | None = None
    at: dt.datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: float | None = None


UNKNOWN = Capture()


def submit_evidence(
    obligation: Obligation,
    *,
    unit: Unit,
    site: Site | None,
    period: Period,
    quantity: int,
    note: str,
    files: Sequence[UploadedFile[Any]],
    by: User,
    client_key: UUID | None = None,
    capture: Capture = UNKNOWN,
) -> Submission:
    """Hand in proof for one due. The same `client_key` again gives back the first submission unchanged.

    A returned submission of the same due is replaced by this one. Raises Invalid for a count or file that cannot
    be used, Conflict where the plan does not hold (any more).
    """
    arrived = [read_arrival(file, obligation.deliverable) for file in _check(quantity, note, files)]
    key = client_key or new_uuid()
    with transaction.atomic():
        place = ProofChanging.at(lineage=obligation.lineage, unit=unit, site=site, start=period.start)
        with around(place) as event:
            found = ask_earlier(event, key, by=by)
            event.trip.go()
            known, returned = earlier(found, key)
            if known:
                return known
            if obligation.plan.state != PlanState.PUBLISHED:
                raise Conflict(_("This plan is not in force any more. Open your list of dues again."))
            made = Submission(client_key=key, obligation=obligation, lineage=obligation.lineage, unit=unit, site=site)
            made.period_start, made.period_end = period.start, period.end
            made.quantity, made.note, made.submitted_by, made.submitted_at = quantity, note.strip(), by, clock.now()
            _captured(made, capture)
            check_arrivals(arrived, made)
            written = _write(event, made, returned=returned)
        event.trip.go()
        made.pk = written[0][0]
        if arrived:
            Attachment.objects.bulk_create([keep(each, made) for each in arrived])
            ask_for_checks(made)
    return made


def _captured(made: Submission, capture: Capture) -> None:
    made.captured_in_app, made.captured_at = capture.in_app, capture.at
    made.captured_latitude, made.captured_longitude = capture.latitude, capture.longitude
    made.captured_within = capture.within


def _write(event: ProofChanging, made: Submission, *, returned: Submission | None) -> list[Row]:
    """The new row, the one that it replaces, and the record; the rows that come back hold its key."""
    change = Counter({State.CLAIMED.value: made.quantity})
    if returned:
        made.replaces = returned
        event.trip.tell("UPDATE evidence_submission SET state = %s WHERE id = %s", [State.REPLACED.value, returned.pk])
        change[State.REJECTED.value] -= returned.quantity
    event.gained = change
    written = event.trip.insert(made)
    detail = {"quantity": made.quantity}
    record_along(event.trip, made, verb="evidence.submit", by=made.submitted_by, unit_id=made.unit_id, detail=detail)
    return written


def _check(quantity: int, note: str, files: Sequence[UploadedFile[Any]]) -> Sequence[UploadedFile[Any]]:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid(_("Give a count of at least 1."), field="quantity")
    if not files and not note.strip():
        raise Invalid(_("Add a photo, a file or at least a note: a count alone proves nothing."), field="files")
    if len(files) > MAX_FILES:
        raise Invalid(_("At most 9 files at once. Send the rest in a second go."), field="files")
    return files
