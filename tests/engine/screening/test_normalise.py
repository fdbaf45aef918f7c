"""What is read for matching, and the way back to the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.screening.normalise import normalise

TRICKY = "加薇威徽微v信VvxXqQ扣裙群咔卡里转账賬帳平坪台①②３一二三零〇壹.*_ -·❤★➕+💰🐴\u200b\u202e\ud800a1:："


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("加薇❤信abc", "加微信abc"),
        ("➕V：abc123", "加微信:abc123"),
        ("扣扣裙", "qq群"),
        ("轉賬到銀行咔", "转账到银行卡"),
        ("１３８００１３８０００", "13800138000"),
        ("一三八零零一三八零零零", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("6222 0200 0011 2233", "6222020000112233"),
        ("①③⑧00138000", "13800138000"),
        ("转*账", "转账"),
        ("转 账 到 卡", "转账到卡"),
        ("转\u200b账\u202e", "转账"),
        ("扫🐴", "扫码"),
        ("раураl", "paypal"),
    ],
)
def test_the_trade_s_spellings_are_undone(written: str, read: str) -> None:
    assert normalise(written).text == read


@pytest.mark.parametrize("honest", ["她很有威信", "参加薇薇的婚礼", "vxworks.com", "一样的三个人"])
def test_honest_words_stay_as_they_are(honest: str) -> None:
    assert normalise(honest).text == honest


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet=TRICKY, max_size=40))
def test_reading_twice_is_reading_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet=TRICKY, max_size=40))
def test_every_place_leads_back_into_the_text(text: str) -> None:
    normal = normalise(text)
    before = 0
    for place in range(len(normal.text)):
        start, end = normal.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert start >= before
        before = start


def test_a_span_names_the_characters_as_they_were_written() -> None:
    text = "请➕薇❤信 wj0021k 领取"
    normal = normalise(text)
    start = normal.text.index("微信")
    assert text[slice(*normal.span(start, start + 2))].strip("➕") == "薇❤信"
