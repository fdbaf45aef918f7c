"""Adding to the record, and sealing it in chained batches."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models, transaction

from qunfang.audit.models import Record, Seal
from qunfang.common import clock
from qunfang.common.trips import Trip, key_of_last

BATCH = 1000


def record(
    subject: models.Model,
    *,
    verb: str,
    by: Any = None,
    unit_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> Record:
    """Note that `by` (a user, or None for the system) did `verb` to `subject`; call inside the same transaction."""
    return _save(_line(subject, verb=verb, by=by, unit_id=unit_id, detail=detail))


def record_along(
    trip: Trip,
    subject: models.Model,
    *,
    verb: str,
    by: Any = None,
    unit_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """The same, written by the next go of `trip`. A subject without a key must be what it inserts right before."""
    made = _line(subject, verb=verb, by=by, unit_id=unit_id, detail=detail)
    if subject.pk is None:
        trip.insert(made, subject_id=key_of_last(type(subject)))
    else:
        trip.insert(made)


def _line(subject: models.Model, *, verb: str, by: Any, unit_id: int | None, detail: dict[str, Any] | None) -> Record:
    return Record(
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by is not None else "",
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        unit_id=unit_id,
        detail=detail or {},
    )


def _save(made: Record) -> Record:
    made.save(force_insert=True)
    return made


def row_line(row: Record) -> str:
    """A record as one canonical line: what the seal's digest is taken over."""
    fields = [row.pk, row.at.isoformat(), row.actor_id, row.actor_name, row.verb]
    fields += [row.subject_kind, row.subject_id, row.unit_id, row.detail]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_digest(before: str, rows: list[Record]) -> str:
    """Digest of a batch, chained to the digest `before` it ('' for the first)."""
    body = "\n".join([before, *(row_line(row) for row in rows)])
    return hashlib.sha256(body.encode()).hexdigest()


@transaction.atomic
def seal() -> int:
    """Seal the oldest unsealed rows, at most one batch; returns how many were sealed."""
    last = Seal.objects.select_for_update().order_by("-last_id").first()
    rows = list(Record.objects.filter(pk__gt=last.last_id if last else 0).order_by("pk")[:BATCH])
    if not rows:
        return 0
    Seal.objects.create(
        first_id=rows[0].pk,
        last_id=rows[-1].pk,
        digest=chain_digest(last.digest if last else "", rows),
        sealed_at=clock.now(),
    )
    return len(rows)


def first_broken_seal() -> Seal | None:
    """The first seal whose rows no longer match its digest, or None when the chain is whole."""
    before = ""
    for item in Seal.objects.order_by("last_id"):
        rows = list(Record.objects.filter(pk__range=(item.first_id, item.last_id)).order_by("pk"))
        if chain_digest(before, rows) != item.digest:
            return item
        before = item.digest
    return None
