"""How many submissions a second are taken in, by eight writers at once; photo checks excluded.

`coverage.py [seconds]` on QUNFANG_DATABASE, else on SQLite in a folder of its own. Each writer is a process that
hands in proof for dues of its own through `submit_evidence`: with the record of who did it, the count of the due
before and after, every constraint, and its share of the folding. `verify` must find nothing afterwards.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

WRITERS = 8
BOUNDS = {"postgresql": 400, "sqlite": 200}
ROOT = str(Path(__file__).resolve().parents[1])


def write(number: int, seconds: float) -> tuple[int, float]:
    """One writer's work; returns how many submissions it made and the seconds of processor time they took here."""
    from benchmarks.nation import set_up

    set_up(migrate=False)
    from qunfang.engine.schedule import due_periods
    from qunfang.evidence.services import submit_evidence
    from qunfang.people.models import User
    from qunfang.places.models import Site
    from qunfang.plans.models import Obligation

    by = User.objects.get(username="writer")
    dues = []
    for task in Obligation.objects.exclude(sites=[]).select_related("plan"):
        periods = due_periods(task.every, task.plan.starts_on, task.plan.ends_on)
        sites = Site.objects.filter(kind=task.sites[0]).select_related("unit").order_by("pk")
        dues += [(task, site, period) for site in list(sites)[number::WRITERS] for period in periods]
    print("ready", flush=True)
    sys.stdin.readline()
    made, until, used = 0, time.monotonic() + seconds, time.process_time()
    while time.monotonic() < until:
        task, site, period = dues[made % len(dues)]
        submit_evidence(
            task, unit=site.unit, site=site, period=period, quantity=1, note="已完成", files=[], by=by
        )  # fmt: skip
        made += 1
    return made, time.process_time() - used


def sustained(seconds: float = 15) -> dict[str, Any]:
    """Submissions a second of all writers together, the most changes seen unfolded, and what `verify` says after."""
    from django.db import connection

    from benchmarks import ground
    from qunfang.coverage.models import Delta
    from qunfang.coverage.queries.verifying import differences
    from qunfang.coverage.services import rebuild_plan
    from qunfang.people.models import User

    plan = ground.grow("city")
    rebuild_plan(plan)
    User.objects.create(username="writer", name="甲", password="!")
    connection.close()
    command = [sys.executable, __file__, "--writer", str(seconds)]
    writers = [
        subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(WRITERS)
    ]
    for each in writers:
        each.stdout.readline()  # type: ignore[union-attr]
    for each in writers:
        each.stdin.write("go\n")  # type: ignore[union-attr]
        each.stdin.flush()  # type: ignore[union-attr]
    behind = 0
    while any(each.poll() is None for each in writers):
        behind = max(behind, Delta.objects.count())
        time.sleep(0.5)
    told = [each.stdout.read().split() for each in writers]  # type: ignore[union-attr]
    made, used = sum(int(number) for number, _ in told), sum(float(spent) for _, spent in told)
    wrong = list(differences(plan))
    return {
        "vendor": connection.vendor,
        "rate": round(made / seconds),
        "made": made,
        "writer_cpu_ms": round(used / made * 1000, 2),
        "behind": behind,
        "wrong": len(wrong),
    }


def rows(seconds: float = 15) -> list[dict[str, Any]]:
    """The figures as the benchmarks' table has them, each from a process of its own on a new database."""
    return [_row(measured_apart(vendor, seconds)) for vendor in BOUNDS]


def measured_apart(vendor: str, seconds: float) -> dict[str, Any]:
    """What `sustained` found on a new database of that kind."""
    env = {name: value for name, value in os.environ.items() if name != "QUNFANG_DATABASE"}
    command = [sys.executable, __file__, str(seconds)]
    if vendor == "postgresql":
        command = [sys.executable, f"{ROOT}/tools/on_postgres.py", *command]
    told = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
    return found


def _row(found: dict[str, Any]) -> dict[str, Any]:
    bound = BOUNDS[found["vendor"]]
    return {
        "name": f"coverage.submissions_a_second ({WRITERS} writers, {found['vendor']})",
        "value": found["rate"],
        "unit": "1/s",
        "bound": bound,
        "holds": found["rate"] >= bound and not found["wrong"],
        "peers": {"writer_cpu_ms": found["writer_cpu_ms"], "most_unfolded": found["behind"]},
    }


def main() -> None:
    """Measure on the database of the environment and tell it in one line of JSON; or be one of the writers."""
    sys.path.insert(0, ROOT)
    if sys.argv[1:2] == ["--writer"]:
        print(*write(int(sys.argv[3]), float(sys.argv[2])))
        return
    from benchmarks.nation import set_up

    set_up()
    print(json.dumps(sustained(*map(float, sys.argv[1:]))))


if __name__ == "__main__":
    main()
