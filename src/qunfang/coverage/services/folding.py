"""Folding changes into the tallies of their unit and of all units above it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection, transaction

from qunfang.coverage.models import COLUMNS
from qunfang.coverage.services.locks import take_fold
from qunfang.coverage.services.rows import DELTA, add_to_tallies
from qunfang.places.queries import chain_ids

BATCH = 4000
FOLD_EVERY = 128
"""The writer of every so many-th change folds: a reader adds up no more than one or two hundred, however many write."""


def fold(limit: int = BATCH) -> int:
    """Fold the oldest changes, at most `limit`; returns how many. 0 also while somebody else folds.

    A change leaves its row in the same transaction in which it enters the tallies: a reader's one statement sees it
    in exactly one of the two, and a crash leaves it where it was. Rows are taken by what is visible, not up to a
    mark: a change committed late, with a lower number, is taken the next time.
    """
    with transaction.atomic():
        taken = _take(limit) if take_fold() else []
        add_to_tallies(_sums(taken))
    return len(taken)


def fold_all() -> int:
    """Fold until nothing is left; returns how many changes."""
    number = 0
    while folded := fold():
        number += folded
    return number


def fold_soon() -> None:
    """Fold when the caller's transaction is through. What fails or is folding already is left to the next time."""
    transaction.on_commit(fold_all, robust=True)


def _take(limit: int) -> list[tuple[Any, ...]]:
    names = ", ".join(("obligation_id", "nth", "chain", *COLUMNS))
    sql = f"""DELETE FROM {DELTA} WHERE id IN (SELECT id FROM {DELTA} ORDER BY id LIMIT %s)
        RETURNING {names}"""  # noqa: S608 - names only
    with connection.cursor() as cursor:
        cursor.execute(sql, [limit])
        return list(cursor.fetchall())


def _sums(taken: list[tuple[Any, ...]]) -> dict[tuple[int, ...], list[int]]:
    """Keyed (obligation, unit, period, parent) for every unit of each chain."""
    sums: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0] * len(COLUMNS))
    for obligation, nth, chain, *values in taken:
        parent = 0
        for unit in chain_ids(chain):
            held = sums[obligation, unit, nth, parent]
            for place, value in enumerate(values):
                if value:
                    held[place] += value
            parent = unit
    return sums
