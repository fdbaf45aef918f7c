"""Whatever the text, facts are read without a crash, and their spans lie inside it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.plantext.facts import Facts, facts_of
from qunfang.engine.plantext.model import KINDS

DOCUMENTS = Path(__file__).parent.parent / "documents"
WORDS = """
组长 副组长 成员 : 、 , 。 | ( ) 由 任 担任 张明 镇长 办公室设在 综治办 主任 联络员 略 ×× ____ 方案 一、 1. ①
2024年 2月 30日 至 - 即日起 年底 活动时间 第一阶段 目标 知晓率 达到 95% 三成 零发案 下降 分别 百分之 万元 起
冒充 刷单 通报 整改 经费 我校 各村:
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t", "  "])
RUNS = [
    "组长(",
    "|组长|",
    "第一阶段(",
    "联系人:办张三,",
    "去年",
    "零发案、",
    "有效期",
    "100%(",
    "2024年",
    "即日起至",
    "奖",
]
FLOORS = {"kind": 1.0, "period": 1.0, "goals": 0.98, "roles": 0.98, "focus": 0.98, "requirements": 0.98}


def spans(found: Facts) -> list[tuple[int, int]]:
    return [each.span for each in (*found.goals, *found.roles, *found.focus)]


@settings(deadline=None)
@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    found = facts_of(text)
    assert all(0 <= start <= end <= len(text) for start, end in spans(found))
    assert all(start < end for start, end in spans(found))
    assert all(each.title is None or each.title in text for each in found.roles)
    assert found.kind in KINDS
    assert found == facts_of(text)


@pytest.mark.parametrize(
    "unit", ["1", "一", "组长:", "1月1日至", "率达到90%、", "办公室设在", "(", "甲\t", "\n", *RUNS]
)
def test_a_long_run_of_one_thing_is_read(unit: str) -> None:
    assert facts_of(unit * 2000).kind in KINDS


def agreement(key: str) -> float:
    """Share of entries on which the compiler and the readings by hand agree, over all documents."""
    hits = total = 0
    for path in sorted(DOCUMENTS.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        found = facts_of(path.with_suffix(".txt").read_text(encoding="utf-8"))
        got, want = Counter(entries(found, key)), Counter(read_by_hand(gold[key], key))
        hits += 2 * sum((got & want).values())
        total += sum(got.values()) + sum(want.values())
    return hits / total


def entries(found: Facts, key: str) -> list[object]:
    told: dict[str, list[object]] = {
        "kind": [found.kind], "period": [found.period], "requirements": list(found.requirements),
        "goals": [(each.metric, each.op, each.value) for each in found.goals],
        "roles": [(each.role, each.title) for each in found.roles], "focus": [each.type for each in found.focus],
    }  # fmt: skip
    return told[key]


def read_by_hand(told: object, key: str) -> list[object]:
    if isinstance(told, dict):
        return [(told["start"], told["end"])]
    if not isinstance(told, list):
        return [told]
    fields = {"goals": ("metric", "op", "value"), "roles": ("role", "title"), "focus": ("type",)}.get(key, ())
    return [each if isinstance(each, str) else as_told([each[field] for field in fields]) for each in told]


def as_told(values: list[object]) -> object:
    return values[0] if len(values) == 1 else tuple(values)


@pytest.mark.parametrize("key", FLOORS)
def test_facts_agree_with_the_readings_by_hand(key: str) -> None:
    assert agreement(key) >= FLOORS[key]
