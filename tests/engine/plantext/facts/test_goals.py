"""Numbers and directions that a plan sets itself are goals; counts of posters and past results are not."""

from __future__ import annotations

import pytest

from qunfang.engine.plantext.facts import facts_of
from qunfang.engine.plantext.facts.amounts import amounts_in

Told = tuple[str, str, float | None]
GOALS: list[tuple[str, list[Told]]] = [
    (
        "一、工作目标\n全镇电诈发案数、损失金额实现“双下降”。",
        [("case_count", "down", None), ("loss_amount", "down", None)],
    ),
    (
        "一、工作目标\n发案数同比下降20%,损失金额下降30%以上。",
        [("case_count", "down", 0.2), ("loss_amount", "down", 0.3)],
    ),
    (
        "一、工作目标\n实现群众知晓率、满意度均达95%以上。",
        [("awareness_rate", ">=", 0.95), ("satisfaction", ">=", 0.95)],
    ),
    ("一、工作目标\n确保全年零发案。", [("case_count", "=", 0)]),
    ("力争宣传覆盖率达100%,APP安装率达到90%以上。", [("coverage_rate", "=", 1.0), ("install_rate", ">=", 0.9)]),
    (
        "一、目标\n电信网络诈骗案件压降15%,破案率提升5个百分点。",
        [("case_count", "down", 0.15), ("solve_rate", "up", 0.05)],
    ),
    (
        "一、目标\n群众知晓率达到百分之九十五以上,安装率不低于八成。",
        [("awareness_rate", ">=", 0.95), ("install_rate", ">=", 0.8)],
    ),
    ("1.每个村张贴海报不少于20张,发放资料500份。", []),
    ("去年全镇共立案63起,损失214万元,同比上升20%。", []),
    ("对安装率低于60%的村予以通报。", []),
    (
        "一、目标\n发案数控制在10起以内,损失控制在50万元以内。",
        [("case_count", "<=", 10), ("loss_amount", "<=", 500000)],
    ),
    ("一、目标\n万人发案率控制在6以下,全镇无百万元以上大案。", []),
    ("一、目标\n校园电信诈骗案件发案率下降50%。", [("case_count", "down", 0.5)]),
    ("学生签名率达100%,家长参与率达98%以上。", [("other_rate", "=", 1.0), ("participation_rate", ">=", 0.98)]),
    ("实现宣传全覆盖、无死角。", [("coverage_rate", "=", 1.0)]),
    ("做到家喻户晓、人人皆知。", [("awareness_rate", "=", 1.0)]),
    (
        "一、目标\n案件数和损失数较去年同期下降三分之一。",
        [("case_count", "down", 0.333333), ("loss_amount", "down", 0.333333)],
    ),
    (
        "一、目标\n员工培训覆盖率100%,客户投诉率控制在1%以内。",
        [("coverage_rate", "=", 1.0), ("other_rate", "<=", 0.01)],
    ),
    ("不断提升群众反诈知晓率。", []),
    ("一、目标\n有效遏制电信网络诈骗案件高发势头,群众满意度明显提升。", [("satisfaction", "up", None)]),
    ("抽查中知晓率不足80%的,限期补课。", []),
    ("一、目标\n师生零被骗,家长知晓率100%。", [("case_count", "=", 0), ("awareness_rate", "=", 1.0)]),
    ("行动期间打掉窝点3个以上,抓获嫌疑人20名以上。", [("other_rate", ">=", 3), ("other_rate", ">=", 20)]),
    (
        "一、目标\n国家反诈中心APP安装率:党员干部100%,群众80%以上。",
        [("install_rate", "=", 1.0), ("install_rate", ">=", 0.8)],
    ),
    (
        "一、总体目标\n努力实现电信网络诈骗发案率、群众财产损失率明显下降,人民群众安全感、满意度明显上升。",
        [("case_count", "down", None), ("loss_amount", "down", None), ("satisfaction", "up", None)],
    ),
    (
        "| 指标 | 目标值 |\n| 群众知晓率 | 95%以上 |\n| 发案数 | 同比下降20% |",
        [("awareness_rate", ">=", 0.95), ("case_count", "down", 0.2)],
    ),
    ("一、工作目标\n知晓率、安装率分别达到95%和80%。", [("awareness_rate", ">=", 0.95), ("install_rate", ">=", 0.8)]),
    ("柜面劝阻成功率较上年提升两成。", [("other_rate", "up", 0.2)]),
    ("活动参与人数不少于500人。", []),
    ("各村APP安装率每低1个百分点扣0.5分,达到90%的得满分。", []),
    ("目标:群众满意度达到95分以上,涉诈网站关停率达98%。", [("satisfaction", ">=", 95), ("other_rate", ">=", 0.98)]),
    ("确保不发生一起师生被骗案件。", [("case_count", "=", 0)]),
    ("学生受骗率控制在千分之一以内。", [("case_count", "<=", 0.001)]),
    ("一、背景\n我镇安装率为45%。", []),
]
AMOUNTS = [
    ("百分之九十五", 0.95),
    ("九成以上", 0.9),
    ("八成半", 0.85),
    ("三分之一", 0.333333),
    ("万分之二", 0.0002),
    ("5个百分点", 0.05),
    ("减半", 0.5),
    ("9600万元", 96_000_000),
    ("1,200起", 1200),
    ("二十五户", 25),
]


@pytest.mark.parametrize(("words", "goals"), GOALS)
def test_the_goals_of_a_plan(words: str, goals: list[Told]) -> None:
    found = facts_of("清江镇反诈工作方案\n" + words).goals
    assert [(each.metric, each.op, each.value) for each in found] == goals


@pytest.mark.parametrize(("words", "value"), AMOUNTS)
def test_an_amount_in_every_notation(words: str, value: float) -> None:
    assert [each.value for each in amounts_in(words)] == [value]
