"""What singles out a person is covered, and nothing else."""

from __future__ import annotations

import pytest

from qunfang.engine.casework import read_case
from qunfang.engine.casework.private.addresses import find_addresses
from qunfang.engine.casework.private.numbers import find_numbers
from qunfang.engine.casework.reading import even
from tests.engine.casework.numbers import made_up


def test_five_thousand_numbers_in_all_notations_never_leak() -> None:
    leaked = []
    for text, start, end in made_up(5000):
        hidden = {place for first, last, _ in find_numbers(even(text)) for place in range(first, last)}
        if any(text[place].isalnum() and place not in hidden for place in range(start, end)):
            leaked.append(text)
    assert leaked == []


def test_what_is_covered_in_a_whole_note_has_its_length_and_leaves_the_rest() -> None:
    for text, start, end in list(made_up(70, seed=8)):
        masked = read_case(text).masked
        assert len(masked) == len(text)
        assert all(masked[place] in ("＊", text[place]) for place in range(len(text)))
        assert not any(masked[place].isalnum() for place in range(start, end))


@pytest.mark.parametrize(
    "text",
    [
        "他打了110，又打96110，客服是95588和400-820-8820。",
        "2026年3月1日9时30分，转账20000、9800、6500元，共36,300元。",
        "订单号20260301007731作废，2026-03-01 12:30:15再付一次。",
        "先后转账1234567元、2345678元。",
    ],
)
def test_hotlines_amounts_dates_and_orders_stay(text: str) -> None:
    assert find_numbers(even(text)) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("对方QQ号123456789，微信名叫阿强", "123456789"),
        ("加了微信号wx_hao88后", "wx_hao88"),
        ("发到邮箱hao.88@qq.com里", "hao.88@qq.com"),
        ("手机（0571-87654321）无人接听", "0571-87654321"),
        ("境外号码+852 5123 4567来电", "+852 5123 4567"),
    ],
)
def test_accounts_are_found_whole(text: str, number: str) -> None:
    start = text.index(number)
    hidden = {place for first, last, _ in find_numbers(even(text)) for place in range(first, last)}
    assert set(range(start, start + len(number))) <= hidden


@pytest.mark.parametrize(
    "address", ["桂雨花园3幢2单元501室", "望江路128号", "杨家村4组12号", "翠苑一区18-2-301", "海棠公寓B座1203"]
)
def test_exact_addresses_are_found_whole(address: str) -> None:
    text = f"事主家住{address}，退休。"
    start = text.index(address)
    assert any(first <= start and start + len(address) <= last for first, last, _ in find_addresses(even(text)))


@pytest.mark.parametrize("text", ["他住在望江路附近。", "杨家村人，在镇上开店。", "共3户受骗，第2单元考试。"])
def test_streets_and_villages_alone_stay(text: str) -> None:
    assert find_addresses(even(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("事主欧阳静怡（女，31岁）报警称被骗。", "欧阳静怡"),
        ("收款人为郗家豪，民警已查控。", "郗家豪"),
        ("女，45岁，薛桂芳，家政。薛桂芳说她转了两次。", "薛桂芳"),
        ("当事人古丽·阿布都，女，27岁。", "古丽·阿布都"),
    ],
)
def test_names_are_covered_with_their_repeats(text: str, name: str) -> None:
    assert name not in read_case(text).masked


@pytest.mark.parametrize("word", ["王某", "张先生", "李阿姨", "周老师"])
def test_surnames_with_a_title_stay(word: str) -> None:
    text = f"{word}在家接到电话，后来{word}报了警。"
    assert read_case(text).masked == text
