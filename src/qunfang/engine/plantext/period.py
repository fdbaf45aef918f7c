"""The campaign's own period, where the text states one."""

from __future__ import annotations

import re

from qunfang.engine.plantext.slots.cadence import cn_number
from qunfang.engine.plantext.text import Reading

YEAR = r"(?:(?P<y{n}>\d{{4}}|[二〇零○一二三四五六七八九]{{4}}|今|本|当|次|明)年)?"
MONTH = r"(?P<m{n}>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?"
DAY = r"(?:(?P<d{n}>\d{{1,2}})[日号]?|(?P<p{n}>底|末|初|上旬|中旬|下旬))?"
FROM = (YEAR + MONTH + DAY).format(n=1)
TO = YEAR.format(n=2) + r"(?:" + MONTH.format(n=2) + r")?" + DAY.format(n=2)
RANGE = re.compile(FROM + r"(?:\([^)]{1,4}\))?(?:起|开始)?,?(?:至|到|-|—+|~|–|止)\s*" + TO + r"(?!\d)")
SINCE = re.compile(r"(?:自|从)?" + FROM + r"(?:起|开始)(?:施行|执行|实施|试行|生效|正式)?")
UNTIL = re.compile(
    r"(?:即日起|现在起|印发之日起|发文之日起).{0,6}?(?:至|到)" + YEAR.format(n=1) + MONTH.format(n=1) + DAY.format(n=1)
)
OWN = re.compile(r"时间|期限|执行期|期间|为期|自|从|定于|决定|开展|集中|行动|活动|学期|专项|宣传月|周期|创建")
STAGE = re.compile(r"阶段|步骤|第[一二三四]步")
IN_FORCE = re.compile(
    r"(?:本(?:办法|规定|细则|制度|方案|规范|预案)|自|从).{0,14}起(?:施行|执行|实施|试行|生效)|起(?:施行|执行|实施|试行)"
)
PAST = re.compile(r"去年|上年|统计|共发|发案|接报|立案|被骗|损失|以来|同期")
Days = tuple[str | None, str | None]


def period_of(reading: Reading) -> Days:
    """(first day, last day), each `YYYY-MM-DD`, `--MM-DD` or None."""
    stages: list[Days] = []
    for sentence in re.split(r"[。;\n]", reading.text):
        for match in RANGE.finditer(sentence):
            days = _days(match)
            if days is None or PAST.search(sentence[max(0, match.start() - 12) : match.end() + 12]):
                continue
            around = sentence[: match.end() + 12]
            if STAGE.search(around) or re.match(r"^[^,]{0,14}\($", sentence[: match.start()]):
                stages.append(days)
            elif OWN.search(around) or len(sentence) <= match.end() - match.start() + 8:
                return days
    if len(stages) >= 2:
        return stages[0][0], stages[-1][1]
    return stages[0] if stages and STAGE.search(reading.text) is None else _open(reading.text)


def _open(text: str) -> Days:
    """A period with one stated end."""
    if match := UNTIL.search(text):
        return None, _day(match, 1, None, last=True)
    for match in SINCE.finditer(text):
        if IN_FORCE.search(text[max(0, match.start() - 16) : match.end() + 4]):
            return _day(match, 1, None, last=False), None
    return None, None


def _days(match: re.Match[str]) -> Days | None:
    if not (match["m2"] or match["d2"]):
        return None
    start = _day(match, 1, None, last=False)
    year = _year(match["y1"])
    if (match["y2"] in {"次", "明"} and year) or (
        year and match["m2"] and match["y2"] is None and cn_number(match["m2"]) < cn_number(match["m1"])
    ):
        year = str(int(year) + 1)
    end = _day(match, 2, year, last=True)
    return None if start is None or end is None else (start, end)


def _day(match: re.Match[str], which: int, year: str | None, *, last: bool) -> str | None:
    groups = match.groupdict()
    month = cn_number(groups.get(f"m{which}") or groups["m1"] or "")
    if not 1 <= month <= 12:
        return None
    length = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    parts = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length)}
    first, end = parts.get(groups.get(f"p{which}") or "", (1, length))
    told = groups.get(f"d{which}")
    day = min(max(int(told), 1), length) if told else (end if last else first)
    own = _year(groups.get(f"y{which}")) or year
    return f"{own}-{month:02d}-{day:02d}" if own else f"--{month:02d}-{day:02d}"


def _year(told: str | None) -> str | None:
    if not told or len(told) < 4:
        return None
    return (
        told
        if told.isdigit()
        else "".join(str("零一二三四五六七八九".find(sign) if sign in "零一二三四五六七八九" else 0) for sign in told)
    )
