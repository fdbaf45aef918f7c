"""What a count is counted against: words after 每 and 各, and “one … one” phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED
from qunfang.engine.plantext.sieve import Sieve

CLASS = r"班(?!次|长|主任|车|后|前|组)"
PERSON = r"(?:名|位|人|户|家庭|学生|员工|居民(?!小区|区)|客户|家长|党员|师生|新生|住户|孩子|幼儿|老人|职工|教师|民警|干部|商户)"
UNIT = r"(?:村|社区|单位|学校|校|支行|网点|企业|派出所|镇|街道|乡|中学|小学|科室|部门|所|幼儿园|学区|公司|营业厅|营业部|分公司|机构|园(?!区门)|学院|系(?!统)|二级|组(?!织)|厂|车间|居委会|年级|级部|中队|支部|班组|行(?!业|动)|分局|大队|门店|县|区(?!域)|市|院|局|站(?!点|台)|点(?!位)|处室|中心|项目部|工地|酒店|超市|市场|银行)"
SITE = r"(?:小区|出入口|楼|单元|窗口|台|栋|层|处|点位?|间|路口|电梯|门|口|块|屏|自助|柜|厂区|食堂|宿舍|寝室|教室|车|站点|站台|店|摊|厅|大门|街|路|自然村|村口|广场|井|卫生间|地方|出口|入口|轿厢|ATM|床|桌|页|商场|门岗|房间)"
EACH: tuple[tuple[str, str], ...] = (
    (
        "class",
        rf"每个?(?:教学)?{CLASS}|各{CLASS}|班均|一个?班(?!.{{0,2}}老师)|各(?:班级|中队)|每个?(?:班级|中队)|每个.{{0,8}}班级",
    ),
    (
        "person",
        rf"每(?:个|一)?(?:一)?{PERSON}|人手|每[人户]|户均|人均|一[户名人].{{0,4}}[一两\d]|人人|逐[户人]|挨家|每个.{{0,6}}(?:学生|家庭|员工|家长)|每一个家庭|各户",
    ),
    (
        "site",
        rf"每(?:个|座|部|台|栋|间|处|条|辆|块|家|所|一)?.{{0,6}}?{SITE}|各(?:个)?.{{0,4}}?(?:{SITE})|各[挂贴设放立摆配建]|各(?=[一二两三四五六七八九十\d]+[张块条幅个处份座面])|一[处点栋]一|每[点处]|门口各|分别",
    ),
    ("unit", rf"每(?:个|家|所|一)?.{{0,8}}?{UNIT}|各.{{0,8}}?{UNIT}|一[所个家].{{0,3}}{UNIT}|一[村校企社]一|户企"),
)
EACH_RE = Sieve((name, re.compile(each)) for name, each in EACH)
CAMPAIGN = re.compile(
    r"(?:活动|行动|宣传月|专项|执行|方案|百日|攻坚|集中)期?(?:间|内|限内)|全年|期内|本学期|学期内|年内"
)


@lru_cache(maxsize=REMEMBERED)
def bases(text: str) -> list[str]:
    """Kinds of each-phrase that `text` holds, in the order class, person, site, unit, campaign."""
    found = EACH_RE.names(text)
    return [*found, "campaign"] if CAMPAIGN.search(text) else found
