"""What holds for any text at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.plantext import DELIVERABLES, EVERY, PER, SITES, compile_text, plan_from_yaml, plan_to_yaml
from qunfang.engine.plantext.slots.quantities import quantities
from qunfang.engine.plantext.structure import items_of
from qunfang.engine.plantext.text import Reading

PIECES = [
    "一、", "（二）", "3.", "①", "各村", "派出所", "每月", "至少", "1次", "张贴", "海报", "在小区", "悬挂横幅", "。", "，", "；", "\n", "、", "：", "|", "\t",
    "12月底前", "报送总结", "（责任单位：综治办）", "组长：", "知晓率达到80%以上", "《", "》", "“", "”", "(", ")", " ", "　", "APP", "微信群", "２０２５年", "十三", "\u200b",
]  # fmt: skip
PLANS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
ANY = st.text(max_size=300)
few = settings(max_examples=60, deadline=None)


@few
@given(PLANS | ANY)
def test_every_span_lies_inside_the_text_and_every_value_in_its_list(text: str) -> None:
    plan = compile_text(text)
    for each in (*plan.obligations, *plan.goals, *plan.roles, *plan.focus, *plan.duties):
        assert 0 <= each.span[0] < each.span[1] <= len(text)
    for one in plan.obligations:
        assert one.deliverable in DELIVERABLES
        assert set(one.sites) <= set(SITES)
        assert one.per is None or one.per in PER
        assert one.every is None or one.every in EVERY
        assert one.min_count is None or one.min_count > 0
        assert one.text == text[slice(*one.span)]


@few
@given(PLANS)
def test_a_text_is_read_the_same_twice(text: str) -> None:
    assert compile_text(text) == compile_text(text)


@few
@given(PLANS)
def test_a_plan_saved_as_yaml_comes_back_the_same(text: str) -> None:
    plan = compile_text(text)
    assert plan_from_yaml(plan_to_yaml(plan)) == plan


@given(ANY)
def test_even_text_keeps_the_place_of_each_sign(text: str) -> None:
    reading = Reading(text)
    assert len(reading.text) == len(reading.back)
    assert reading.back == sorted(reading.back)
    assert all(0 <= place < len(text) for place in reading.back)


@given(ANY)
def test_even_text_is_even_already(text: str) -> None:
    once = Reading(text).text
    again = Reading(once).text
    assert Reading(again).text == again


@given(PLANS | ANY)
def test_lines_cover_the_text_in_order_without_overlap(text: str) -> None:
    reading = Reading(text)
    end = 0
    for item in items_of(reading):
        assert end <= item.start <= item.body <= item.end <= len(reading.text)
        end = item.end


@given(st.integers(1, 9999))
def test_a_count_is_read_as_it_is_written(number: int) -> None:
    assert [each.value for each in quantities(f"张贴海报{number}张")] == [number]
