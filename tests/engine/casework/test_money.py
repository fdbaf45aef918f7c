"""Amounts as written, and the net of what was paid and came back."""

from __future__ import annotations

import pytest

from qunfang.engine.casework import read_case
from qunfang.engine.casework.money import find_amounts
from qunfang.engine.casework.money.numerals import value_of


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("2,600", 2600),
        ("3万元", 30000),
        ("1.2万余元", 12000),
        ("一万二", 12000),
        ("三千五百块", 3500),
        ("18万5", 185000),
        ("9块9", 9.9),
        ("壹拾贰万元", 120000),
        ("二十万零三百元", 200300),
    ],
)
def test_values_are_read_in_every_notation(written: str, yuan: float) -> None:
    assert value_of(written) == yuan
    assert [each.value for each in find_amounts(f"他转了{written},后来")] == [yuan]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("付了9800×3,又付50元", [29400, 50]),
        ("每笔100元,共刷27笔", [2700]),
        ("三人各付300元", [900]),
        ("2026年3月1日,他45岁,做了3单,住302室", []),
        ("打12306和96110,在5173网站", []),
        ("一块砖", []),
    ],
)
def test_factors_count_and_other_numbers_do_not(text: str, values: list[float]) -> None:
    assert [each.value for each in find_amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("事主接到电话，对方称可办贷款，他先交手续费2000元，又交保证金5000元，后被拉黑，遂报警。", 7000),
        ("群里让她刷单，第一单垫付100元，返了115元，第二单垫付3000元没有返还，她报警。", 2985),
        ("对方自称公安，让他转账，他分三笔转出20000、20000、9800元，共计49800元，才知被骗。", 49800),
        ("柜员发现老人要汇3万元，劝阻后民警到场，没有汇款，未造成损失。", 0),
        ("她被拉进群刷单，先后转账＿＿＿元，后联系不上对方，报警。", None),
    ],
)
def test_the_loss_is_what_was_paid_less_what_came_back(text: str, loss: float | None) -> None:
    assert read_case(text).loss_yuan == loss
