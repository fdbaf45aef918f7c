"""Due periods of a cadence within a campaign, and the traffic light of a period."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qunfang.engine.schedule.deadlines import Deadline, parse_deadline

EVERY = ("day", "week", "half_month", "month", "quarter", "half_year", "year", "once", "continuous")
AMBER_DAYS = 3
_MONTHS = {"month": 1, "continuous": 1, "quarter": 3, "half_year": 6, "year": 12}


class Light(StrEnum):
    """Green: there is time. Amber: due within three days. Red: past its date."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """Both days included; `due` is the last day on which doing it is in time (within the period, or its end)."""

    start: dt.date
    end: dt.date
    due: dt.date


def due_periods(every: str | None, start: dt.date, end: dt.date, *, by: str | None = None) -> list[Period]:
    """Periods into which `every` cuts the campaign `start`…`end` (both included), in order, without gap or overlap.

    None and `once` give one period. `continuous` asks for a proof each month. Calendar cadences follow the
    calendar (a month is the calendar month, cut at the campaign's edges). A deadline `by` that falls within a
    period moves its due day; one before the campaign's end also ends a one-off. Raises ValueError for an
    unknown cadence or an end before the start.
    """
    if every is not None and every not in EVERY:
        raise ValueError(f"unknown cadence {every!r}")
    if end < start:
        raise ValueError("the campaign ends before it starts")
    deadline = parse_deadline(by)
    spans = [(start, end)] if every in {None, "once"} else list(_spans(str(every), start, end))
    return [Period(start=a, end=b, due=_due_day(deadline, a, b)) for a, b in spans]


def _due_day(deadline: Deadline | None, start: dt.date, end: dt.date) -> dt.date:
    return (deadline.within(start, end) if deadline else None) or end


def _spans(every: str, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    first = start
    while first <= end:
        last = min(_last_day(every, first), end)
        yield first, last
        first = last + dt.timedelta(1)


def _last_day(every: str, day: dt.date) -> dt.date:
    """The last day of the calendar period in which `day` lies."""
    if every == "day":
        return day
    if every == "week":
        return day + dt.timedelta(7 - day.isoweekday())
    if every == "half_month" and day.day <= 15:
        return day.replace(day=15)
    months = _MONTHS.get(every, 1)
    month = (day.month - 1) // months * months + months
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def light_of(due: dt.date, today: dt.date) -> Light:
    """The traffic light of something not done yet that is due on `due`."""
    if due < today:
        return Light.RED
    return Light.AMBER if (due - today).days <= AMBER_DAYS else Light.GREEN
