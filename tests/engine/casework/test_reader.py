"""Narratives as a whole: any text is read, spans land, and the written narratives are understood."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.casework import read_case
from qunfang.engine.casework.channels import CHANNELS
from qunfang.engine.casework.kinds import TYPES
from qunfang.engine.casework.outcomes import OUTCOMES
from qunfang.engine.casework.stages import STAGES

NOTE = (
    "2025年6月3日，事主裴玉兰（女，52岁，退休）接到自称公安局的电话，说她名下银行卡涉嫌洗钱，要逮捕她，不许告诉家人。"
    "对方让她下载“安全卫士”并打开屏幕共享，她把50000元转到安全账户，又转了30000元。后来女儿发现，报警。"
)
WORDS = st.lists(
    st.sampled_from(
        [*"事主张三（女，36岁）接到电话转了万元0123456789，。；：“”·*×＊ \n", "13800001111", "刷单", "没有汇"]
    )
    | st.text(max_size=4),
    max_size=60,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    note = read_case(text)
    assert len(note.masked) == len(text)
    assert note.type in TYPES
    assert note.outcome in OUTCOMES
    assert note.channel is None or note.channel in CHANNELS
    names = [each.name for each in note.stages]
    assert len(set(names)) == len(names)
    assert set(names) <= set(STAGES)
    for each in (*note.stages, *note.private, *note.trace):
        assert 0 <= each.start <= each.end <= len(text)
    assert all(a == b or b == "＊" for a, b in zip(text, note.masked, strict=True))


def test_a_police_note_is_read_whole() -> None:
    note = read_case(NOTE)
    assert (note.type, note.outcome, note.channel, note.loss_yuan) == ("authority", "completed", "call", 80000)
    assert (note.victim.age, note.victim.sex) == (52, "f")
    names = [each.name for each in note.stages]
    assert [name for name in names if name in {"contact", "threat", "install", "pay"}] == [
        "contact",
        "threat",
        "install",
        "pay",
    ]
    assert "裴玉兰" not in note.masked
    assert "安全卫士" in note.entities.apps
    assert note.entities.amounts == ("50000元", "30000元")


def test_the_same_note_is_read_the_same_way_twice() -> None:
    assert read_case(NOTE) == read_case(NOTE)


def test_trace_names_the_words_it_rests_on() -> None:
    note = read_case(NOTE)
    assert {each.about for each in note.trace} >= {"contact", "paid"}
    assert all(NOTE[each.start : each.end] == each.says for each in note.trace)
