"""A made-up country for measuring: drawn with a seed, loaded in bulk.

31 provinces × 11 cities × 9 counties × 13 towns × 15 or 16 villages, ten sites in each village; one plan of the
topmost unit with twelve obligations: ten kinds of site twice a year, two of each village four times.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Model

from qunfang.common import clock
from qunfang.coverage.services.rows import add_deltas
from qunfang.engine.schedule import due_periods
from qunfang.evidence.models import Submission
from qunfang.places.models import Site, Unit
from qunfang.places.queries import chain_text, chains_of
from qunfang.plans.models import Document, Obligation, Plan, PlanState

SEED = 20260901
SIZES = {"county": (1, 1, 1), "city": (1, 1, 9), "province": (1, 11, 9), "tenth": (3, 11, 9), "nation": (31, 11, 9)}
LEVELS = ("province", "city", "county", "town", "village")
KINDS = ("entrance", "elevator", "factory", "crossroads", "plaza", "park", "station", "shop", "market", "led_screen")
STARTS, ENDS = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
PERIODS = 2
"""Periods of every obligation that have begun at any time of the second half-year, at least."""
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VERIFIED, CLAIMED, REJECTED = 0.58, 0.61, 0.63
"""Thresholds of the draw that decides what became of a due; beyond the last nothing was handed in."""


def grow(size: str) -> Plan:
    """Units, sites and a plan that is published but has no tallies yet."""
    with _unindexed(over="places_site"):
        load(Unit, ("path", "depth", "numchild", "kind", "name", "code"), _units(SIZES[size]))
        villages = list(Unit.objects.filter(kind="village").values_list("pk", flat=True))
        load(Site, ("unit_id", "kind", "name", "code", "address"), _sites(villages))
    _analyse()
    return _plan(Unit.objects.get(depth=1))


def _step(number: int) -> str:
    """A treebeard step: base 36, four digits."""
    found = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        found = DIGITS[rest] + found
    return found


def _units(size: tuple[int, int, int]) -> Iterator[tuple[Any, ...]]:
    yield "0001", 1, size[0], "other", "全国", ""
    widths = (*size, 13, 16)

    def below(path: str, depth: int) -> Iterator[tuple[Any, ...]]:
        width = widths[depth] if depth < 4 else 15 + int(path[-1], 36) % 2
        for number in range(1, width + 1):
            own = path + _step(number)
            more = depth + 1 < len(widths)
            yield own, depth + 2, widths[depth + 1] if more else 0, LEVELS[depth], f"{LEVELS[depth]} {number}", ""
            if more:
                yield from below(own, depth + 1)

    yield from below("0001", 0)


def _sites(villages: list[int]) -> Iterator[tuple[Any, ...]]:
    for pk in villages:
        for kind in KINDS:
            yield pk, kind, kind, "", ""


def _plan(top: Unit) -> Plan:
    document = Document.objects.create(unit=top, text="方案", sha256="0" * 64, added_at=clock.now())
    facts = {"unit": top, "document": document, "kind": "other", "starts_on": STARTS, "ends_on": ENDS}
    plan = Plan.objects.create(**facts, title="方案", reading={}, created_at=clock.now(), state=PlanState.PUBLISHED)
    doers = {"actors": ["各村"], "doer_kinds": ["village", "community"], "span_start": 0, "span_end": 2}
    asked: list[dict[str, Any]] = [{"sites": [kind], "per": "site", "every": "half_year"} for kind in KINDS]
    asked += [{"per": "unit", "every": "quarter", "min_count": number} for number in (1, 3)]
    for position, each in enumerate(asked):
        lineage = uuid.UUID(int=position + 1)
        given = {"clause": f"第{position}条", "deliverable": "poster", "lineage": lineage, **doers, **each}
        Obligation.objects.create(plan=plan, position=position, **given)
    return plan


def prove(plan: Plan) -> int:
    """Evidence for the dues by chance; returns how many pieces were accepted."""
    accepted = 0
    with _unindexed(over="evidence_submission"):
        for obligation in plan.obligations.all():
            places = _places(obligation)
            for period in due_periods(obligation.every, STARTS, ENDS):
                chance = np.random.default_rng([SEED, obligation.position, period.start.toordinal()])
                rows = list(_facts(obligation, period, places, draws=chance.random(len(places)).tolist()))
                accepted += sum(row[0] == "verified" for row in rows)
                load(Submission, FACTS, rows)
    _analyse()
    return accepted


FACTS = ("state", "client_key", "obligation_id", "lineage", "unit_id", "site_id", "period_start", "period_end",
         "quantity", "note", "reason", "submitted_at")  # fmt: skip


def _places(obligation: Obligation) -> list[tuple[int, int | None]]:
    if obligation.sites:
        return list(Site.objects.filter(kind=obligation.sites[0]).order_by("pk").values_list("unit_id", "pk"))
    return [(pk, None) for pk in Unit.objects.filter(kind="village").values_list("pk", flat=True)]


def _facts(obligation: Obligation, period: Any, places: list[Any], *, draws: list[float]) -> Iterator[tuple[Any, ...]]:
    postgres = connection.vendor == "postgresql"
    lineage = str(obligation.lineage) if postgres else obligation.lineage.hex
    days, number = (str(period.start), str(period.end)), obligation.min_count or 1
    first = (obligation.position << 60) | (period.start.toordinal() << 30)
    for place, ((unit, site), draw) in enumerate(zip(places, draws, strict=True)):
        if draw < REJECTED:
            state = "verified" if draw < VERIFIED else "claimed" if draw < CLAIMED else "rejected"
            key = f"{first + place:032x}"
            yield state, key, obligation.pk, lineage, unit, site, *days, number, "", "", "2026-06-01 08:00:00+00"


def load(model: type[Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY on PostgreSQL, executemany on SQLite; columns that are not named get the model's default."""
    rest = _defaults(model, names)
    table, told = model._meta.db_table, ", ".join((*names, *rest))
    whole = ((*row, *rest.values()) for row in rows) if rest else rows
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * (len(names) + len(rest)))
            cursor.executemany(f"INSERT INTO {table} ({told}) VALUES ({marks})", list(whole))
            return
        with cursor.copy(f"COPY {table} ({told}) FROM STDIN") as copy:
            part: list[str] = []
            for row in whole:
                part.append("\t".join([r"\N" if value is None else str(value) for value in row]))
                if len(part) == 20_000:
                    copy.write("\n".join(part) + "\n")
                    part.clear()
            copy.write("\n".join(part) + "\n" if part else "")


