"""Run every room's benchmark: print a table and write build/bench.json.

Each module beside this one that measures has `rows()`; a row is {"name", "value", "unit", "bound", "holds",
"peers": {name: value}, "at"}.
"""

from __future__ import annotations

import importlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "build" / "bench.json"


def collect(names: list[str]) -> list[dict[str, Any]]:
    """Rows of all modules, or of those named, each stamped with the time."""
    sys.path[:0] = [str(HERE), str(ROOT)]
    modules = sorted(path.stem for path in HERE.glob("*.py") if "\ndef rows(" in path.read_text(encoding="utf-8"))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    wanted = [importlib.import_module(name) for name in modules if not names or name in names]
    return [{**row, "at": at} for module in wanted if hasattr(module, "rows") for row in module.rows()]


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
    rows = collect(sys.argv[1:])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(rows))
    return 1 if any(row["holds"] is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
