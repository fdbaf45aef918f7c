"""What was handed in before a proof: asked for every submission, so in one raw statement."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection

from qunfang.evidence.models import State, Submission
from qunfang.people.models import User
from qunfang.places.models import Site, Unit

Found = tuple[Submission | None, Submission | None]

EARLIER = """SELECT id FROM evidence_submission WHERE (client_key = %s AND submitted_by_id = %s)
    OR (state = %s AND lineage = %s AND unit_id = %s AND {site} AND period_start = %s)"""


def earlier(key: UUID, *, by: User, lineage: UUID, unit: Unit, site: Site | None, start: dt.date) -> Found:
    """The submission of this key and sender, which is a repeat, and the latest returned one of the same due.

    Both are locked until the transaction ends. Nearly always there is neither, and nothing more is asked.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    sql = EARLIER.format(site="site_id = %s" if site else "site_id IS NULL") + lock
    place = [State.REJECTED.value, _kept(lineage), unit.pk, *([site.pk] if site else []), start]
    with connection.cursor() as cursor:
        cursor.execute(sql, [_kept(key), by.pk, *place])
        ids = [pk for (pk,) in cursor.fetchall()]
    found = list(Submission.objects.filter(pk__in=ids).order_by("-submitted_at")) if ids else []
    known = next((each for each in found if each.client_key == key), None)
    return known, next((each for each in found if each.client_key != key), None)


def _kept(value: UUID) -> Any:
    """As the database keeps it."""
    return Submission._meta.get_field("client_key").get_db_prep_value(value, connection)
