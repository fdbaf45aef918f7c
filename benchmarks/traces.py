"""The product's own path to earlier photos: rows of the database → the index in a worker → look-ups, with new rows.

    python -m benchmarks.traces 1000000

On SQLite in a folder of its own, with fingerprints of chance. No bound was promised.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import numpy as np  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.nation import set_up  # noqa: E402
from qunfang.engine.photo.fingerprint import ASKED, STORED, VARIANTS, Probes  # noqa: E402

CHUNK, NEW = 20_000, 30
INSERT = (
    "INSERT INTO evidence_phototrace (attachment_id, words, device, policy, outcomes) VALUES (%s, %s, '', '', '[]')"
)


def rows(count: int = 100_000) -> list[dict[str, Any]]:
    """Lines of the table: reading all rows, and a question after a new row."""
    set_up()
    _fill(count)
    from qunfang.evidence.checks.known import KnownPhotos

    known, chance = KnownPhotos(), np.random.default_rng(2)
    words = chance.integers(0, 2**32, (ASKED, VARIANTS), dtype=np.uint32)
    probes, before = Probes(words=words, fields=np.arange(ASKED, dtype=np.int64) % 12), _memory_mb("VmRSS")

    def asked() -> float:
        started = time.process_time()
        known.look_up(probes, most=48)
        return time.process_time() - started

    first, held, peak = asked(), _memory_mb("VmRSS"), _memory_mb("VmHWM")
    later = []
    for number in range(NEW):
        _store(count + 1 + number, chance.integers(0, 2**32, (1, STORED), dtype=np.uint32))
        later.append(asked() * 1000)
    started = time.process_time()
    known.index.settle()
    settled = time.process_time() - started
    told = (
        f"processor time; the worker then holds {held - before:.0f} MB more, {peak - before:.0f} MB at the most while "
    )
    told += f"reading; putting new ones in order with the rest {settled:.1f} s, after every {max(10_000, count // 64)}"
    return [
        _row(f"worker_reads_{count}_rows_s", first, "s", told),
        _row(f"worker_asks_after_a_new_row_{count}_ms", float(np.percentile(later, 99)), "ms", f"slowest of {NEW}"),
    ]


def _row(name: str, value: float, unit: str, told: str) -> dict[str, Any]:
    shown = {"name": f"photo.{name}", "value": round(value, 2), "unit": unit, "told": told}
    return {**shown, "bound": None, "holds": None, "peers": {}}


def _fill(count: int) -> None:
    chance = np.random.default_rng(1)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    for first in range(0, count, CHUNK):
        _store(first + 1, chance.integers(0, 2**32, (min(CHUNK, count - first), STORED), dtype=np.uint32))


def _store(first: int, table: np.ndarray) -> None:
    """Traces of attachments that are not there: what is measured reads no further than the traces."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(first + nth, words.tobytes()) for nth, words in enumerate(table)])


def _memory_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(json.dumps(rows(wanted), ensure_ascii=False, indent=1))
