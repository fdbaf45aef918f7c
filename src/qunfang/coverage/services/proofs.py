"""Counting one proof as it changes: what its due was before and is now, written as one row that nobody waits for.

This is the path of every submission, so its questions are few raw statements: who may interfere is locked out, the
obligation with its basis and the site, the units above, the proof of this due.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from qunfang.common import clock
from qunfang.coverage.models import COLUMNS
from qunfang.coverage.queries.recount import Modes
from qunfang.coverage.queries.recount.facts import day_param
from qunfang.coverage.queries.single import Ancestor, is_target
from qunfang.coverage.services.locks import hold_due
from qunfang.coverage.services.rows import add_deltas
from qunfang.engine.schedule import Period, due_periods
from qunfang.evidence.events import ProofChanged
from qunfang.evidence.models import COUNTED, Submission
from qunfang.places.models import PastSite, PastUnit, Unit
from qunfang.places.queries import ancestor_paths, chain_ids, chain_text
from qunfang.plans.models import Obligation

Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The obligation that holds now for a proof's lineage, and the proof's site as it is now (None for a unit's)."""

    pk: int
    task: Obligation
    top: int
    starts: dt.date
    ends: dt.date
    stretches: tuple[tuple[dt.date, Modes], ...]
    site: tuple[str, int, dt.date | None, dt.date | None] | None


def count_proof(event: ProofChanged) -> None:
    """Write what changed for the due's units; nothing where the due does not count (any more)."""
    proof = event.submission
    if not any(event.change.values()):
        return
    hold_due(f"{proof.lineage}/{proof.site_id or ''}/{'' if proof.site_id else proof.unit_id}")
    standing = _standing(proof)
    found = _period_of(standing, proof.period_start) if standing else None
    if standing is None or found is None:
        return
    nth, period = found
    chain = _chain(proof, standing, period)
    if not _counts(standing, chain, period):
        return
    now = _pieces(proof, period)
    was = {state: pieces - event.change.get(state, 0) for state, pieces in now.items()}
    expected = standing.task.min_count or 1
    change = [a - b for a, b in zip(columns_of(expected, now), columns_of(expected, was), strict=True)]
    if any(change):
        add_deltas([(standing.pk, nth, chain_text(each.pk for each in chain), change)])


def columns_of(expected: int, pieces: dict[str, int]) -> tuple[int, ...]:
    """One due's counted columns (`expected` stays: it is not proof that changes it)."""
    verified = min(expected, pieces["verified"])
    claimed = min(expected - verified, pieces["claimed"])
    rejected = min(expected - verified - claimed, pieces["rejected"])
    whole, back = verified == expected, rejected > 0
    waiting = not whole and not back and verified + claimed == expected
    told = {"verified": int(whole), "claimed": int(waiting), "rejected": int(back)}
    told |= {"verified_pieces": verified, "claimed_pieces": claimed, "rejected_pieces": rejected}
    return tuple(told.get(name, 0) for name in COLUMNS)


