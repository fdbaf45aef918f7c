"""Coverage from a county to the nation: `nation.py [county|city|province|nation] …` (make bench-nation).

Loads each size in turn into an empty database (QUNFANG_DATABASE, else SQLite in a folder of its own), rebuilds the
tallies as `qunfang coverage rebuild` does, verifies them, and times a node's coverage for one obligation and period in
the database, the root included, with nothing and with much still to fold, beside GROUP BY over the facts in
PostgreSQL and in DuckDB (in memory); then whole pages. Writes build/nation-DATABASE.json and, where more than one size
was measured, build/nation-DATABASE.svg. `nation.py --plot` draws docs/images/coverage-sizes.svg from the table in
docs/reference/measurements.md.
"""

from __future__ import annotations

import atexit
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUILD = Path("build")
ROOT = Path(__file__).resolve().parents[1]
SIZES = ("county", "city", "province", "nation")
DRAWS = 400
BACKLOG = 20_000
"""Changes to fold, for the speed of it."""
BOUND_MS, PAGE_BOUND_MS = 2, 50


def set_up(*, migrate: bool = True) -> None:
    """Django on the database of the environment; where none is named, on SQLite in a new folder.

    With `migrate` the database must be empty: measuring fills and empties it.
    """
    if migrate:
        os.environ["QUNFANG_HOME"] = home = tempfile.mkdtemp(prefix="qunfang-bench-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    if migrate and "places_unit" in connection.introspection.table_names():
        sys.exit("This database is in use. Measuring would empty it: name another one in QUNFANG_DATABASE.")
    if migrate:
        call_command("migrate", interactive=False, verbosity=0)


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and what came of it."""
    started = time.perf_counter()
    found = call()
    return time.perf_counter() - started, found


def processor(connection: Any) -> Callable[[], float]:
    """Seconds of processor time that this process and its database server's process have used; Linux tells it.

    Beside the clock on the wall it shows what a statement costs where other work keeps the machine busy.
    """
    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not server.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(server.read_text(encoding="ascii").split()[0]) / 1e9


def quantile(times: list[float], share: float) -> float:
    """In milliseconds."""
    return round(sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000, 3)


def measure(size: str) -> dict[str, Any]:
    """Everything about one size; the database is emptied first."""
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import ground, pages
    from qunfang.coverage.queries.verifying import differences
    from qunfang.coverage.services import rebuild_plan
    from qunfang.coverage.services.folding import FOLD_EVERY
    from qunfang.places.models import Site, Unit

    call_command("flush", interactive=False, verbosity=0)
    grown, plan = timed(lambda: ground.grow(size))
    proved, accepted = timed(lambda: ground.prove(plan))
    rebuilt, tallies = timed(lambda: rebuild_plan(plan))
    ground._analyse()
    told = {"size": size, "units": Unit.objects.count(), "sites": Site.objects.count(), "accepted": accepted}
    told |= {"grow_s": round(grown, 1), "prove_s": round(proved, 1), "rebuild_s": round(rebuilt, 1), "tallies": tallies}
    told |= {"vendor": connection.vendor, "bytes": ground.stored()}
    print(json.dumps(told), flush=True)
    told |= reads(plan)
    told |= peers(plan) | _page_figures(pages.pages(processor(connection)))
    compared, wrong = timed(lambda: list(differences(plan)))
    told |= {"verify_s": round(compared, 1), "wrong": len(wrong)}
    task = plan.obligations.first()
    ground.fall_behind([task], 2 * FOLD_EVERY * ground.PERIODS)
    told |= {f"backlog_{name}": value for name, value in reads(plan, only=task).items()}
    return told | folding(plan)


def folding(plan: Any) -> dict[str, Any]:
    """How fast changes are folded that nobody folded in time."""
    from benchmarks import ground
    from qunfang.coverage.services import fold_all

    ground.fall_behind(plan.obligations.all(), BACKLOG)
    seconds, number = timed(fold_all)
    return {"fold_a_second": round(number / seconds)}


def _page_figures(found: dict[str, Any]) -> dict[str, Any]:
    """page_LEVEL_p50_ms and the like, by the clock; `cpu` of the processor; statements."""
    told: dict[str, Any] = {}
    for who, each in found.items():
        for kind, name in (("time", ""), ("cpu", "cpu_")):
            for share in (50, 99):
                told[f"page_{who}_{name}p{share}_ms"] = quantile(each[kind], share / 100)
        told[f"page_{who}_statements"] = each["statements"]
    return told


def reads(plan: Any, *, only: Any = None) -> dict[str, Any]:
    """p50 and p99 of the one statement behind a node's number: nodes of every level, and the root by itself.

    `cpu`: the processor time of it; `floor`: the same of `SELECT 1` between them, by the clock. Both show what the
    machine's other work adds.
    """
    from django.db import connection

    from benchmarks import ground
    from qunfang.coverage.queries.tallies import Window, _sql
    from qunfang.places.models import Unit

    chance = random.Random(7)
    tasks = [only] if only else list(plan.obligations.all())
    levels = [list(Unit.objects.filter(depth=depth).values_list("pk", flat=True)[:50_000]) for depth in range(1, 7)]
    series: dict[str, list[float]] = defaultdict(list)
    used = processor(connection)
    with connection.cursor() as cursor:
        for draw in range(DRAWS * len(levels)):
            nth = chance.randrange(ground.PERIODS)
            window = Window(slot=0, obligation=chance.choice(tasks).pk, low=nth, high=nth + 1, over=nth, soon=nth + 1)
            sql = _sql(chance.choice(levels[draw % len(levels)]), [window], pieces=False, children=False)
            before = used()
            seconds, _rows = timed(lambda sql=sql: (cursor.execute(sql), cursor.fetchall()))
            who = "" if draw % len(levels) else "root_"
            series[who].append(seconds)
            series[f"{who}cpu_"].append(used() - before)
            series["floor_"].append(timed(lambda: (cursor.execute("SELECT 1"), cursor.fetchall()))[0])
    shares = {"p50_ms": 0.5, "p99_ms": 0.99}
    return {f"{who}{name}": quantile(series[who], share) for who in series for name, share in shares.items()}


def peers(plan: Any) -> dict[str, Any]:
    """The root's number for one obligation and period by GROUP BY over the facts, best of five, in milliseconds."""
    from django.db import connection

    task = plan.obligations.first()
    lineage = str(task.lineage) if connection.vendor == "postgresql" else task.lineage.hex
    asked = "SELECT state, COUNT(*) FROM {} WHERE lineage = '{}' AND period_start = '2026-01-01' GROUP BY state"
    with connection.cursor() as cursor:
        sql = asked.format("evidence_submission", lineage)
        here = min(timed(lambda: (cursor.execute(sql), cursor.fetchall()))[0] for _ in range(5))
    found = {f"group_by_{connection.vendor}_ms": round(here * 1000, 2)}
    try:
        import duckdb
    except ImportError:
        return found
    memory = duckdb.connect()
    memory.execute("SET threads = 2")
    _fill(memory, lineage)
    sql = asked.format("facts", lineage)
    there = min(timed(lambda: memory.execute(sql).fetchall())[0] for _ in range(5))
    return {**found, "group_by_duckdb_ms": round(there * 1000, 2)}


def _fill(memory: Any, lineage: str) -> None:
    """The facts' four columns that the question needs, as CSV from the database into DuckDB."""
    from django.db import connection

    columns = "lineage, period_start, unit_id, state"
    with tempfile.NamedTemporaryFile("w+b", suffix=".csv") as file, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY (SELECT {columns} FROM evidence_submission) TO STDOUT (FORMAT CSV)") as copy:
                for part in copy:
                    file.write(part)
        else:
            cursor.execute(f"SELECT {columns} FROM evidence_submission")
            for row in cursor:
                file.write((",".join(map(str, row)) + "\n").encode())
        file.flush()
        types = "{'lineage': 'VARCHAR', 'period_start': 'DATE', 'unit_id': 'BIGINT', 'state': 'VARCHAR'}"
        memory.execute(f"CREATE TABLE facts AS SELECT * FROM read_csv('{file.name}', header=false, columns={types})")


SERIES = {"p99_ms": "kept tallies, any node, p99", "root_p99_ms": "kept tallies, root, p99"}
SERIES |= {"group_by_postgresql_ms": "GROUP BY, PostgreSQL", "group_by_duckdb_ms": "GROUP BY, DuckDB"}
PLOTTED = ROOT / "docs" / "images" / "coverage-sizes.svg"


def plot(found: list[dict[str, Any]], to: Path) -> None:
    """Size against milliseconds, both on logarithmic axes, and the bound as a dashed line."""
    import vl_convert

    rows = [
        {"accepted": each["accepted"], "size": each["size"], "ms": each[key], "how": name}
        for each in found
        for key, name in SERIES.items()
        if key in each
    ]
    size = {"type": "log", "nice": False}
    x = {"field": "accepted", "type": "quantitative", "scale": size, "title": "accepted pieces"}
    y = {"field": "ms", "type": "quantitative", "scale": {"type": "log"}, "title": "milliseconds"}
    how = {"field": "how", "type": "nominal", "title": None, "scale": {"domain": list(SERIES.values())}}
    named = [{"accepted": each["accepted"], "size": each["size"]} for each in found]
    label = {"type": "text", "dy": -6, "baseline": "bottom"}
    bound = {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": {"datum": BOUND_MS}}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "point": True}, "encoding": {"x": x, "y": y, "color": how}},
        {"data": {"values": named}, "mark": label, "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "size"}}},
        bound,
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 560,
        "height": 300,
        "background": "white",
        "data": {"values": rows},
        "layer": layers,
    }
    to.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


def written_down() -> list[dict[str, Any]]:
    """The sizes that docs/reference/measurements.md tells, as `plot` takes them."""
    text = (ROOT / "docs" / "reference" / "measurements.md").read_text(encoding="utf-8")
    lines = [
        line.strip("|").split("|") for line in text.splitlines() if line.startswith(tuple(f"| {n} " for n in SIZES))
    ]
    return [_size_of([cell.strip() for cell in line]) for line in lines]


def _size_of(cells: list[str]) -> dict[str, Any]:
    size, _units, _sites, accepted, node, root, here, there = cells
    told = {"p99_ms": node.split("/")[1], "root_p99_ms": root.split("/")[1]}
    told |= {"group_by_postgresql_ms": here, "group_by_duckdb_ms": there}
    numbers = {name: float(value.replace("ms", "").replace(",", "")) for name, value in told.items()}
    return {"size": size, "accepted": int(accepted.replace(",", "")), **numbers}


def rows() -> list[dict[str, Any]]:
    """The figures as the benchmarks' table has them: a province on PostgreSQL and on SQLite.

    The nation takes longer than the other rooms together: `make bench-nation`.
    """
    return [row for vendor in ("postgresql", "sqlite") for row in _told(measured_apart(vendor, "province"))]


def measured_apart(vendor: str, *sizes: str) -> dict[str, Any]:
    """The last size's figures from a process of its own on a new database."""
    env = {name: value for name, value in os.environ.items() if name != "QUNFANG_DATABASE"}
    command = [sys.executable, str(ROOT / "benchmarks" / "nation.py"), *sizes]
    if vendor == "postgresql":
        command = [sys.executable, str(ROOT / "tools" / "on_postgres.py"), *command]
    subprocess.run(command, env=env, cwd=ROOT, check=False)
    found: list[dict[str, Any]] = json.loads((ROOT / BUILD / f"nation-{vendor}.json").read_text(encoding="utf-8"))
    return found[-1]


def _told(found: dict[str, Any]) -> list[dict[str, Any]]:
    where = f"{found['size']}, {found['vendor']}"
    once, worst = found[f"group_by_{found['vendor']}_ms"], max(found["p99_ms"], found["root_p99_ms"])
    late = max(found["backlog_p99_ms"], found["backlog_root_p99_ms"])
    peers = {name: found[name] for name in found if name.startswith("group_by_")}
    peers["processor"] = max(found["cpu_p99_ms"], found["root_cpu_p99_ms"])
    peers |= {
        f"{name}_ratio": round(found[name] / max(worst, 0.001), 1) for name in found if name.startswith("group_by_")
    }
    from benchmarks import pages

    late_used = max(found["backlog_cpu_p99_ms"], found["backlog_root_cpu_p99_ms"])
    return [
        _row(f"coverage.node_p99_ms ({where})", worst, "ms", bound=BOUND_MS, peers=peers),
        _row(
            f"coverage.node_behind_p99_ms ({where})",
            late,
            "ms",
            bound=BOUND_MS,
            peers={"group_by": once, "processor": late_used},
        ),
        *(_page_row(found, who, where) for who in pages.WHO),
        _row(f"coverage.verify_differences ({where})", found["wrong"], "", bound=0, peers={}),
    ]


def _page_row(found: dict[str, Any], who: str, where: str) -> dict[str, Any]:
    peers = {"p50": found[f"page_{who}_p50_ms"], "processor_p50": found[f"page_{who}_cpu_p50_ms"]}
    peers |= {"processor_p99": found[f"page_{who}_cpu_p99_ms"], "statements": found[f"page_{who}_statements"]}
    name = f"coverage.page_{who}_p99_ms ({where})"
    return _row(name, found[f"page_{who}_p99_ms"], "ms", bound=PAGE_BOUND_MS, peers=peers)


def _row(name: str, value: float, unit: str, *, bound: float, peers: dict[str, float]) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "bound": bound, "holds": value <= bound, "peers": peers}


def main() -> int:
    """Measure the sizes asked for, the nation where none is."""
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["--plot"]:
        plot(written_down(), PLOTTED)
        return 0
    BUILD.mkdir(exist_ok=True)
    set_up()
    found = []
    for size in sys.argv[1:] or ["nation"]:
        found.append(measure(size))
        print(json.dumps(found[-1], indent=1), flush=True)
        (BUILD / f"nation-{found[0]['vendor']}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    if len(found) > 1:
        plot(found, BUILD / f"nation-{found[0]['vendor']}.svg")
    told = [row for each in found for row in _told(each)]
    for row in told:
        print(
            f"{row['name']}: {row['value']:g} {row['unit']} ({'holds' if row['holds'] else 'MISSES'}: {row['bound']:g})"
        )
    return 0 if all(row["holds"] for row in told) else 1


if __name__ == "__main__":
    sys.exit(main())
