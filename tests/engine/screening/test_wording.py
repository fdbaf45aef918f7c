"""The learned model's own reasons: where they stand, and that they are what made the score."""

from __future__ import annotations

import pytest

from qunfang.engine.screening import Screener
from qunfang.engine.screening.model.folders import SHIPPED
from qunfang.engine.screening.model.weights import Model, load
from qunfang.engine.screening.model.wording import strongest

TEXTS = [
    "昨天那笔单子你做到一半就停了，数据卡在那里，把后面两单的钱先垫上，做完我让财务一次结给你",
    "麻烦把刚才那条短信里的六位数念给我听，我这边系统等着录入，录完您的额度就恢复了",
]


@pytest.fixture(scope="module")
def model() -> Model:
    return load(SHIPPED)


@pytest.mark.parametrize("text", TEXTS)
def test_without_its_strongest_stretch_a_text_scores_lower(model: Model, text: str) -> None:
    best, *others = strongest(text, model.ngrams, most=3)
    assert all(best.adds >= other.adds for other in others)
    without = text[: best.start] + text[best.end :]
    full, rest = model.quick([text, without])
    assert rest < full


@pytest.mark.parametrize("text", ["", "，。", "好的", "a" * 5000, "转账\u200b到 http://abc.top/x 的 安全 账户"])
def test_stretches_lie_in_the_text_and_not_over_each_other(model: Model, text: str) -> None:
    found = sorted(strongest(text, model.ngrams, most=4), key=lambda each: each.start)
    assert all(0 <= each.start < each.end <= len(text) and each.adds > 0 for each in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    "text", ["快递丢失给您双倍理赔，加这个扣扣", "请把钱转到安全账户，别告诉家人", "在家点赞一单5元，扣1进群领任务"]
)
def test_a_flagged_message_says_where_even_if_few_cues_are_in_it(model: Model, text: str) -> None:
    verdict = Screener(model).screen(text)
    assert verdict.level != "low"
    assert len(verdict.reasons) >= 2
    assert all(0 <= each.start < each.end <= len(text) for each in verdict.reasons)
