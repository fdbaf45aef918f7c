"""Verdicts: right on plain cases, monotone, honest about places, unharmed by anything."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qunfang.engine.screening import LEVELS, ROLES, Memory, Screener, read_turns, screener
from qunfang.engine.screening.model.folders import SHIPPED
from qunfang.engine.screening.model.weights import load
from qunfang.engine.screening.script import all_cues

CUES = all_cues()
FRAUDS = [
    "我是市公安局民警，你名下银行卡涉嫌洗钱，请把资金转到安全账户，不要告诉家人",
    "点赞关注就有佣金，一单一结，日赚三百，先垫付本金，扣1进群领任务",
    "您好我是京东客服，您的快递丢失，为您双倍理赔，请加企业微信打开屏幕共享",
    "妈，我手机掉水里了，这是同学手机，培训费今天截止，先给老师转5000",
    "大学时注册的校园贷账户不注销会影响征信，请把各平台额度提出来转到清算账户",
]
HONEST = [
    "【建设银行】您尾号1234的储蓄卡今日支出20.00元，余额100.00元",
    "【菜鸟】包裹已到驿站，取件码3-2-1001，请在21点前领取",
    "凡是要求转账到安全账户的都是诈骗，请挂断并拨打96110",
    "妈，晚上想吃饺子，我六点到家",
    "各位家长，周五下午开家长会，请准时参加，学校不收任何费用",
]


@pytest.fixture(scope="module")
def engine() -> Screener:
    return Screener(load(SHIPPED))


@pytest.mark.parametrize("text", FRAUDS)
def test_plain_fraud_is_flagged_with_reasons_and_type(engine: Screener, text: str) -> None:
    verdict = engine.screen(text)
    assert verdict.level != "low"
    assert verdict.type is not None
    assert verdict.reasons


@pytest.mark.parametrize("text", HONEST)
def test_plain_honest_messages_are_left_alone(engine: Screener, text: str) -> None:
    verdict = engine.screen(text)
    assert (verdict.level, verdict.type) == ("low", None)


def test_more_scam_cues_never_lower_the_risk(engine: Screener) -> None:
    chance = random.Random(7)
    scam = [cue.number for cue in CUES if cue.scam]
    for _ in range(2000):
        have = chance.sample(range(len(CUES)), chance.randint(0, 12))
        more = chance.choice([number for number in scam if number not in have])
        assert engine.cue_sum([*have, more]) >= engine.cue_sum(have)


def test_more_calm_cues_never_raise_the_risk(engine: Screener) -> None:
    chance = random.Random(8)
    calm = [cue.number for cue in CUES if not cue.scam]
    for _ in range(500):
        have = chance.sample([number for number in range(len(CUES)) if number not in calm], chance.randint(0, 8))
        assert engine.cue_sum([*have, chance.choice(calm)]) <= engine.cue_sum(have)


def test_risk_and_level_grow_with_the_sum(engine: Screener) -> None:
    totals = np.linspace(-50, 50, 400)
    risks = [engine.risk(total) for total in totals]
    levels = [LEVELS.index(engine.level(total)) for total in totals]
    assert risks == sorted(risks)
    assert levels == sorted(levels)
    assert 0.0 <= risks[0] <= risks[-1] <= 1.0


def test_reasons_point_into_the_text_as_given(engine: Screener) -> None:
    text = "★您好★我是公 安 局\u200b民警，你名下銀行咔涉嫌洗钱，請轉賬到安全账户，➕薇❤信"
    verdict = engine.screen(text)
    assert verdict.reasons
    for reason in verdict.reasons:
        assert 0 <= reason.start < reason.end <= len(text)
    safe = next(reason for reason in verdict.reasons if reason.cue == "safe_account")
    assert text[safe.start : safe.end] == "轉賬到安全账户"


def test_many_at_once_and_one_by_one_give_the_same(engine: Screener) -> None:
    texts = [*FRAUDS, *HONEST, "", " ", "\n"]
    together = [each.to_dict() for each in engine.screen_many(texts)]
    assert together == [engine.screen(text).to_dict() for text in texts]
    batch = engine.screen_batch(texts)
    assert [LEVELS[each] for each in batch.levels] == [each["level"] for each in together]
    assert np.allclose(batch.risks, [each["risk"] for each in together], atol=1e-4)


def test_stage_one_alone_mostly_agrees(engine: Screener) -> None:
    labels = engine.labels([*FRAUDS, *HONEST])
    assert labels[len(FRAUDS) :].sum() == 0
    assert labels[: len(FRAUDS)].sum() >= len(FRAUDS) - 1
    assert engine.labels([]).shape == (0,)


@pytest.mark.parametrize("role", ROLES)
def test_advice_is_for_the_reader(engine: Screener, role: str) -> None:
    assert engine.screen(FRAUDS[0], role=role).advice
    english = engine.screen(FRAUDS[0], role=role, language="en")
    assert english.advice.isascii()
    assert all(reason.says.isascii() for reason in english.reasons)


def test_a_conversation_is_read_turn_by_turn(engine: Screener) -> None:
    talk = (
        "主叫：喂，您好，请问是王女士吗？\n被叫：我是。\n"
        "主叫：我是市公安局民警，您名下银行卡涉嫌洗钱。\n被叫：不可能。\n"
        "主叫：请把存款转到安全账户，不要告诉家人，也别挂电话。"
    )
    turns = read_turns(engine, talk)
    assert [turn.speaker for turn in turns] == ["主叫", "被叫", "主叫", "被叫", "主叫"]
    assert turns[0].level == "low"
    assert [turn.clear for turn in turns].count(True) == 1
    assert next(place for place, turn in enumerate(turns) if turn.clear) >= 2
    assert "".join(talk[turn.start : turn.end] for turn in turns) == talk


def test_a_confirmed_message_is_known_again_with_other_numbers_and_links() -> None:
    memory = Memory()
    first = "尊敬的用户，您的积分已满5000分可兑换现金350元，请登录 http://abcd.top/1x 领取，逾期清零【某某银行】"
    assert memory.add("report-1", first)
    second = "尊敬的用户 您的积分已满8800分可兑换现金512元 请登录 http://qwer.cc/9 领取 逾期清零【某某银行】"
    found = memory.find(second)
    assert found is not None
    assert found.key == "report-1"
    assert memory.find(HONEST[0]) is None
    assert not memory.add("short", "好的")


def test_a_second_victim_is_warned_by_the_first_one_s_report() -> None:
    memory = Memory()
    first = "社区团购群的各位，紫薯已到，今晚八点前在群里登记取货，过时不候，货款两清，谢谢大家配合"
    plain = Screener(load(SHIPPED), memory=memory)
    assert plain.screen(first).level == "low"
    memory.add("report-7", first)
    verdict = plain.screen(first.replace("八点", "9点"))
    assert verdict.level == "high"
    assert verdict.reasons[0].cue == "known_scam"


def strange(chance: random.Random) -> str:
    kind = chance.randrange(6)
    length = chance.choice([0, 1, 3, 20, 80, 300])
    if kind == 0:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(length))
    if kind == 1:
        return "".join(chr(chance.randrange(0xD800, 0xE000)) for _ in range(length))
    if kind == 2:
        return "".join(chance.choice("\u202e\u200f\u0627\u05d0加微信转账0123") for _ in range(length))
    if kind == 3:
        return "".join(chance.choice("一二三0123456789.-* 万元") for _ in range(length))
    if kind == 4:
        return "".join(chance.choice([*FRAUDS, "不会", "都是诈骗", "http://a.b", "www.", "\0", "@@"]) for _ in range(3))
    return "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(length))


def assert_sound(engine: Screener, texts: list[str]) -> None:
    for text, verdict in zip(texts, engine.screen_many(texts), strict=True):
        assert 0.0 <= verdict.risk <= 1.0
        assert all(0 <= each.start <= each.end <= len(text) for each in verdict.reasons)


def test_nothing_strange_breaks_it(engine: Screener) -> None:
    chance = random.Random(2026)
    assert_sound(engine, [strange(chance) for _ in range(2000)])


@pytest.mark.slow
def test_a_hundred_thousand_strange_texts_do_not_break_it(engine: Screener) -> None:
    chance = random.Random(99)
    for _ in range(100):
        assert_sound(engine, [strange(chance) for _ in range(1000)])


@pytest.mark.parametrize(
    "piece", ["转", "微 信 ", "1 3 8 ", "http://a.b/c ", "\ud800", "\u202e转账", "不会转账给我。", "一"]
)
def test_a_megabyte_in_one_line_is_read(engine: Screener, piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert_sound(engine, [text])


def test_the_shipped_screener_is_made_once() -> None:
    assert screener() is screener()
