"""How many pieces are handed in and accepted a second, by eight writers at once; photo checks excluded.

`coverage.py [seconds]` on QUNFANG_DATABASE, else on SQLite in a folder of its own. Each writer is a process that
hands in proof for dues of its own through `submit_evidence` and has it accepted by somebody else through `accept`:
two transactions, each with the record of who did it, the count of the due before and after, every constraint, and its
share of the folding. Not through HTTP. `verify` must find nothing afterwards, and each piece must be accepted.
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
    """One writer's work: how many pieces were accepted, and the seconds of processor time here and in its server."""
    from benchmarks.nation import processor, set_up

    set_up(migrate=False)
    from django.db import connection

    from qunfang.evidence.services import accept, submit_evidence
    from qunfang.people.models import User

    by, boss = User.objects.get(username="writer"), User.objects.get(username="reviewer")
    dues, used = _dues(number), processor(connection)
    print("ready", flush=True)
    sys.stdin.readline()
    made, until, before = 0, time.monotonic() + seconds, used()
    while time.monotonic() < until:
        task, site, period = dues[made % len(dues)]
        handed_in = submit_evidence(
            task, unit=site.unit, site=site, period=period, quantity=1, note="已完成", files=[], by=by
        )
        accept(handed_in, by=boss)
        made += 1
    return made, used() - before


def _dues(number: int) -> list[tuple[Any, Any, Any]]:
    """Every eighth site of each kind, in each of its periods."""
    from qunfang.engine.schedule import due_periods
    from qunfang.places.models import Site
    from qunfang.plans.models import Obligation

    dues = []
    for task in Obligation.objects.exclude(sites=[]).select_related("plan"):
        periods = due_periods(task.every, task.plan.starts_on, task.plan.ends_on)
        sites = Site.objects.filter(kind=task.sites[0]).select_related("unit").order_by("pk")
        dues += [(task, site, period) for site in list(sites)[number::WRITERS] for period in periods]
    return dues


def sustained(seconds: float = 15) -> dict[str, Any]:
    """Pieces accepted a second by all writers together, and what is to be seen of the tallies meanwhile and after."""
    from django.db import connection

    from benchmarks import ground, nation
    from qunfang.coverage.queries.verifying import differences
    from qunfang.coverage.services import rebuild_plan
    from qunfang.evidence.models import State, Submission
    from qunfang.people.models import User

    plan = ground.grow("city")
    rebuild_plan(plan)
    for name in ("writer", "reviewer"):
        User.objects.create(username=name, name=name, password="!")
    connection.close()
    made, used, behind = _together(seconds)
    kept = Submission.objects.filter(state=State.VERIFIED).count()
    found = {
        "vendor": connection.vendor,
        "rate": round(made / seconds, 1),
        "made": made,
        "cpu_ms": round(used / made * 1000, 2),
        "behind": behind,
        "wrong": len(list(differences(plan))) + abs(made - kept),
    }
    ground._analyse()
    read = nation.reads(plan, only=plan.obligations.first())
    return {**found, "root_p50_ms": read["root_p50_ms"], **nation.peers(plan)}


def _together(seconds: float) -> tuple[int, float, int]:
    """All writers at once: pieces accepted, seconds of processor time, the most changes seen unfolded."""
    from qunfang.coverage.models import Delta

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
    if any(each.returncode for each in writers):
        raise RuntimeError("a writer broke off")
    return sum(int(number) for number, _ in told), sum(float(spent) for _, spent in told), behind


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
    """The peers: what the same number costs by GROUP BY over the facts just written, and as a ratio to the tallies."""
    bound = BOUNDS[found["vendor"]]
    asked = {name: found[name] for name in found if name.startswith("group_by_")}
    ratios = {f"{name}_ratio": round(value / max(found["root_p50_ms"], 0.001), 1) for name, value in asked.items()}
    return {
        "name": f"coverage.accepted_a_second ({WRITERS} writers, {found['vendor']})",
        "value": found["rate"],
        "unit": "1/s",
        "bound": bound,
        "holds": found["rate"] >= bound and not found["wrong"],
        "peers": {
            "processor_ms_each": found["cpu_ms"],
            "most_unfolded": found["behind"],
            "wrong": found["wrong"],
            "tallies_root_p50_ms": found["root_p50_ms"],
            **asked,
            **ratios,
        },
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
