"""What was handed in before a proof: asked for every submission, so in one raw statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from qunfang.common.trips import Row
from qunfang.evidence.events import ProofChanging
from qunfang.evidence.models import State, Submission
from qunfang.people.models import User

Found = tuple[Submission | None, Submission | None]

EARLIER = """SELECT id FROM evidence_submission WHERE (client_key = %s AND submitted_by_id = %s)
    OR (state = %s AND lineage = %s AND unit_id = %s AND {site} AND period_start = %s)"""


def ask_earlier(event: ProofChanging, key: UUID, *, by: User) -> list[Row]:
    """What `earlier` reads once the trip has gone; the rows are locked until the transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    sql = EARLIER.format(site="site_id = %s" if event.site_id else "site_id IS NULL") + lock
    site = [event.site_id] if event.site_id else []
    place = [State.REJECTED.value, _kept(event.lineage), event.unit_id, *site, event.period_start]
    return event.trip.ask(sql, [_kept(key), by.pk, *place])


def earlier(rows: list[Row], key: UUID) -> Found:
    """The submission of this key and sender, which is a repeat, and the latest returned one of the same due.

    Nearly always there is neither, and nothing more is asked.
    """
    ids = [pk for (pk,) in rows]
    found = list(Submission.objects.filter(pk__in=ids).order_by("-submitted_at")) if ids else []
    known = next((each for each in found if each.client_key == key), None)
    return known, next((each for each in found if each.client_key != key), None)


def _kept(value: UUID) -> Any:
    """As the database keeps it."""
    return Submission._meta.get_field("client_key").get_db_prep_value(value, connection)
