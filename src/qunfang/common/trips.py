"""Statements that go to the database together: on PostgreSQL in one round trip, elsewhere one after another.

For the few paths that everybody's work goes through; elsewhere the ORM is fast enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
    UUIDField,
)

Row = tuple[Any, ...]
Question = tuple[str, Sequence[Any]]


class Trip:
    """Collects statements; `go` runs them in their order. Each sees what was committed before it began itself.

    So those behind a lock see what its last holder wrote. The caller holds the transaction.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Sequence[Any], list[Row] | None]] = []
        self._at = connections[DEFAULT_DB_ALIAS]

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
        sql, fields = _inserting(type(made), bare, tuple(sorted(told.items())), self._at.vendor)
        params = [
            held[name] if field is None else field.get_db_prep_save(held[name], self._at) for name, field in fields
        ]
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        return self.ask(sql, params)

    def go(self) -> None:
        """Run what is collected."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self._at.cursor() as cursor:
            if self._at.vendor == "postgresql":
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
def _inserting(
    model: type[Model], bare: frozenset[str], told: tuple[tuple[str, str], ...], vendor: str
) -> tuple[str, list[tuple[str, Any]]]:
    """The statement, and for each parameter its attribute and the field that must prepare it, None where none must.

    Columns left `bare` are not named: they hold null.
    """
    instead = dict(told)
    rest = [each for each in model._meta.concrete_fields if not each.primary_key and each.attname not in bare]
    fields = [each for each in rest if each.column not in instead]
    names = ", ".join(f'"{name}"' for name in (*(each.column for each in fields), *instead))
    values = ", ".join([*(["%s"] * len(fields)), *instead.values()])
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({values}) RETURNING id'  # noqa: S608 - names only
    return sql, [(each.attname, None if _is_plain(each, vendor) else each) for each in fields]


def _is_plain(field: Field[Any, Any], vendor: str) -> bool:
    """Whether the driver takes its values as they are: text and whole numbers anywhere, days and keys on PostgreSQL."""
    known = (*PLAIN, *PLAIN_ON_POSTGRESQL) if vendor == "postgresql" else PLAIN
    return type(field.target_field if isinstance(field, ForeignKey) else field) in known


PLAIN = (BigAutoField, BigIntegerField, PositiveIntegerField, PositiveSmallIntegerField, CharField, TextField)
PLAIN_ON_POSTGRESQL = (DateField, DateTimeField, UUIDField)
