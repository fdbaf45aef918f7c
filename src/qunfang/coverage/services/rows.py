"""Writing tallies and deltas in bulk: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import connection

from qunfang.common.trips import Question
from qunfang.coverage.models import COLUMNS, Delta, Tally
from qunfang.coverage.queries.recount.trees import Longs, batches

TALLY, DELTA = Tally._meta.db_table, Delta._meta.db_table
KEYS = ("obligation_id", "unit_id", "nth", "parent_id")
NAMES = ", ".join((*KEYS, *COLUMNS))
ADDED = ", ".join(f"{name} = {TALLY}.{name} + excluded.{name}" for name in COLUMNS)
ADD_DELTA = (
    f"INSERT INTO {DELTA} (obligation_id, nth, chain, {', '.join(COLUMNS)}) "  # noqa: S608 - names only
    f"VALUES ({', '.join(['%s'] * (3 + len(COLUMNS)))})"
)
COPIED = 500_000
UPSERTED = 1000
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
RECORD = np.dtype(
    [("fields", ">i2")]
    + [
        part
        for name in (*KEYS, *COLUMNS)
        for part in ((f"{name}_size", ">i4"), (name, ">i4" if name == "nth" else ">i8"))
    ]
)


def run(sql: str, params: Sequence[int | str] = ()) -> int:
    """Rows that a raw statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return int(cursor.rowcount)


def load_tallies(rows: Longs) -> None:
    """New tallies; the columns of `rows` in the order of KEYS and COLUMNS, none there yet."""
    for part in batches(rows, COPIED):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {TALLY} ({NAMES}) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(HEADER + _records(part) + b"\xff\xff")
            else:
                marks = ", ".join(["%s"] * part.shape[1])
                cursor.executemany(f"INSERT INTO {TALLY} ({NAMES}) VALUES ({marks})", part.tolist())  # noqa: S608


def _records(rows: Longs) -> bytes:
    """PostgreSQL's binary format: each value behind its length in bytes, big-endian."""
    made = np.zeros(len(rows), dtype=RECORD)
    made["fields"] = rows.shape[1]
    for place, name in enumerate((*KEYS, *COLUMNS)):
        made[f"{name}_size"], made[name] = RECORD[name].itemsize, rows[:, place]
    return made.tobytes()


def add_to_tallies(sums: Mapping[tuple[int, ...], Sequence[int]]) -> None:
    """Add to tallies, keyed as KEYS; those not there yet are made. Always in the same order, so that none deadlock."""
    rows = sorted((*key, *values) for key, values in sums.items())
    for start in range(0, len(rows), UPSERTED):
        values = ",".join(str(row) for row in rows[start : start + UPSERTED])
        run(
            f"INSERT INTO {TALLY} ({NAMES}) VALUES {values} "  # noqa: S608 - whole numbers only
            f"ON CONFLICT ({', '.join(KEYS)}) DO UPDATE SET {ADDED}"
        )


Change = tuple[int, int, str, Sequence[int]]
"""Obligation id, period, chain, columns."""


def adding_delta(change: Change) -> Question:
    """Adds one change for the next fold; tells the number of its row, which counts up by one over all writers."""
    return f"{ADD_DELTA} RETURNING id", _given(change)


def add_deltas(changes: Iterable[Change]) -> None:
    """Changes for the next fold."""
    given = [_given(change) for change in changes]
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(ADD_DELTA, given)


def _given(change: Change) -> tuple[int | str, ...]:
    obligation, nth, chain, values = change
    return (obligation, nth, chain, *map(int, values))


def forget(obligation_ids: Iterable[int]) -> None:
    """Drop all tallies and deltas of obligations."""
    ids = ",".join(str(int(each)) for each in obligation_ids)
    if ids:
        run(f"DELETE FROM {DELTA} WHERE obligation_id IN ({ids})")  # noqa: S608 - whole numbers only
        run(f"DELETE FROM {TALLY} WHERE obligation_id IN ({ids})")  # noqa: S608
