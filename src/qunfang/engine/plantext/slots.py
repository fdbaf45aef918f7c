"""Counts and their basis, cadence, deadlines and sites of one clause."""

from __future__ import annotations

import re

from qunfang.engine.plantext.lexicon import named
from qunfang.engine.plantext.numbers import NUMBER, number

UNITS = "处个条张块份场次期篇遍轮户家枚幅面部辆堂课时面本套册支队名人题起辑通台套幅版点条"
LEAST = re.compile(
    rf"(?:不少于|不低于|至少|不得少于|最少|累计|达到?|共)(?:[\u4e00-\u9fa5]{{0,4}}?)({NUMBER})(?:[{UNITS}]|$|以上)"
    rf"|({NUMBER})[{UNITS}]以上|[^\d第]({NUMBER})[{UNITS}](?:$|[\u4e00-\u9fa5《“,;。)])"
)
EACH = re.compile(r"每|各(?=.{0,8}[一二三\d]+[条张块处次场个份])|人手一|一[户家校名企]一|一个社区|一所|一名")
CADENCES = (
    ("day", r"每天|每日|天天|每晚|逐日"),
    ("half_month", r"每半月|每半个月|每两周|每二周|半月一|每旬"),
    ("week", r"每周|每星期|每个?礼拜|周[一二三四五六日]推送"),
    ("half_year", r"每半年|每学期|半年一|6月、12月各"),
    ("quarter", r"每季度?|季季|每个季度"),
    ("month", r"每个?月|月月|按月|逐月|月报"),
    ("year", r"每年|每学年|年度(?=报告|总结|开展)|全年(?=组织|开展|培训)"),
    ("continuous", r"滚动|循环|不间断|常态化|长期|经常性|全天候|24小时|持续|日常|常年"),
)
CADENCE = [(name, re.compile(each)) for name, each in CADENCES]
DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号]|(底|末|上旬|中旬|下旬))?")
ONCE = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}[日号]|底|上旬|中旬|下旬)|月底|年底|日)(?:之?前|以前|内|完成)|启动(?:会|仪式)|本周内|开学第一[周天]|第[一二三]轮|"
    r"\d{1,2}月\d{1,2}[日号]|今日内|月底前|年底前|当天"
)
PER_UNIT = r"(?:村|社区|单位|学校|校|支行|网点|企业|派出所|镇|街道|中学|科室|部门|所|幼儿园|学区|公司|营业厅|分公司|机构|家企业|园)"


def count_of(text: str) -> int | None:
    """The least number asked in the clause, or None."""
    match = LEAST.search(text)
    raw = next((group for group in match.groups() if group), None) if match else None
    if raw is None:
        return 1 if re.search(r"每.{0,12}?一[张条个份块次场]|人手一|一[户家]一", text) else None
    try:
        value = number(raw)
    except (ValueError, KeyError):
        return None
    return int(value) or None


def basis_of(text: str, every: str | None, count: int | None, sites: list[str]) -> str | None:
    """What the count is counted against: class, person, unit, site, campaign, period or None."""
    if re.search(r"每个?班(?!次)|各班.{0,10}[一二三\d][次张块条场节]|每班", text):
        return "class"
    if re.search(
        r"每[户名位人家](?!村|企)|人手|每个(?:学生|家庭|居民(?!小区|区)|员工)|一[户名]一|一名.{0,6}一|逐[户人]", text
    ):
        return "person"
    placed = [site for site in sites if site not in {"online", "household"}]
    if re.search(rf"(?:每个?|各|每[所家]|一[所个家]){PER_UNIT}", text) and count is not None:
        return "unit"
    if count is None:
        return "site" if EACH.search(text) and placed else None
    if every and every not in {"once", "continuous"}:
        return "period"
    if re.search(r"(?:活动|行动|宣传月|专项)期间", text):
        return "campaign"
    return "site" if EACH.search(text) and placed else None


def cadence_of(text: str) -> str | None:
    """How often, or None where the clause does not say."""
    for name, regex in CADENCE:
        if regex.search(text):
            return name
    return "once" if ONCE.search(text) else None


def deadline_of(text: str) -> str | None:
    """The last day: `YYYY-MM-DD`, `--MM-DD`, `DD/month`, `1`–`7/week`, or None."""
    if match := re.search(r"每周([一二三四五六日天])", text):
        return f"{'一二三四五六日天'.index(match[1]) % 7 + 1 if match[1] != '天' else 7}/week"
    if match := re.search(r"每个?月(?:的)?(\d{1,2})[日号]", text):
        return f"{int(match[1])}/month"
    if match := re.search(r"每个?月底", text):
        return "31/month"
    found = list(re.finditer(DATE.pattern + r"(?=之?前|以前|底|末|完成|止)|(\d{4})?年底前", text))
    return _date(found[-1]) if found else None


def _date(match: re.Match[str]) -> str | None:
    if match[2] is None:
        return "--12-31"
    month = int(match[2])
    if not 1 <= month <= 12:
        return None
    last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    day = int(match[3]) if match[3] else {"上旬": 10, "中旬": 20}.get(match[4] or "", last)
    stem = f"{month:02d}-{min(max(day, 1), last):02d}"
    return f"{match[1]}-{stem}" if match[1] else f"--{stem}"


def sites_of(text: str) -> list[str]:
    """Kinds of site that the clause names, in the order of the closed list."""
    return [kind for kind, regex in named("sites").items() if regex.search(text)]
