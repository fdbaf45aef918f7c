"""Run every room's benchmark: print a table and write build/bench.json.

Each module beside this one that measures has `rows()`; a row is {"name", "value", "unit", "bound", "holds",
"peers": {name: value}, "at"}.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "build" / "bench.json"


def collect(names: list[str]) -> list[dict[str, Any]]:
    """Rows of all modules, or of those named, each stamped with the time; what is there already is in OUT.

    A module that breaks off costs its own rows only: it leaves one that says so, which does not hold.
    """
    sys.path[:0] = [str(HERE), str(ROOT)]
    modules = sorted(path.stem for path in HERE.glob("*.py") if "\ndef rows(" in path.read_text(encoding="utf-8"))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found: list[dict[str, Any]] = []
    for name in names or modules:
        started = time.monotonic()
        found += [{**row, "at": at} for row in _rows_of(name)]
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return found


def _rows_of(name: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = importlib.import_module(name).rows()
    except Exception:  # noqa: BLE001 - it may fail in any way; the others are still wanted
        traceback.print_exc()
        rows = [{"name": f"{name}: broke off", "value": 1, "unit": "", "bound": 0, "holds": False, "peers": {}}]
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as aligned text."""
    lines = [f"{'name':38} {'value':>10} {'unit':8} {'bound':>10}  holds  peers"]
    for row in rows:
        peers = ", ".join(f"{name} {value:g}" for name, value in row["peers"].items())
        bound = "-" if row["bound"] is None else f"{row['bound']:g}"
        holds = {True: "yes", False: "NO", None: "-"}[row["holds"]]
        lines.append(f"{row['name']:38} {row['value']:>10g} {row['unit']:8} {bound:>10}  {holds:5}  {peers}")
    return "\n".join(lines)


def main() -> int:
    """Exit code 1 where a bound does not hold."""
    OUT.parent.mkdir(exist_ok=True)
    rows = collect(sys.argv[1:])
    print(table(rows))
    return 1 if any(row["holds"] is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
