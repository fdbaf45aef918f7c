"""Handing in proof, and deciding on it. One verb, one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from qunfang.audit.services import record_along
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.events import around
from qunfang.common.ids import new_uuid
from qunfang.common.trips import Row
from qunfang.engine.schedule import Period
from qunfang.evidence.checks import ask_for_checks
from qunfang.evidence.events import ProofChanging
from qunfang.evidence.models import COUNTED, MOVES, Attachment, State, Submission
from qunfang.evidence.services.earlier import ask_earlier, earlier
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Obligation, PlanState

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 9
MAX_QUANTITY = 1_000_000
PHOTO_FORMATS = {"JPEG", "PNG", "WEBP"}  # a phone's MPO opens as JPEG
FILE_ENDINGS = (".pdf", ".docx", ".xlsx", ".txt", ".csv", ".mp3", ".mp4", ".m4a")


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
    checked = [_read(file) for file in _check(quantity, note, files)]
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
            written = _write(event, made, returned=returned)
        event.trip.go()
        made.pk = written[0][0]
        if checked:
            Attachment.objects.bulk_create([_keep(each, made) for each in checked])
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
        if to not in MOVES[held.state]:
            raise Conflict(_("Somebody decided this already. Open it again to see how."))
        before, held.state, held.reason = held.state, to, reason
        held.decided_by, held.decided_at = (None, None) if to == State.CLAIMED else (by, clock.now())
        values = [held.state.value, reason, held.decided_by and by.pk, _moment(held.decided_at), held.pk]
        event.trip.tell(DECIDED, values)
        detail = {"from": before, "reason": reason}
        record_along(event.trip, held, verb=f"evidence.{to.value}", by=by, unit_id=held.unit_id, detail=detail)
        event.gained = _change(held, before=before)
    event.trip.go()
    return held


HELD = "SELECT state, doubt FROM evidence_submission WHERE id = %s"
DECIDED = "UPDATE evidence_submission SET state = %s, reason = %s, decided_by_id = %s, decided_at = %s WHERE id = %s"


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


def _check(quantity: int, note: str, files: Sequence[UploadedFile[Any]]) -> Sequence[UploadedFile[Any]]:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid(_("Give a count of at least 1."), field="quantity")
    if not files and not note.strip():
        raise Invalid(_("Add a photo, a file or at least a note: a count alone proves nothing."), field="files")
    if len(files) > MAX_FILES:
        raise Invalid(_("At most 9 files at once. Send the rest in a second go."), field="files")
    return files


def _read(file: UploadedFile[Any]) -> Attachment:
    """An unsaved attachment from an upload, with its facts; Invalid where it is no photo and no known file."""
    name = (file.name or "")[-120:]
    if not file.size or file.size > MAX_BYTES:
        raise Invalid(_("“%(name)s” is empty or larger than 20 MB.") % {"name": name}, field="files")
    content = file.read()
    made = Attachment(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), kind="file")
    size = _photo_size(content)
    if size:
        made.kind, (made.width, made.height) = "photo", size
    elif not name.lower().endswith(FILE_ENDINGS):
        raise Invalid(_("“%(name)s” is neither a photo nor a document we can keep.") % {"name": name}, field="files")
    file.seek(0)
    made.file = file
    return made


def _photo_size(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content), formats=sorted(PHOTO_FORMATS)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


def _keep(made: Attachment, submission: Submission) -> Attachment:
    made.submission = submission
    upload = made.file
    ending = made.name.rsplit(".", 1)[-1].lower() if "." in made.name else "bin"
    made.file.save(f"{made.sha256[:24]}.{ending}", upload.file, save=False)
    return made
