"""The documents read by hand stay read: floors well under what is measured, so that they fail on a real drop."""

import json
from pathlib import Path
from typing import Any

import pytest

from qunfang.engine.plantext import DELIVERABLES, EVERY, KINDS, PER, SITES, compile_text, plan_to_dict

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def reading(name: str) -> tuple[str, dict[str, Any]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return text, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def overlap(a: list[int], b: list[int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    shorter, longer = sorted((a[1] - a[0], b[1] - b[0]))
    share = shared / (shorter + longer - shared)
    return max(share, 0.5) if shared == shorter > 0 and longer <= 3 * shorter else share


def hits(read: list[dict[str, Any]], told: list[dict[str, Any]]) -> int:
    left, found = list(read), 0
    for each in told:
        near = [
            one
            for one in left
            if one["deliverable"] == each["deliverable"] and overlap(one["span"], each["span"]) >= 0.3
        ]
        if near:
            left.remove(max(near, key=lambda one: overlap(one["span"], each["span"])))
            found += 1
    return found


@pytest.fixture(scope="module")
def tally() -> dict[str, float]:
    found = read = told = kinds = roles = wanted_roles = 0
    for name in NAMES:
        text, hand = reading(name)
        plan = plan_to_dict(compile_text(text))
        found += hits(plan["obligations"], hand["obligations"])
        read, told = read + len(plan["obligations"]), told + len(hand["obligations"])
        kinds += plan["kind"] == hand["kind"]
        mine = [(each["role"], each["title"]) for each in plan["roles"]]
        roles += sum((each["role"], each["title"]) in mine for each in hand["roles"])
        wanted_roles += len(hand["roles"])
    return {"obligations": 2 * found / (read + told), "kind": kinds / len(NAMES), "roles": roles / wanted_roles}


@pytest.mark.parametrize(("figure", "floor"), [("obligations", 0.80), ("kind", 0.80), ("roles", 0.70)])
def test_figures_on_the_documents_stay_above_their_floors(tally: dict[str, float], figure: str, floor: float) -> None:
    assert tally[figure] >= floor, tally


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_by_hand_keeps_to_the_closed_lists_and_to_its_text(name: str) -> None:
    text, hand = reading(name)
    assert hand["kind"] in KINDS
    for each in hand["obligations"]:
        assert each["deliverable"] in DELIVERABLES
        assert set(each["sites"]) <= set(SITES)
        assert each["per"] in {None, *PER}
        assert each["every"] in {None, *EVERY}
        assert 0 <= each["span"][0] < each["span"][1] <= len(text)
