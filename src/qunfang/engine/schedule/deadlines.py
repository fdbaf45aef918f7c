"""The last day as a plan writes it: a full date, a date without a year, a day of the month, a weekday."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass


class InvalidDeadline(ValueError):
    """The text is none of the four forms."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One of: a whole date, month and day, a day of each month, a weekday (1 Monday … 7 Sunday)."""

    date: dt.date | None = None
    month_day: tuple[int, int] | None = None
    day_of_month: int | None = None
    weekday: int | None = None

    def within(self, start: dt.date, end: dt.date) -> dt.date | None:
        """The first day from `start` to `end` (both included) on which it falls, or None."""
        if self.date:
            return self.date if start <= self.date <= end else None
        days = (end - start).days + 1
        return next((day for day in (start + dt.timedelta(n) for n in range(days)) if self._falls_on(day)), None)

    def _falls_on(self, day: dt.date) -> bool:
        if self.month_day:
            return (day.month, day.day) == self.month_day
        if self.weekday:
            return day.isoweekday() == self.weekday
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == min(self.day_of_month or last, last)


def parse_deadline(text: str | None) -> Deadline | None:
    """`YYYY-MM-DD`, `--MM-DD`, `DD/month` or `1`–`7/week`; None for None. Raises InvalidDeadline otherwise."""
    if not text:
        return None
    if match := re.fullmatch(r"([1-7])/week", text):
        return Deadline(weekday=int(match[1]))
    if (match := re.fullmatch(r"(\d{1,2})/month", text)) and 1 <= int(match[1]) <= 31:
        return Deadline(day_of_month=int(match[1]))
    try:
        if match := re.fullmatch(r"--(\d\d)-(\d\d)", text):
            leap = dt.date(2000, int(match[1]), int(match[2]))
            return Deadline(month_day=(leap.month, leap.day))
        return Deadline(date=dt.date.fromisoformat(text))
    except ValueError as cause:
        raise InvalidDeadline(text) from cause