def _defaults(model: type[Model], names: tuple[str, ...]) -> dict[str, Any]:
    """Column → default of the columns that are not named and may not be null."""
    fields = [each for each in model._meta.concrete_fields if each.column not in names]
    bare = [each for each in fields if not (each.null or each.primary_key)]
    return {str(each.column): each.get_db_prep_save(each.get_default(), connection) for each in bare}


@contextmanager
def _unindexed(*, over: str) -> Iterator[None]:
    """One transaction; on PostgreSQL no foreign key is checked in it and the table's indexes are made at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        made: list[str] = []
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(INDEXES, [over])
            found = cursor.fetchall()
            for name, _definition in found:
                cursor.execute(f'DROP INDEX "{name}"')
            made = [definition for _name, definition in found]
        yield
        for definition in made:
            cursor.execute(definition)


INDEXES = """SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = %s AND NOT EXISTS
    (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"""


def fall_behind(tasks: Iterable[Obligation], number: int) -> None:
    """So many changes that nobody has folded yet, at villages drawn by chance: a due handed in that was missing."""
    chance, ids = np.random.default_rng([SEED, number]), [task.pk for task in tasks]
    villages = list(Unit.objects.filter(kind="village").order_by("pk")[:200_000])
    drawn = [villages[place] for place in chance.integers(len(villages), size=number)]
    chains = chains_of(drawn)
    add_deltas(
        (ids[nth % len(ids)], nth // len(ids) % PERIODS, chain_text(chains[unit.pk]), [0, 0, 1, 0, 0, 0, 1, 0])
        for nth, unit in enumerate(drawn)
    )


def stored() -> dict[str, int]:
    """Bytes of the tables that count, with their indexes; on SQLite of the whole file."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return {"all": int(cursor.fetchone()[0])}
        tables = ("places_unit", "places_site", "evidence_submission", "coverage_tally")
        cursor.execute("SELECT " + ", ".join(f"pg_total_relation_size('{table}')" for table in tables))
        return dict(zip(tables, map(int, cursor.fetchone()), strict=True))


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
