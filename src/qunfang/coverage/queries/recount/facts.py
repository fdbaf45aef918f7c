"""The facts, grouped by the database: sites by unit, proof by due, due by unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import numpy as np
from django.db import connection

from qunfang.coverage.queries.recount.trees import ALWAYS, Longs, ordinal
from qunfang.engine.schedule import Period
from qunfang.places.models import PastSite, Site
from qunfang.plans.models import Obligation

Scope = Collection[int] | None


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def day_param(day: dt.date) -> Any:
    """A day as the database's raw statements take it."""
    return connection.ops.adapt_datefield_value(day)


def lineage_param(obligation: Obligation) -> Any:
    """The lineage as the database's raw statements take it."""
    return Obligation._meta.get_field("lineage").get_db_prep_value(obligation.lineage, connection)


def _ids(scope: Collection[int]) -> str:
    return "(" + ",".join(str(int(each)) for each in sorted(scope)) + ")" if scope else "(0)"


def _home(day: str) -> str:
    """SQL for the unit of site `w` as it was on a day."""
    past = f"SELECT m.unit_id FROM {PastSite._meta.db_table} m WHERE m.site_id = w.id AND m.until >= {day}"
    return f"COALESCE(({past} ORDER BY m.until LIMIT 1), w.unit_id)"


def grouped_sites(kind: str, *, day: dt.date, scope: Scope, moved: bool) -> Longs:
    """Rows (unit id, opened, closed, number) of all sites of a kind as they belonged on `day`; days as ordinals."""
    home = _home("%s") if moved else "w.unit_id"
    inside = f"AND {home} IN {_ids(scope)}" if scope is not None else ""
    sql = f"""SELECT {home}, w.opened_on, w.closed_on, COUNT(*) FROM {Site._meta.db_table} w
        WHERE w.kind = %s {inside} GROUP BY 1, 2, 3"""
    days = [day_param(day)] if moved else []
    rows = _fetch(sql, [*days, kind, *(days if inside else [])])
    told = [(unit, ordinal(_day(a), 0), ordinal(_day(b), ALWAYS), number) for unit, a, b, number in rows]
    return np.array(told, dtype=np.int64).reshape(-1, 4)


def _day(value: Any) -> dt.date | None:
    """SQLite gives days back as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def grouped_proof(
    obligation: Obligation, periods: list[Period], *, scope: Scope, moved: bool
) -> list[tuple[int, int, str, tuple[int, ...]]]:
    """(period, unit id, kind of site or '', counted columns without `expected`) from every proof of the lineage.

    Each due's proof is added up, cut off at what is expected, and put under one state, before dues are added up.
    """
    spans = ",".join(f"({nth},%s,%s)" for nth in range(len(periods)))
    days = [day_param(day) for period in periods for day in (period.start, period.end)]
    types = "::date" if connection.vendor == "postgresql" else ""
    spans = spans.replace("%s", f"%s{types}")
    expected = obligation.min_count or 1
    params = [*days, lineage_param(obligation)]
    found = []
    for at_site in (False, True):
        sql = _proof_sql(spans, expected, at_site=at_site, scope=scope, moved=moved)
        found += [(row[0], row[1], row[2], tuple(row[3:])) for row in _fetch(sql, params)]
    return found


def _proof_sql(spans: str, expected: int, *, at_site: bool, scope: Scope, moved: bool) -> str:
    least = "LEAST" if connection.vendor == "postgresql" else "MIN"
    home = _home("d.last") if moved else "w.unit_id"
    place, kind, joined = (
        ("s.site_id", "w.kind", "JOIN places_site w ON w.id = d.place") if at_site else ("s.unit_id", "''", "")
    )
    unit = home if at_site else "d.place"
    existing = "(w.opened_on IS NULL OR w.opened_on <= d.last) AND (w.closed_on IS NULL OR w.closed_on >= d.first)"
    tests = [existing] if at_site else []
    tests += [f"{unit} IN {_ids(scope)}"] if scope is not None else []
    missing = f"site_id IS {'NOT ' if at_site else ''}NULL"
    # Where only some units are asked about, their proof is looked up by place, not by the whole lineage.
    near = (
        ""
        if scope is None
        else f"AND s.unit_id IN {_ids(scope)}"
        if not at_site
        else (
            f"AND s.site_id IN (SELECT w.id FROM places_site w WHERE w.unit_id IN {_ids(scope)} "
            f"OR w.id IN (SELECT m.site_id FROM places_pastsite m WHERE m.unit_id IN {_ids(scope)}))"
        )
    )
    return f"""
    WITH period(nth, first, last) AS (VALUES {spans}),
    due AS (
      SELECT p.nth, p.first, p.last, {place} AS place,
        SUM(CASE WHEN s.state = 'verified' THEN s.quantity ELSE 0 END) AS v,
        SUM(CASE WHEN s.state = 'claimed' THEN s.quantity ELSE 0 END) AS c,
        SUM(CASE WHEN s.state = 'rejected' THEN s.quantity ELSE 0 END) AS r
      FROM evidence_submission s JOIN period p ON s.period_start BETWEEN p.first AND p.last
      WHERE s.lineage = %s AND s.{missing} AND s.state IN ('verified', 'claimed', 'rejected') {near}
      GROUP BY p.nth, p.first, p.last, {place}),
    v AS (SELECT *, {least}({expected}, v) AS v1 FROM due),
    c AS (SELECT *, {least}({expected} - v1, c) AS c1 FROM v),
    d AS (SELECT *, {least}({expected} - v1 - c1, r) AS r1 FROM c)
    SELECT d.nth, {unit} AS unit, {kind} AS kind,
      SUM(CASE WHEN v1 = {expected} THEN 1 ELSE 0 END),
      SUM(CASE WHEN v1 < {expected} AND r1 = 0 AND v1 + c1 = {expected} THEN 1 ELSE 0 END),
      SUM(CASE WHEN r1 > 0 THEN 1 ELSE 0 END),
      SUM(v1), SUM(c1), SUM(r1)
    FROM d {joined} {"WHERE " + " AND ".join(tests) if tests else ""}
    GROUP BY 1, 2, 3 ORDER BY 1"""
