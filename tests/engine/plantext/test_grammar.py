"""The word lists and the grammar are whole, and what they say holds in small."""

import re

import pytest

from qunfang.engine.plantext import DELIVERABLES, EVERY, KINDS, PER, SITES, compile_text, labels
from qunfang.engine.plantext.actors import bracketed, listed, subject_of
from qunfang.engine.plantext.clauses import Words, clauses_of, segments_of
from qunfang.engine.plantext.doers import Doers, nearness
from qunfang.engine.plantext.lexicon import load, scan, trie
from qunfang.engine.plantext.scorer import heads
from qunfang.engine.plantext.slots.cadence import cadences, deadline_of
from qunfang.engine.plantext.structure import Item, items_of
from qunfang.engine.plantext.text import Reading
from qunfang.engine.plantext.windows import Found, Window, windows_of


@pytest.mark.parametrize("name", ["cues", "frames", "sections", "sites"])
def test_patterns_compile(name: str) -> None:
    for patterns in load(name).values():
        for each in patterns:
            re.compile(each)


@pytest.mark.parametrize("name", ["nouns", "acts", "units"])
def test_word_lists_hold_words(name: str) -> None:
    assert all(isinstance(word, str) and word for words in load(name).values() for word in words)


def test_lists_name_only_what_the_model_knows() -> None:
    assert set(load("frames")) - {"none"} == set(DELIVERABLES) == set(load("measures"))
    assert set(load("sites")) == set(SITES)
    assert set(heads()["deliverable"].classes) - {"none"} <= set(DELIVERABLES)
    assert set(heads()["every"].classes) - {"none"} <= set(EVERY)
    names = labels()
    for key, values in (
        ("deliverable", DELIVERABLES),
        ("site", SITES),
        ("per", PER),
        ("every", EVERY),
        ("kind", KINDS),
    ):
        assert set(names[key]) == set(values)


def test_the_longest_word_wins() -> None:
    assert [hit.word for hit in scan("nouns", "宣传栏")] == ["宣传栏"]
    assert re.compile(trie(["宣传", "宣传栏", "海报"])).findall("宣传栏海报宣传") == ["宣传栏", "海报", "宣传"]


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("县公安局、各派出所每季度开展宣讲", ["县公安局", "各派出所"]),
        ("9月15日前各学院报送总结", ["各学院"]),
        ("保卫处会同辅导员10分钟内找到学生", ["保卫处", "辅导员"]),
        ("组织开展宣传活动", []),
        ("部署有关工作", []),
    ],
)
def test_doers_are_read_by_the_shape_of_their_names(clause: str, names: list[str]) -> None:
    assert subject_of(clause)[0] == names


def test_brackets_name_the_lead_first() -> None:
    assert [names for _, _, names in bracketed("设展板。(责任单位:各村(居);配合单位:派出所)")] == [
        ["各村(居)", "派出所"]
    ]
    assert listed("宣传部牵头,后勤处配合") == ["宣传部", "后勤处"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("每周五前报送", "5/week"),
        ("每月25日前报送", "25/month"),
        ("4月15日前完成", "--04-15"),
        ("2025年12月底前", "2025-12-31"),
        ("于年底前完成", "--12-31"),
        ("随时报告", None),
    ],
)
def test_deadlines(text: str, day: str | None) -> None:
    assert deadline_of(text) == day


@pytest.mark.parametrize(
    ("text", "every"),
    [("每两周一次", "half_month"), ("每学期一次", "half_year"), ("每季度", "quarter"), ("滚动播放", "continuous")],
)
def test_cadences(text: str, every: str) -> None:
    assert cadences(text)[0] == every


def test_numbering_of_mixed_styles_keeps_its_tree() -> None:
    text = "一、任务\n(一)阵地\n1.挂横幅\n2、贴海报\n③发传单\n(二)入户\n二、要求\n"
    depths = [len(item.above) for item in items_of(Reading(text))]
    assert depths == [0, 1, 2, 2, 2, 1, 0]


@pytest.mark.parametrize("text", ["适时开展宣传活动。", "视情况组织一次讲座。"])
def test_unclear_words_are_left_to_a_person(text: str) -> None:
    found = compile_text(f"一、各村{text}").obligations
    assert any(doubt.slot == "every" for each in found if not each.every for doubt in each.doubts) or all(
        each.every for each in found
    )


def test_a_heading_names_its_doer_beside_the_bracket() -> None:
    text = "反诈宣传工作方案\n一、宣传防范组(县融媒体中心)\n1.制作宣传海报500张。\n2.每月召开一次反诈讲座。\n"
    reading = Reading(text)
    items = items_of(reading)
    words = Words(reading.text)
    found = [
        Found(deliverable="event", segments=[each])
        for each in segments_of(words, clauses_of(reading, items))
        if "讲座" in each.text
    ]
    (window,) = windows_of(words, found)
    named = {each.where: each.names for each in Doers(reading, items).candidates(window, (), "first")}
    assert named["outside"] == ("宣传防范组",)
    assert named["above"] == ("县融媒体中心",)


def test_the_doers_before_hold_on_within_a_list_only() -> None:
    text = "一、宣传\n1.各村悬挂横幅一条。\n2.张贴海报两张。\n二、培训\n1.开展培训一次。\n"
    reading = Reading(text)
    items = items_of(reading)
    words = Words(reading.text)
    found = [
        Found(deliverable="banner", segments=[each])
        for each in segments_of(words, clauses_of(reading, items))
        if each.text.endswith(("条", "张", "次"))
    ]
    one, two, three = windows_of(words, found)
    assert [nearness(None, one), nearness(one, two), nearness(two, three)] == ["first", "list", "far"]
    doers = Doers(reading, items)
    doers.learn([one, two, three])
    assert ("previous_item", ("各村",)) in {
        (each.where, each.names) for each in doers.candidates(two, ("各村",), "list")
    }
    assert "previous_item" not in {each.where for each in doers.candidates(three, ("各村",), "far")}
    assert ("common", ("各村",)) in {(each.where, each.names) for each in doers.candidates(three, (), "far")}


def _windows(text: str, words_of: str) -> tuple[Reading, list[Item], list[Window]]:
    reading = Reading(text)
    items = items_of(reading)
    words = Words(reading.text)
    found = [
        Found(deliverable="poster", segments=[each])
        for each in segments_of(words, clauses_of(reading, items))
        if words_of in each.text
    ]
    return reading, items, windows_of(words, found)


def test_the_last_cell_of_a_line_parted_by_blanks_and_what_follows_a_dash_name_doers() -> None:
    text = (
        "反诈任务表\n1 商圈反诈 商户收银台张贴警示卡 县商务局、县市场监管局\n2 码旁张贴提示卡,4月底前贴完——市场监管所\n"
    )
    reading, items, (one, two) = _windows(text, "张贴")
    doers = Doers(reading, items)
    assert ("column", ("县商务局", "县市场监管局")) in {
        (each.where, each.names) for each in doers.candidates(one, (), "first")
    }
    assert ("dash", ("市场监管所",)) in {(each.where, each.names) for each in doers.candidates(two, (), "first")}


def test_a_window_knows_the_time_that_numbers_its_line_and_the_sentence_before() -> None:
    text = "反诈宣传月活动安排\n3月:各村走访一遍。村口张贴海报一张。\n"
    _, _, (window,) = _windows(text, "海报")
    assert window.mark.startswith("3月")
    assert window.earlier == "各村走访一遍"
    assert "宣传月" in window.genre
