"""The campaign's own period among all the dates of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from qunfang.engine.plantext.facts.dates import (
    POINT,
    TERM,
    Point,
    Range,
    after,
    in_year,
    point_in,
    points_in,
    ranges_in,
    season_in,
)
from qunfang.engine.plantext.facts.legible import legible
from qunfang.engine.plantext.facts.passages import heads_of
from qunfang.engine.plantext.lexicon import load, pattern
from qunfang.engine.plantext.structure import TITLE_END, Item

Period = tuple[str | None, str | None]
ENOUGH = 3
NEAR = 26
EARLY = 12
STAGE_DATES = re.compile(r"^[^。:]{0,24}?(?:[(:]|阶段。(?=[\d即]))([^)。;]{2,30})")
STAGE_AFTER = re.compile(r"^([\d一二三四五六七八九十年月日号底上中下旬至到—~-]{2,24})(?:为|是)[^,。;]{2,12}阶段")
STEP = re.compile(
    r"(?:\([一二三四五六\d]\)|[一二三四五六\d]{1,2}[.、)])?\s*((?:\d{4}年)?\d{1,2}月[^:,。;\t]{0,22}?)(?:[:,\t]|[\u4e00-\u9fff]{2,}(?<![月日底旬]))"
)
OPENS = re.compile(r"动员|部署|启动|准备|发动|制定")
CLOSES = re.compile(r"总结|验收|收官|评估|巩固|收尾|考核")
LISTED = re.compile(r"月(?:份)?、$")  # one of several months, no span
DUE = re.compile(r"前$|之前|以前|前[,、]")
CALENDAR = 4  # so many lines that begin with a date are a calendar, not one month's campaign


class Place(NamedTuple):
    """A line with the words of its headings, where dates are looked for."""

    text: str
    heads: str
    early: bool
    beyond: str


def period_of(text: str, items: list[Item]) -> Period:
    """(first day, last day): a labelled or announced span, else the hull of its stages, else the day it takes effect."""
    even = legible(text)
    above = heads_of(text, items)
    places = [_place(even, item, above[number], number < EARLY) for number, item in enumerate(items)]
    if steps := _steps(places):
        return steps
    best, most = None, ENOUGH - 1
    for place in places:
        for found in ranges_in(place.text):
            if (weight := _weight(place, found)) > most:
                best, most = found, weight
    if best:
        return best.first.start() if best.first else None, best.last.end()
    return (
        _stages(places) or _labelled(places) or _season(places) or _month(places) or _effective(places) or (None, None)
    )


def _place(text: str, item: Item, heads: tuple[str, ...], early: bool) -> Place:
    return Place(
        text[item.start : item.end], "\t".join(heads), early, text[item.end : item.end + NEAR].replace("\n", "")
    )


def _added(name: str, words: str) -> int:
    return sum(weight for regex, weight in load("facts/period")[name] if re.search(regex, words))


def _best(name: str, words: str) -> int:
    return max((weight for regex, weight in load("facts/period")[name] if re.search(regex, words)), default=0)


def _weight(place: Place, found: Range) -> int:
    """How surely a span of days is the period."""
    clause = re.split(r"[。;]", place.text[max(0, found.start - 3 * NEAR) : found.start])[-1]
    before = clause[-NEAR:].rstrip("自从于为:")
    near = clause[-NEAR:]
    after = re.split(r"[。;]", place.text[found.end : found.end + 2 * NEAR] + place.beyond)[0][:NEAR].lstrip(")")
    weight = max(_best("before", near), _best("before", before)) + _best("after", after)
    weight += _added("against_before", near) + _added("against_after", place.text[found.end :][: NEAR + EARLY])
    if _is_label(_field(place, found.start)):
        weight += 4
    if found.first is None:
        weight += 3
    if place.early and (TITLE_END.search(place.text) or _alone(place, found)):
        weight += 4
    if found.first and found.first.year:
        weight += 1
    return weight + (1 if place.early else 0) - (3 if _is_stage(place, found.start) else 0)


def _alone(place: Place, found: Range) -> bool:
    """Whether a span is all that its line says: the line in brackets under a title."""
    return not re.search(r"[\w%]", place.text[: found.start] + place.text[found.end :])


def _field(place: Place, start: int) -> str:
    """The name of the field that a span stands in: its label on the line, or the heading right above a bare value."""
    before = place.text[max(0, start - 3 * NEAR) : start].rstrip(" ")
    if match := re.search(r"([^,。;:|\t()\[\]【】]{1,14})(?:[:】\]|\t(]|:[^,。;:]{0,14}\()[自从于]?$", before):
        bare = re.sub(r"^[\s\d一二三四五六七八九十、.()§【\[]+", "", match[1])
        if bare:
            return bare
    return place.heads.split("\t")[-1] if not re.search(r"[\u4e00-\u9fff]{3}", before) else ""


def _is_label(field: str) -> bool:
    return bool(pattern("facts/period", "label").search(field)) and not pattern("facts/period", "not_label").search(
        field
    )


def _is_stage(place: Place, start: int) -> bool:
    return bool(pattern("facts/period", "stage").search(place.text[:start][-NEAR:]))


def _stages(places: list[Place]) -> Period | None:
    """From the first stage's first day to the last stage's last, where at least two stages are dated."""
    found: list[Point] = []
    open_start = False
    dated = 0
    for words, named in _segments(places):
        head = STAGE_DATES.search(words) or STAGE_AFTER.search(words)
        dates = head[1] if head else ""
        points, spans = points_in(dates), list(ranges_in(dates))
        if points and not named and found and _far(found[-1], points[0]):
            return None
        if points and (spans or named or dated):
            found += [*points] if not spans else [each for span in spans for each in (span.first, span.last) if each]
            open_start = open_start or (not dated and (spans[0].first is None if spans else bool(DUE.search(dates))))
            dated += 1
    if dated < 2:
        return None
    last = (
        found[-1]
        if len(found) == 1 or found[-1].month >= found[0].month or found[-1].year or found[-1].next_year
        else max(found, key=_order)
    )
    return None if open_start else found[0].start(), in_year(found[0], last).end()


def _steps(places: list[Place]) -> Period | None:
    """The hull of lines that begin with a span under one heading of time, from a start (动员) to an end (总结)."""
    for first, place in enumerate(places):
        heads = place.heads.split("\t")[-1]
        if not pattern("facts/period", "stage_section").search(heads):
            continue
        lines = _alike(places[first:])
        dated = [match[1] for line in lines if (match := STEP.match(line))]
        spans = [span for told in dated for span in ranges_in(told)]
        points = [point for told in dated for point in points_in(told)]
        if len(dated) == len(lines) >= 2 and spans and OPENS.search(lines[0]) and CLOSES.search(lines[-1]):
            return points[0].start(), in_year(points[0], points[-1]).end()
    return None


def _alike(places: list[Place]) -> list[str]:
    """The first line and those after it under the same headings."""
    return [each.text for each in takewhile(lambda each: each.heads == places[0].heads, places)]


def _far(last: Point, first: Point) -> bool:
    """Whether more than a month lies between two spans: seasons of a year, not stages of one campaign."""
    return (first.month - last.month) % 12 > 1 if first.month != last.month else False


def _segments(places: list[Place]) -> Iterator[tuple[str, bool]]:
    """Lines and sentences that tell of a stage, and whether they call it one."""
    stage = re.compile(f"{pattern('facts/period', 'stage').pattern}|{pattern('facts/period', 'steps').pattern}")
    for place in places:
        parts = re.split(r"[。;]", place.text)
        if sum(bool(stage.search(part[:EARLY])) for part in parts) < 2:
            parts = [place.text]
        for part in parts:
            named = bool(stage.search(part[:EARLY]))
            if named or pattern("facts/period", "stage_section").search(place.heads.split("\t")[-1]):
                yield part, named


def _order(point: Point) -> tuple[int, int, int]:
    return point.year or 0, point.month, point.last


def _labelled(places: list[Place]) -> Period | None:
    """A single day or month that stands as the value of a field of time."""
    if any(re.match(r"(?:主持|出席|列席)(?:人员?)?:", place.text) for place in places):
        return None
    for place in places:
        for match in POINT.finditer(place.text):
            point = point_in(match, 0)
            alone = re.match(
                r"^(?:\([^)]{1,16}\))?(?:全天|全月|上午|下午|开始|起)?(?:\d|[。;\t|]|$)", place.text[match.end() :]
            )
            if (
                point
                and alone
                and place.early
                and not LISTED.search(place.text[: match.start()])
                and _is_label(_field(place, match.start()))
            ):
                begins = re.match(r"^(?:开始|起)", place.text[match.end() :]) or pattern(
                    "facts/period", "begins"
                ).search(_field(place, match.start()))
                return point.start(), None if begins else point.end()
    return None


def _season(places: list[Place]) -> Period | None:
    """The quarter or half-year that the title or a field of time names; not one looked back on."""
    for place in places:
        found = season_in(place.text) if place.early else None
        if not found or not found.first or re.search(pattern("facts/period", "review"), place.text):
            continue
        near = place.text[: found.start][-NEAR:]
        told = _is_label(_field(place, found.start)) or _best("before", near) > ENOUGH
        if told or ((found.first.year or place is places[0]) and _is_name(place.text)):
            return found.first.start(), found.last.end()
    return None


def _is_name(line: str) -> bool:
    """Whether a line may be the document's name."""
    return len(line) <= 2 * NEAR and not re.search(r"[。,;:]|^\W?[一二三四五六七八九十\d]{1,3}[、.)]", line)


