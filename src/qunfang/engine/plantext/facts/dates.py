"""Days and spans of days as plans write them: 2023年5月1日起至6月30日, 5月—7月, 2023.5.1-6.30, 三月份到十月份."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qunfang.engine.plantext.numerals import number

CN = "一二三四五六七八九十"
YEAR = (
    r"(?:(?P<y{n}>\d\d\d\d|[〇○零Oo一二三四五六七八九]{{4}})年(?:度)?|(?P<rel{n}>次年|翌年|明年|来年|今年|本年|当年))"
)
MONTH = rf"(?P<m{{n}}>1[0-2]|0?[1-9]|十[一二]?|[{CN[:9]}])月(?:份)?"
DAY = (
    rf"(?:(?P<d{{n}}>[12]\d|3[01]|0?[1-9]|[一二三]?十[{CN[:9]}]?|廿[{CN[:9]}]?|初?[{CN}])(?:[日号]|(?=\s*(?:[-—–~至到起,)\]]|$)))"
    r"|(?P<part{n}>月?[底末初]|[上中下]旬))"
)
PLAIN = (
    rf"(?:{YEAR}?{MONTH}{DAY}?|(?P<yr{{n}}>\d\d\d\d|[〇○零二][〇○零一二三四五六七八九]{{{{3}}}})年(?:年)?[底末]"
    r"|(?P<yend{n}>(?P<rely{n}>次|翌|明|来|今|本|当)年(?:年)?[底末]|年[底末]|岁末))"
)
ISO = r"(?P<iy{n}>(?:19|20)\d\d)(?P<is{n}>[-./])(?P<im{n}>1[0-2]|0?[1-9])(?:(?P=is{n})(?P<id{n}>[12]\d|3[01]|0?[1-9]))?(?!\d)"
SHORT = r"(?P<sm{n}>1[0-2]|0?[1-9])[.](?P<sd{n}>[12]\d|3[01]|0?[1-9])(?![\d.%万亿])"
ONLY_DAY = r"(?P<od{n}>[12]\d|3[01]|0?[1-9])[日号]"
ONLY_END = r"(?P<oe{n}>本?月[底末])"
ASIDE = r"(?:\([^()\n]{1,10}\))?"
JOIN = rf"{ASIDE}(?:起|开始|算起|始)?[,]?(?:止于|截止到|持续到|一直到|直到|至|到|[-—–~]+)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A day, a third of a month or a whole month. `year` None where it is not said; `next_year` for 次年."""

    year: int | None
    month: int
    first: int
    last: int
    next_year: bool = False

    def start(self) -> str:
        """Its first day, `YYYY-MM-DD` or `--MM-DD`."""
        return _written(self.year, self.month, self.first)

    def end(self) -> str:
        """Its last day."""
        return _written(self.year, self.month, min(self.last, days_in(self.year, self.month)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A span of days with its place in the text; `first` None where it begins today (即日起)."""

    start: int
    end: int
    first: Point | None
    last: Point


def days_in(year: int | None, month: int) -> int:
    """Number of days; February without a year has 28."""
    return calendar.monthrange(year or 2023, month)[1]


def _written(year: int | None, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _point(n: int) -> str:
    return f"(?:{ISO.format(n=n)}|{PLAIN.format(n=n)})"


POINT = re.compile(_point(0))
RANGE = re.compile(
    rf"{_point(0)}{JOIN}(?:{_point(1)}|{SHORT.format(n=1)}|{ONLY_DAY.format(n=1)}|{ONLY_END.format(n=1)})"
    rf"|{SHORT.format(n=2)}{JOIN}{SHORT.format(n=3)}"
    rf"|{YEAR.format(n=4)}?(?<!\d)(?P<m4>1[0-2]|[1-9]|[{CN}])(?:[-—–~]+|至|到){MONTH.format(n=5)}(?P<part5>底|末)?(?![\d{CN}])"
)
FINISHED = re.compile(
    rf"{_point(0)}{ASIDE}(?:起|开始|启动|正式启动|正式开始)[,、]?(?:于|在|到)?{_point(1)}{ASIDE}(?=(?:全面|基本)?(?:结束|截止|收官|收尾|完毕|止|完成))"
)
FROM_NOW = re.compile(
    rf"(?:即日|(?:本|此)?(?:通知|方案|办法|文件|意见|规定)?(?:发文|印发|下发|发布|公布|签发|收到)之?日|现在|目前|今日|今天|本日)"
    rf"(?:(?:起|开始|算起){{0,2}}[,]?(?:持续|一直|直)?(?:至|到|[-—–~]+){_point(0)}|(?:起|开始),(?:利用|用|集中)[^。;\n\d]{{1,30}},(?:至|到){_point(1)}(?=结束|止|收官))"
)
LENGTH = re.compile(
    rf"{_point(0)}(?:起|开始|启动)[,]?(?:(?:[^。;\n,]{{0,24}}[,])?[^。;\n,]{{0,24}}?(?:为期|历时|为时|时长|周期)|利用|用|集中|持续|连续)(?:约|大约)?"
    rf"(?P<many>\d{{1,4}}|[{CN}两百半]{{1,5}})(?P<unit>个月|天|日|周|个?星期|个?礼拜|年|个季度)(?:时间)?"
)
TERM_FIRST = re.compile(
    rf"(?:为期|历时|为时)(?:约)?(?P<many>\d{{1,4}}|[{CN}两百半]{{1,5}})(?P<unit>个月|天|日|周|个?星期|个?礼拜|年|个季度)[^。;\n\d]{{0,10}}(?:从|自|于){_point(0)}(?:起|开始|启动)"
)
TERM = re.compile(rf"(?P<many>\d{{1,3}}|[{CN}两半]{{1,4}})(?P<unit>个月|年)")
SEASON = re.compile(rf"{YEAR.format(n=0)}?(?:第?(?P<quarter>[一二三四1234])季度|(?P<half>[上下])半年)")


NEXT = frozenset("次翌明来")
MONTHS = {"个月": 1, "年": 12, "个季度": 3}


def number_of_year(text: str) -> int:
    """'2023' and '二〇二三' → 2023."""
    return int(text) if text.isdigit() else int(number(re.sub("[○Oo零]", "〇", text)))


def _number(text: str) -> int:
    text = text.removeprefix("初")
    return int(text) if text.isdigit() else int(number(text.replace("廿", "二十")))


def point_in(match: re.Match[str], n: int) -> Point | None:
    """The point that group set `n` of a match holds; None where it is no day of any month."""
    told = {key[:-1]: value for key, value in match.groupdict().items() if value and key[-1] == str(n)}
    if "iy" in told:
        return _made(int(told["iy"]), int(told["im"]), int(told["id"]) if "id" in told else None)
    if "sm" in told:
        return _made(None, int(told["sm"]), int(told["sd"]))
    if "yr" in told or "yend" in told:
        point = _made(number_of_year(told["yr"]) if "yr" in told else None, 12, 31)
        return replace(point, next_year=told.get("rely", "") in NEXT) if point and "rely" in told else point
    if "m" not in told:
        return None
    return _plain(told)


def _plain(told: dict[str, str]) -> Point | None:
    year = number_of_year(told["y"]) if "y" in told else None
    month = _number(told["m"])
    point = _made(year, month, _number(told["d"]) if "d" in told else None)
    if point is None:
        return None
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}.get(
        told.get("part", "")[:1], (point.first, point.last)
    )
    if "part" in told and told["part"][-1] in "底末":
        first = last = days_in(year, month)
    if told.get("part", "").endswith("初"):
        first = last = 1
    return replace(point, first=first, last=last, next_year=told.get("rel") in {"次年", "翌年", "明年", "来年"})


def _made(year: int | None, month: int, day: int | None) -> Point | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= days_in(year or 2024, month)):
        return None
    return Point(year=year, month=month, first=day or 1, last=day or 31)


def points_in(text: str) -> list[Point]:
    """Every day or month named, in order."""
    return [point for match in POINT.finditer(text) if (point := point_in(match, 0))]


def ranges_in(text: str) -> Iterator[Range]:
    """Every span of days in the text, in order of its kinds."""
    for match in RANGE.finditer(text):
        first = point_in(match, 2) or point_in(match, 4) or point_in(match, 0)
        last = point_in(match, 3) or point_in(match, 5) or (_second(match, first) if first else None)
        if first and last:
            yield Range(start=match.start(), end=match.end(), first=first, last=in_year(first, last))
    yield from _finished(text)
    for match in FROM_NOW.finditer(text):
        if point := point_in(match, 0) or point_in(match, 1):
            yield Range(start=match.start(), end=match.end(), first=None, last=point)
    for regex in (LENGTH, TERM_FIRST):
        for match in regex.finditer(text):
            if begins := point_in(match, 0):
                last = after(begins, match["many"], match["unit"])
                yield Range(start=match.start(), end=match.end(), first=begins, last=last)


def _finished(text: str) -> Iterator[Range]:
    for match in FINISHED.finditer(text):
        first, last = point_in(match, 0), point_in(match, 1)
        if first and last:
            yield Range(start=match.start(), end=match.end(), first=first, last=in_year(first, last))


def _second(match: re.Match[str], first: Point) -> Point | None:
    if match["od1"]:
        return _made(first.year, first.month, int(match["od1"]))
    if match["oe1"]:
        return _made(first.year, first.month, days_in(first.year, first.month))
    return point_in(match, 1)


def in_year(first: Point, last: Point) -> Point:
    """`last` with the year it falls in when it follows `first` and names none itself."""
    if last.year is not None or first.year is None:
        return last
    turned = last.next_year or last.month < first.month
    return replace(last, year=first.year + 1 if turned else first.year)


def season_in(text: str) -> Range | None:
    """A quarter or half of a year that the text names: 2024年第二季度, 下半年."""
    match = SEASON.search(text)
    if not match:
        return None
    year = number_of_year(match["y0"]) if match["y0"] else None
    months = 3 if match["quarter"] else 6
    number = "一二三四1234".index(match["quarter"]) % 4 if match["quarter"] else "上下".index(match["half"])
    first, last = _made(year, number * months + 1, 1), _made(year, (number + 1) * months, None)
    return Range(start=match.start(), end=match.end(), first=first, last=last) if last else None


def after(first: Point, many: str, unit: str) -> Point:
    """The last day of a stretch of so many days, weeks, months or years that begins on `first`."""
    if unit in MONTHS:
        return _months_after(first, MONTHS[unit] // 2 if many == "半" else _number(many) * MONTHS[unit])
    days = _number(many) * (7 if unit.endswith(("周", "期", "拜")) else 1)
    year, month, day = first.year, first.month, first.first + days - 1
    while day > days_in(year, month):
        day -= days_in(year, month)
        year, month = (year + 1 if year and month == 12 else year), month % 12 + 1
    return Point(year=year, month=month, first=day, last=day)


def _months_after(first: Point, count: int) -> Point:
    months = first.month - 1 + count
    year = first.year + months // 12 if first.year else None
    month, day = months % 12 + 1, first.first - 1
    if day == 0:
        year, month = (year - 1 if year and month == 1 else year), (month - 2) % 12 + 1
        day = days_in(year, month)
    day = min(day, days_in(year, month))
    return Point(year=year, month=month, first=day, last=day)
