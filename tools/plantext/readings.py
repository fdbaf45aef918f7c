#!/usr/bin/env python3
"""A reading by hand, one line an entry (NAME.read, beside NAME.txt) → NAME.json. Usage: readings.py FOLDER [NAME …]

    title: the title as it stands in the text (or -)
    kind: town
    period: 2025-11-03 .. 2025-12-31          (either side may be -; --MM-DD for a date without a year)
    requirements: leadership, inspection
    focus: authority @ words quoted from the text      (one a line, repeat the key)
    goal: awareness_rate >= 0.8 @ words                (value - for null)
    role: leader | 罗校长 @ words                        (title - for null)
    ob: deliverable | actor,actor | site,site | min_count | per | every | words     (- for empty or null)

`words` must stand in the text exactly; `words ##2` means their second occurrence.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "src"))

from qunfang.engine.plantext import DELIVERABLES, EVERY, KINDS, PER, SITES, labels  # noqa: E402

OPS = (">=", "<=", "=", "down", "up")


class Reading:
    """One document's entries, and what is wrong with them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wrong: list[str] = []
        self.line = 0
        self.plan: dict[str, Any] = {
            "title": None, "kind": "other", "period": {"start": None, "end": None}, "goals": [], "roles": [],
            "duties": [], "focus": [], "obligations": [], "requirements": [],
        }  # fmt: skip

    def span(self, words: str) -> list[int]:
        """Where quoted words stand."""
        words, _, number = words.strip().partition(" ##")
        at = -1
        for _ in range(int(number or 1)):
            at = self.text.find(words, at + 1)
            if at < 0:
                self.wrong.append(f"line {self.line}: words not in the text: {words}")
                return [0, 1]
        return [at, at + len(words)]

    def one(self, value: str, allowed: Any) -> str | None:
        """A value of a closed list, or None for -."""
        told = null(value)
        if told is not None and told not in allowed:
            self.wrong.append(f"line {self.line}: not in the list: {told}")
        return told

    def title(self, rest: str) -> None:
        self.plan["title"] = null(rest)

    def kind(self, rest: str) -> None:
        self.plan["kind"] = self.one(rest, KINDS)

    def period(self, rest: str) -> None:
        start, end = rest.split("..")
        self.plan["period"] = {"start": null(start), "end": null(end)}

    def requirements(self, rest: str) -> None:
        self.plan["requirements"] = [self.one(each, labels()["requirement"]) for each in many(rest)]

    def focus(self, rest: str) -> None:
        kind, words = rest.split("@", 1)
        self.plan["focus"].append({"type": self.one(kind, labels()["focus"]), "span": self.span(words)})

    def goal(self, rest: str) -> None:
        told, words = rest.split("@", 1)
        metric, op, value = told.split()
        number = None if null(value) is None else float(value) if "." in value else int(value)
        entry = {"metric": self.one(metric, labels()["metric"]), "op": self.one(op, OPS), "value": number}
        self.plan["goals"].append({**entry, "span": self.span(words)})

    def role(self, rest: str) -> None:
        told, words = rest.split("@", 1)
        role, title = told.split("|")
        entry = {"role": self.one(role, labels()["role"]), "title": null(title)}
        self.plan["roles"].append({**entry, "span": self.span(words)})

    def ob(self, rest: str) -> None:
        deliverable, actors, sites, count, per, every, words = [each.strip() for each in rest.split("|", 6)]
        self.plan["obligations"].append(
            {
                "deliverable": self.one(deliverable, DELIVERABLES),
                "actors": many(actors),
                "sites": [self.one(each, SITES) for each in many(sites)],
                "min_count": None if null(count) is None else int(count),
                "per": self.one(per, PER),
                "every": self.one(every, EVERY),
                "span": self.span(words),
            }
        )

    def duties(self) -> None:
        """Units with work of their own: the doers, each at its first obligation."""
        first: dict[str, dict[str, Any]] = {}
        for each in self.plan["obligations"]:
            for unit in each["actors"]:
                first.setdefault(unit, {"unit": unit, "span": each["span"]})
        self.plan["duties"] = list(first.values())


def null(told: str) -> str | None:
    """None for - and for nothing."""
    told = told.strip()
    return None if told in {"-", ""} else told


def many(told: str) -> list[str]:
    """Values parted by commas."""
    return [] if null(told) is None else [each.strip() for each in told.replace("，", ",").split(",") if each.strip()]


def convert(path: Path) -> bool:
    """Write the JSON beside a .read file; False where an entry is wrong."""
    reading = Reading(path.with_suffix(".txt").read_text(encoding="utf-8"))
    entries: dict[str, Callable[[str], None]] = {
        key: getattr(reading, key) for key in ("title", "kind", "period", "requirements", "focus", "goal", "role", "ob")
    }
    for reading.line, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            key, _, rest = line.partition(":")
            try:
                entries[key](rest.strip())
            except (KeyError, ValueError) as cause:
                reading.wrong.append(f"line {reading.line}: {cause!r}: {line}")
    reading.duties()
    if reading.wrong:
        print(path.name, *reading.wrong, sep="\n  ")
        return False
    made = json.dumps(reading.plan, ensure_ascii=False, indent=1) + "\n"
    path.with_suffix(".json").write_text(made, encoding="utf-8")
    print(path.stem, len(reading.text), "signs,", len(reading.plan["obligations"]), "obligations")
    return True


if __name__ == "__main__":
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    done = [convert(path) for path in sorted(folder.glob("*.read")) if not names or path.stem in names]
    sys.exit(0 if all(done) else 1)