def _rows(sql: str, params: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _standing(proof: Submission) -> Standing | None:
    rows = _rows(
        """SELECT o.id, o.doer_kinds, o.doer_units, o.actors, o.sites, o.per, o.min_count, o.every, o.by,
            p.unit_id, p.starts_on, p.ends_on, b.stretches, w.kind, w.unit_id, w.opened_on, w.closed_on
        FROM plans_obligation o JOIN plans_plan p ON p.id = o.plan_id
        JOIN coverage_basis b ON b.obligation_id = o.id LEFT JOIN places_site w ON w.id = %s
        WHERE o.lineage = %s AND p.state = 'published'""",
        [proof.site_id, _uuid(proof)],
    )
    if not rows:
        return None
    pk, *task, top, starts, ends, stretches, kind, unit, opened, closed = rows[0]
    return Standing(
        pk=pk,
        task=_task(tuple(task)),
        top=top,
        starts=_day(starts),
        ends=_day(ends),
        stretches=_stretches(stretches),
        site=(kind, unit, _day(opened), _day(closed)) if proof.site_id else None,
    )


def _uuid(proof: Submission) -> Any:
    return Submission._meta.get_field("lineage").get_db_prep_value(proof.lineage, connection)


def _day(value: Any) -> Any:
    """SQLite gives days back as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=1024)
def _task(told: Row) -> Obligation:
    names = ("doer_kinds", "doer_units", "actors", "sites", "per", "min_count", "every", "by")
    lists = [json.loads(value) for value in told[:4]]
    return Obligation(**dict(zip(names, [*lists, *told[4:]], strict=True)))


@lru_cache(maxsize=1024)
def _stretches(told: str) -> tuple[tuple[dt.date, Modes], ...]:
    return tuple(
        (dt.date.fromisoformat(until) if until else dt.date.max, Modes.of_json(modes))
        for until, modes in json.loads(told)
    )


@lru_cache(maxsize=1024)
def _periods(every: str | None, by: str | None, starts: dt.date, ends: dt.date) -> tuple[list[dt.date], list[Period]]:
    periods = due_periods(every, starts, ends, by=by) if starts <= ends else []
    return [period.start for period in periods], periods


def _period_of(standing: Standing, day: dt.date) -> tuple[int, Period] | None:
    """The period in which a proof's own first day lies, with its number."""
    if not (standing.starts and standing.ends):
        return None
    starts, periods = _periods(standing.task.every, standing.task.by, standing.starts, standing.ends)
    nth = bisect_right(starts, day) - 1
    return (nth, periods[nth]) if nth >= 0 and day <= periods[nth].end else None


def _chain(proof: Submission, standing: Standing, period: Period) -> list[Ancestor]:
    """The units from the top down to where it counts, as they stood at the period's end or stand now."""
    unit_id = standing.site[1] if standing.site else proof.unit_id
    if period.end < clock.today():
        past_site = PastSite.objects.filter(site=proof.site_id, until__gte=period.end).order_by("until")
        unit_id = past_site.values_list("unit_id", flat=True).first() or unit_id if proof.site_id else unit_id
        past = PastUnit.objects.filter(unit=unit_id, until__gte=period.end).order_by("until").first()
        if past:
            ids = chain_ids(past.chain)
            named = {each.pk: each for each in _units("id", list(ids))}
            return [named[pk] for pk in ids]
    known = proof._state.fields_cache.get("unit")
    guess = _units("path", ancestor_paths(known.path)) if known and known.pk == unit_id else []
    if not guess or guess[-1].pk != unit_id:
        guess = _units("path", ancestor_paths(Unit.objects.values_list("path", flat=True).get(pk=unit_id)))
    return guess


def _units(column: str, values: list[Any]) -> list[Ancestor]:
    marks = ", ".join(["%s"] * len(values))
    rows = _rows(
        f"SELECT id, kind, opened_on, closed_on FROM places_unit WHERE {column} IN ({marks}) ORDER BY path",  # noqa: S608
        values,
    )
    return [Ancestor(pk=pk, kind=kind, opened=_day(a), closed=_day(b)) for pk, kind, a, b in rows]


def _counts(standing: Standing, chain: list[Ancestor], period: Period) -> bool:
    site = standing.site
    real = [(chain[-1].opened, chain[-1].closed), *([site[2:]] if site else [])]
    if any((opened and opened > period.end) or (closed and closed < period.start) for opened, closed in real):
        return False
    if not standing.stretches:
        return False
    modes = next((modes for until, modes in standing.stretches if until >= period.end), standing.stretches[-1][1])
    return is_target(standing.task, chain, kind=site[0] if site else None, modes=modes, top=standing.top)


def _pieces(proof: Submission, period: Period) -> dict[str, int]:
    """State → pieces of all proof of this due, by now."""
    place, pk = ("site_id", proof.site_id) if proof.site_id else ("site_id IS NULL AND unit_id", proof.unit_id)
    rows = _rows(
        f"""SELECT state, SUM(quantity) FROM evidence_submission
        WHERE lineage = %s AND {place} = %s AND period_start BETWEEN %s AND %s GROUP BY state""",  # noqa: S608
        [_uuid(proof), pk, day_param(period.start), day_param(period.end)],
    )
    return {**dict.fromkeys(map(str, COUNTED), 0), **{state: int(pieces) for state, pieces in rows if state in COUNTED}}
