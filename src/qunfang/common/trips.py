"""Statements that go to the database together: on PostgreSQL in one round trip, elsewhere one after another.

For the few paths that everybody's work goes through; elsewhere the ORM is fast enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, router
from django.db.models import Model

Row = tuple[Any, ...]
Question = tuple[str, Sequence[Any]]


class Trip:
    """Collects statements; `go` runs them in their order. Each sees what was committed before it began itself.

    So those behind a lock see what its last holder wrote. The caller holds the transaction.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Sequence[Any], list[Row] | None]] = []

    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """A statement that gives rows goes along; the list that comes back holds them once `go` has run."""
        rows: list[Row] = []
        self._waiting.append((sql, params, rows))
        return rows

    def tell(self, sql: str, params: Sequence[Any] = ()) -> None:
        """A statement that gives no rows goes along."""
        self._waiting.append((sql, params, None))

    def insert(self, made: Model, **told: str) -> list[Row]:
        """A new row, as `save(force_insert=True)` writes it without signals; its key is in the rows that come back.

        `told`: column → SQL in place of the instance's value.
        """
        held = made.__dict__
        bare = frozenset(each for each, value in held.items() if value is None)
        sql, fields = _inserting(type(made), bare, tuple(sorted(told.items())))
        params = [field.get_db_prep_save(held[field.attname], connection) for field in fields]
        made._state.adding, made._state.db = False, router.db_for_write(type(made))
        return self.ask(sql, params)

    def go(self) -> None:
        """Run what is collected."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                given = [each for _, params, _ in waiting for each in params]
                cursor.execute(";".join(sql for sql, _, _ in waiting), given)
                _read(cursor, [rows for _, _, rows in waiting])
                return
            for sql, params, rows in waiting:
                cursor.execute(sql, params)
                if rows is not None:
                    rows.extend(cursor.fetchall())


def _read(cursor: Any, answers: list[list[Row] | None]) -> None:
    """Straight from the driver: nothing is asked of the server any more, and Django's wrapper costs more than this."""
    results = cursor.cursor
    for rows in answers[:-1]:
        if rows is not None:
            rows.extend(results.fetchall())
        results.nextset()
    if answers[-1] is not None:
        answers[-1].extend(results.fetchall())


def key_of_last(model: type[Model]) -> str:
    """SQL for the key of the row that this trip inserted last, as text; it must be one of `model`."""
    if connection.vendor == "postgresql":
        return f"CAST(currval(pg_get_serial_sequence('{model._meta.db_table}', 'id')) AS text)"
    return "CAST(last_insert_rowid() AS text)"


@lru_cache(maxsize=256)
def _inserting(model: type[Model], bare: frozenset[str], told: tuple[tuple[str, str], ...]) -> tuple[str, list[Any]]:
    """Columns left `bare` are not named: they hold null."""
    instead = dict(told)
    rest = [each for each in model._meta.concrete_fields if not each.primary_key and each.attname not in bare]
    fields = [each for each in rest if each.column not in instead]
    names = ", ".join(f'"{name}"' for name in (*(each.column for each in fields), *instead))
    values = ", ".join([*(["%s"] * len(fields)), *instead.values()])
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({values}) RETURNING id', fields  # noqa: S608
