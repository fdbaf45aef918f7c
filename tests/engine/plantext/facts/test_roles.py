"""Who leads is read from labelled lists, tables and prose;班组长 and 群成员 lead nothing."""

from __future__ import annotations

import pytest

from qunfang.engine.plantext.facts import facts_of

Told = tuple[str, str | None]
ROLES: list[tuple[str, list[Told]]] = [
    (
        "成立领导小组,由镇长张明任组长,副镇长李刚、派出所所长王强任副组长,各村书记为成员。办公室设在综治中心,李刚兼任办公室主任。",
        [
            ("leader", "镇长张明"),
            ("deputy", "副镇长李刚"),
            ("deputy", "派出所所长王强"),
            ("member", "各村书记"),
            ("office", "综治中心"),
            ("office_head", "李刚"),
        ],
    ),
    (
        "组 长:张明\n副组长:李刚  王强\n成 员:赵一 钱二 孙三\n",
        [
            ("leader", "张明"),
            ("deputy", "李刚"),
            ("deputy", "王强"),
            ("member", "赵一"),
            ("member", "钱二"),
            ("member", "孙三"),
        ],
    ),
    (
        "组长:\n张明(镇长)\n副组长:\n李刚(副镇长)\n王强(派出所所长)\n成员:\n综治办、司法所、财政所\n办公室设在镇综治办。",
        [
            ("leader", "张明(镇长)"),
            ("deputy", "李刚(副镇长)"),
            ("deputy", "王强(派出所所长)"),
            ("member", "综治办"),
            ("member", "司法所"),
            ("member", "财政所"),
            ("office", "镇综治办"),
        ],
    ),
    ("职务 | 姓名 | 单位\n组长 | 张明 | 校长\n", [("leader", "张明 | 校长")]),
    (
        "成立以校长为组长、副校长为副组长、各班主任为成员的反诈工作领导小组。",
        [("leader", "校长"), ("deputy", "副校长"), ("member", "各班主任")],
    ),
    (
        "领导小组组长由党委书记周平同志担任,副组长由副镇长吴海担任,成员由各站所负责人组成。",
        [("leader", "党委书记周平"), ("deputy", "副镇长吴海"), ("member", "各站所负责人")],
    ),
    ("组长:xxx\n副组长:XXX\n成员:各科室负责人", [("leader", None), ("deputy", None), ("member", "各科室负责人")]),
    ("组长:(略)\n成员:略", [("leader", None), ("member", None)]),
    (
        "组  长:陈东 党委书记\n副组长:林西 副主任\n成  员:各部门负责人\n"
        "领导小组下设办公室,办公室设在保卫处,由林西兼任办公室主任。",
        [
            ("leader", "陈东 党委书记"),
            ("deputy", "林西 副主任"),
            ("member", "各部门负责人"),
            ("office", "保卫处"),
            ("office_head", "林西"),
        ],
    ),
    ("各班组长要每天检查,村民小组长负责入户,班级群成员实名。", []),
    (
        "成员单位:县公安局、县教育局、县民政局、各乡镇人民政府。",
        [("member", "县公安局"), ("member", "县教育局"), ("member", "县民政局"), ("member", "各乡镇人民政府")],
    ),
    ("联系人:刘洋,联系电话:13800000000", [("contact", "刘洋")]),
    (
        "支行成立专班,行长任组长,分管副行长任副组长,综合部、运营部、各网点负责人为成员,综合部负责日常联络。",
        [
            ("leader", "行长"),
            ("deputy", "分管副行长"),
            ("member", "综合部"),
            ("member", "运营部"),
            ("member", "各网点负责人"),
            ("contact", "综合部"),
        ],
    ),
    (
        "总 指 挥:高山  县长\n副总指挥:江河  副县长、公安局局长\n成    员:县委宣传部部长、县教育局局长",
        [
            ("leader", "高山  县长"),
            ("deputy", "江河  副县长、公安局局长"),
            ("member", "县委宣传部部长"),
            ("member", "县教育局局长"),
        ],
    ),
    (
        "领导小组办公室设在政教处,政教处主任何明任办公室主任,负责日常工作。",
        [("office", "政教处"), ("office_head", "政教处主任何明")],
    ),
    ("领导小组下设办公室在教导处,主任由何明兼任。", [("office", "教导处"), ("office_head", "何明")]),
    (
        "由镇党委书记任组长,镇长任第一副组长,政法委员任常务副组长。",
        [("leader", "镇党委书记"), ("deputy", "镇长"), ("deputy", "政法委员")],
    ),
    (
        "组长张明(书记),副组长李刚(所长),成员为各网格员。",
        [("leader", "张明(书记)"), ("deputy", "李刚(所长)"), ("member", "各网格员")],
    ),
    (
        "指挥部成员由公安、教育、民政、宣传和各街道主要负责人组成。",
        [
            ("member", "公安"),
            ("member", "教育"),
            ("member", "民政"),
            ("member", "宣传"),
            ("member", "各街道主要负责人"),
        ],
    ),
    (
        "1.组长:张明,镇党委副书记、镇长\n2.副组长:李刚,副镇长",
        [("leader", "张明,镇党委副书记、镇长"), ("deputy", "李刚,副镇长")],
    ),
    (
        "成立反诈小组,书记老张当组长,会计小刘和妇女主任当副组长,各组组长都是组员。",
        [("leader", "书记老张"), ("deputy", "会计小刘"), ("deputy", "妇女主任"), ("member", "各组组长")],
    ),
    ("由局党组成员、总督学钱峰任副组长。", [("deputy", "局党组成员、总督学钱峰")]),
    ("各支行要确定一名联络员。", [("contact", None)]),
    ("专班联系人:____", [("contact", None)]),
    ("综治中心承担领导小组办公室职能。", [("office", "综治中心")]),
]


@pytest.mark.parametrize(("words", "roles"), ROLES)
def test_the_roles_of_a_plan(words: str, roles: list[Told]) -> None:
    assert [(each.role, each.title) for each in facts_of(words).roles] == roles


def test_a_title_keeps_the_blanks_and_brackets_as_written() -> None:
    found = facts_of("组  长:高  山(镇长)\n副组长:李 刚  副镇长\n").roles
    assert [each.title for each in found] == ["高  山(镇长)", "李 刚  副镇长"]
