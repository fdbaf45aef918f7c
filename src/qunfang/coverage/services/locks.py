"""Who waits for whom. Writers of proof never wait for each other, only for a change of the tree or of a plan.

On SQLite there is one writer at a time anyway (transactions begin IMMEDIATE). On PostgreSQL these are advisory locks
of the transaction. A statement of its own takes them, so that the next one sees what the former holder wrote.
"""

from __future__ import annotations

import hashlib

from django.db import connection

from qunfang.common.trips import Question

TREE = 0x71_75_6E_01
FOLD = 0x71_75_6E_02


def lock_of(place: str) -> Question:
    """For a proof: the tree stays as it is, and nobody else counts proof at this place meanwhile."""
    if connection.vendor != "postgresql":
        return "SELECT 1", []
    key = int.from_bytes(hashlib.blake2b(place.encode(), digest_size=8).digest(), signed=True)
    return "SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)", [TREE, key]


def hold_tree() -> None:
    """For a change of the tree, of a plan or of all tallies: no proof is counted meanwhile."""
    if connection.vendor == "postgresql":
        _run("SELECT pg_advisory_xact_lock(%s)", TREE)


def hold_fold() -> None:
    """Wait until nobody folds, and keep others from it."""
    if connection.vendor == "postgresql":
        _run("SELECT pg_advisory_xact_lock(%s)", FOLD)


def take_fold() -> bool:
    """Whether this transaction may fold now."""
    return connection.vendor != "postgresql" or bool(_run("SELECT pg_try_advisory_xact_lock(%s)", FOLD))


def _run(sql: str, *keys: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(keys))
        row = cursor.fetchone()
        return row[0] if row else None
