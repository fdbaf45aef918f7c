"""Counting one proof as it changes: what its due was before and is now, written as one row that nobody waits for.

This is the path of every submission: who may interfere is locked out, and all that must be known is asked in the
same round trip, in raw statements.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from qunfang.common.trips import Question, Row
from qunfang.coverage.models import COLUMNS
from qunfang.coverage.queries.recount import Modes
from qunfang.coverage.queries.single import Ancestor, is_target
from qunfang.coverage.services.folding import FOLD_EVERY, fold_all
from qunfang.coverage.services.locks import lock_of
from qunfang.coverage.services.rows import Change, adding_delta
from qunfang.engine.schedule import Period, due_periods
from qunfang.evidence.events import ProofChanging
from qunfang.evidence.models import COUNTED, Submission
from qunfang.places.models import PastUnit, Unit
from qunfang.places.queries import ancestor_paths, chain_ids, chain_text
from qunfang.plans.models import Obligation


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


@contextmanager
def count_proof(event: ProofChanging) -> Iterator[None]:
    """Write what changes for the due's units; nothing where the due does not count (any more)."""
    event.trip.ask(*lock_of(_place(event)))
    answers = [event.trip.ask(*question) for question in _questions(event)]
    yield
    change = _change_of(event, answers) if any(event.gained.values()) else None
    if change:
        number = event.trip.ask(*adding_delta(change))
        transaction.on_commit(lambda: fold_all() if number[0][0] % FOLD_EVERY == 0 else None, robust=True)


def _change_of(event: ProofChanging, answers: list[list[Row]]) -> Change | None:
    rows, homes, pasts, above, pieces = answers
    standing = _standing(rows[0], at_site=bool(event.site_id)) if rows else None
    found = _period_of(standing, event.period_start) if standing else None
    if standing is None or found is None:
        return None
    nth, period = found
    chain = _chain(_home(event, standing, homes, period), period, above=above, pasts=pasts)
    if not _counts(standing, chain, period):
        return None
    was = _pieces(pieces, period)
    now = {state: number + event.gained.get(state, 0) for state, number in was.items()}
    expected = standing.task.min_count or 1
    gained = [a - b for a, b in zip(columns_of(expected, now), columns_of(expected, was), strict=True)]
    return (standing.pk, nth, chain_text(each.pk for each in chain), gained) if any(gained) else None


def _place(event: ProofChanging) -> str:
    return f"{event.lineage}/{event.site_id or ''}/{'' if event.site_id else event.unit_id}"


def _questions(event: ProofChanging) -> list[Question]:
    """Obligation and site; former units of the site; former places of the unit; units above; proof of this place."""
    place, pk = ("site_id", event.site_id) if event.site_id else ("site_id IS NULL AND unit_id", event.unit_id)
    paths = ancestor_paths(event.unit.path if event.unit else _path_of(event.unit_id))
    lineage = Submission._meta.get_field("lineage").get_db_prep_value(event.lineage, connection)
    return [
        (STANDING, [event.site_id, lineage]),
        ("SELECT until, unit_id FROM places_pastsite WHERE site_id = %s ORDER BY until", [event.site_id]),
        ("SELECT until, chain FROM places_pastunit WHERE unit_id = %s ORDER BY until", [event.unit_id]),
        (UNITS.format(column="path", marks=", ".join(["%s"] * len(paths))), list(paths)),
        (
            f"""SELECT state, period_start, SUM(quantity) FROM evidence_submission
            WHERE lineage = %s AND {place} = %s GROUP BY state, period_start""",  # noqa: S608 - a name only
            [lineage, pk],
        ),
    ]


def _path_of(unit_id: int) -> str:
    return str(Unit.objects.values_list("path", flat=True).get(pk=unit_id))


STANDING = """SELECT o.id, o.doer_kinds, o.doer_units, o.actors, o.sites, o.per, o.min_count, o.every, o.by,
    p.unit_id, p.starts_on, p.ends_on, b.stretches, w.kind, w.unit_id, w.opened_on, w.closed_on
    FROM plans_obligation o JOIN plans_plan p ON p.id = o.plan_id
    JOIN coverage_basis b ON b.obligation_id = o.id LEFT JOIN places_site w ON w.id = %s
    WHERE o.lineage = %s AND p.state = 'published'"""
UNITS = "SELECT id, kind, opened_on, closed_on FROM places_unit WHERE {column} IN ({marks}) ORDER BY path"


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


def _standing(row: Row, *, at_site: bool) -> Standing:
    pk, *task, top, starts, ends, stretches, kind, unit, opened, closed = row
    return Standing(
        pk=pk,
        task=_task(tuple(task)),
        top=top,
        starts=_day(starts),
        ends=_day(ends),
        stretches=_stretches(stretches),
        site=(kind, unit, _day(opened), _day(closed)) if at_site else None,
    )


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


def _home(event: ProofChanging, standing: Standing, homes: list[Row], period: Period) -> int:
    """The unit for which it counts: the site's at the period's end or now, else the proof's own."""
    if standing.site is None:
        return event.unit_id
    return next((unit for until, unit in homes if _day(until) >= period.end), standing.site[1])


def _chain(unit_id: int, period: Period, *, above: list[Row], pasts: list[Row]) -> list[Ancestor]:
    """The units from the top down to where it counts, as they stood at the period's end or stand now.

    `above` and `pasts` were asked for the proof's own unit as the caller knew it; where it counts elsewhere, or the
    tree has changed meanwhile, they are asked anew.
    """
    if not above or above[-1][0] != unit_id:
        above = _units("path", ancestor_paths(_path_of(unit_id)))
        rows = PastUnit.objects.filter(unit=unit_id).order_by("until")
        pasts = list(rows.values_list("until", "chain"))
    once = next((chain_ids(chain) for until, chain in pasts if _day(until) >= period.end), None)
    if once:
        named = {row[0]: row for row in _units("id", list(once))}
        above = [named[pk] for pk in once]
    return [Ancestor(pk=pk, kind=kind, opened=_day(a), closed=_day(b)) for pk, kind, a, b in above]


def _units(column: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(UNITS.format(column=column, marks=", ".join(["%s"] * len(values))), list(values))
        return list(cursor.fetchall())


def _counts(standing: Standing, chain: list[Ancestor], period: Period) -> bool:
    site = standing.site
    real = [(chain[-1].opened, chain[-1].closed), *([site[2:]] if site else [])]
    if any((opened and opened > period.end) or (closed and closed < period.start) for opened, closed in real):
        return False
    if not standing.stretches:
        return False
    modes = next((modes for until, modes in standing.stretches if until >= period.end), standing.stretches[-1][1])
    return is_target(standing.task, chain, kind=site[0] if site else None, modes=modes, top=standing.top)


def _pieces(rows: list[Row], period: Period) -> dict[str, int]:
    """State → pieces of all proof of this due; from all proof of its place."""
    found = dict.fromkeys(map(str, COUNTED), 0)
    for state, day, number in rows:
        if state in found and period.start <= _day(day) <= period.end:
            found[state] += int(number)
    return found
