"""The kind of issuing body is weighed from title, signature, addressees and what it calls itself."""

from __future__ import annotations

import pytest

from qunfang.engine.plantext.facts import facts_of
from qunfang.engine.plantext.facts.kind import body_kind

BODIES = [
    ("青石县公安局", "police"), ("青石县公安局刑侦大队", "police"), ("青石镇派出所", "police"),
    ("青石镇人民政府", "town"), ("青石街道办事处", "town"),
    ("青石社区居民委员会", "town"), ("中共青石镇委员会", "town"),
    ("青石县教育局", "county"), ("青石区市场监督管理局", "county"), ("青石县联席会议办公室", "county"),
    ("青石市第三中学", "school"), ("青石大学保卫处", "school"), ("青石县第二幼儿园", "school"),
    ("青石农村商业银行股份有限公司", "bank"), ("中国建设银行青石支行", "bank"),
    ("中国移动青石分公司", "telecom"), ("青石联通营业厅", "telecom"),
    ("青石建材有限公司", "company"), ("青石经济开发区管委会", "company"), ("青石物业服务有限公司", "company"),
    ("青石县人民医院", "other"), ("青石市老年人协会办公室", "other"),
]  # fmt: skip
PLANS = [
    ("反诈工作计划\n各班老师:\n我校本学期开展反诈班会。", "school"),
    ("关于做好反诈工作的通知\n各支行:\n我行柜员要问清用途。", "bank"),
    ("反诈宣传安排\n各村民小组:\n我村喇叭每天播放。\n青石村村民委员会", "town"),
    ("工作安排\n一、营业厅对号卡入网实名核验。\n二、装维人员送宣传单。\n青石县分公司", "telecom"),
    ("青石县公安局\n关于开展专项行动的通知\n各派出所:\n请立即部署。", "police"),
    ("青石市乡镇(街道)反诈工作管理办法\n第一条 本办法适用于全市。", "county"),
    ("一张纸", "other"),
]


@pytest.mark.parametrize(("name", "kind"), BODIES)
def test_a_body_is_told_by_the_end_of_its_name(name: str, kind: str) -> None:
    assert body_kind(name) == kind


@pytest.mark.parametrize(("text", "kind"), PLANS)
def test_the_kind_of_a_plan(text: str, kind: str) -> None:
    assert facts_of(text).kind == kind


def test_a_plan_under_a_covering_notice_gives_its_own_title() -> None:
    text = "清江镇人民政府\n关于印发《清江镇反诈工作方案》的通知\n各村:\n现印发给你们。\n清江镇反诈工作方案\n一、目标"
    assert facts_of(text).title == "清江镇反诈工作方案"


def test_a_title_keeps_its_brackets_as_given() -> None:
    assert facts_of("清江镇反诈工作细则（试行）\n第一条 为做好反诈工作。").title == "清江镇反诈工作细则（试行）"