def _month(places: list[Place]) -> Period | None:
    """The month of a month-long campaign that the text announces."""
    month = re.compile(load("facts/period")["month_of"])
    if sum(bool(re.match(r"[【\[(]?" + POINT.pattern, place.text)) for place in places) >= CALENDAR:
        return None
    for place in places[:20]:
        for match in POINT.finditer(place.text):
            point = point_in(match, 0)
            if (
                point
                and point.last - point.first > 27
                and month.search(place.text[match.end() :])
                and not _past(place, match)
            ):
                return point.start(), point.end()
    return None


def _past(place: Place, match: re.Match[str]) -> bool:
    return bool(re.search(r"去年|上年|往年", place.text[: match.start()][-8:]))


def _effective(places: list[Place]) -> Period | None:
    """The day on which a rule takes effect, its end open unless the rule says how long it holds."""
    for place in reversed(places):
        for match in POINT.finditer(place.text):
            point = point_in(match, 0)
            if point and pattern("facts/period", "takes_effect").search(place.text[match.end() :]):
                return point.start(), _expiry(place.text, point)
    for place in reversed(places):
        if re.search(r"本?(?:方案|办法|细则|规定|制度|通知|意见|规程)", place.text) and (
            end := _expiry(place.text, None)
        ):
            return None, end
    return None


def _expiry(text: str, first: Point | None) -> str | None:
    """The last day of a rule that holds until a day, or for some years from its first: 有效期两年, 试行一年."""
    if not (told := pattern("facts/period", "holds_for").search(text)):
        return None
    words = text[told.end() :]
    if (term := TERM.match(words)) and first:
        return after(first, term["many"], term["unit"]).end()
    until = re.match(r"(?:至|到|截至|截止到?|:)", words)
    match = POINT.match(words, until.end()) if until else None
    point = point_in(match, 0) if match else None
    return (in_year(first, point) if first else point).end() if point else None
