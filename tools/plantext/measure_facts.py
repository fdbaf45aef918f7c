#!/usr/bin/env python3
"""How near title, kind, period, goals, roles, focus and requirements come to readings by hand.

measure_facts.py FOLDER [FOLDER ...] [--errors goals,roles]     each FOLDER holds NAME.txt and NAME.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "src")]

from qunfang.engine.plantext import facts  # noqa: E402

SINGLE = ("title", "kind", "period")
LISTS = ("goals", "roles", "focus", "requirements")


def read(text: str) -> dict[str, list[tuple[Any, ...]]]:
    """What the compiler reads, as bags of comparable entries."""
    found = facts.facts_of(text)
    return {
        "title": [(found.title,)], "kind": [(found.kind,)], "period": [found.period],
        "goals": [(each.metric, each.op, each.value) for each in found.goals],
        "roles": [(each.role, each.title) for each in found.roles],
        "focus": [(each.type,) for each in found.focus],
        "requirements": [(each,) for each in found.requirements],
    }  # fmt: skip


def wanted(gold: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """What the reading by hand says, in the same shape."""
    return {
        "title": [(gold["title"],)], "kind": [(gold["kind"],)],
        "period": [(gold["period"]["start"], gold["period"]["end"])],
        "goals": [(each["metric"], each["op"], each["value"]) for each in gold["goals"]],
        "roles": [(each["role"], each["title"]) for each in gold["roles"]],
        "focus": [(each if isinstance(each, str) else each["type"],) for each in gold["focus"]],
        "requirements": [(each,) for each in gold["requirements"]],
    }  # fmt: skip


def compare(
    name: str, got: dict[str, Any], want: dict[str, Any], asked: tuple[set[str], Counter[tuple[str, str]]]
) -> None:
    """Count hits, and print what was missed and what invented for the parts asked."""
    shown, tally = asked
    for key in (*SINGLE, *LISTS):
        have, need = Counter(got[key]), Counter(want[key])
        tally[key, "hit"] += sum((have & need).values())
        tally[key, "all"] += sum(have.values()) + sum(need.values())
        if key in shown and have != need:
            print(f"{name} {key}: missed {list((need - have).elements())} invented {list((have - need).elements())}")


def main() -> None:
    """Measure the folders named."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--errors", default="")
    told = asked.parse_args()
    tally: Counter[tuple[str, str]] = Counter()
    shown = set(told.errors.split(","))
    for path in (each for folder in told.folders for each in sorted(folder.glob("*.json"))):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        compare(path.stem, read(text), wanted(json.loads(path.read_text(encoding="utf-8"))), (shown, tally))
    for key in (*SINGLE, *LISTS):
        print(f"{key:14s} {2 * tally[key, 'hit'] / max(1, tally[key, 'all']):.3f}")


if __name__ == "__main__":
    main()
