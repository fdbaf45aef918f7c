"""Cadences cut a campaign into periods without gap or overlap."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunfang.engine.schedule import EVERY, InvalidDeadline, Light, due_periods, light_of, parse_deadline

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
START, END = dt.date(2026, 9, 10), dt.date(2026, 12, 31)


@given(every=st.sampled_from([None, *EVERY]), start=DAYS, length=st.integers(0, 500))
def test_periods_tile_the_campaign(every: str | None, start: dt.date, length: int) -> None:
    end = start + dt.timedelta(length)
    periods = due_periods(every, start, end)
    assert (periods[0].start, periods[-1].end) == (start, end)
    assert all(a.end + dt.timedelta(1) == b.start for a, b in zip(periods, periods[1:], strict=False))
    assert all(each.start <= each.due <= each.end for each in periods)


@given(start=DAYS, weeks=st.integers(1, 40), weekday=st.integers(1, 7))
def test_a_weekday_makes_full_weeks_due_seven_days_apart(start: dt.date, weeks: int, weekday: int) -> None:
    periods = due_periods("week", start, start + dt.timedelta(7 * weeks), by=f"{weekday}/week")
    dues = [each.due for each in periods if (each.end - each.start).days == 6]
    assert all(day.isoweekday() == weekday for day in dues)
    assert all((b - a).days == 7 for a, b in zip(dues, dues[1:], strict=False))


def test_months_are_calendar_months_cut_at_the_edges() -> None:
    periods = due_periods("month", START, END)
    assert [(p.start.day, p.end.day) for p in periods] == [(10, 30), (1, 31), (1, 30), (1, 31)]


def test_a_day_of_the_month_is_the_due_day_and_short_months_use_their_last() -> None:
    assert [p.due.day for p in due_periods("month", START, END, by="25/month")] == [25, 25, 25, 25]
    assert due_periods("month", dt.date(2026, 2, 1), dt.date(2026, 2, 28), by="31/month")[0].due.day == 28


def test_a_one_off_is_due_by_its_date_or_at_the_end() -> None:
    assert due_periods("once", START, END, by="--10-15")[0].due == dt.date(2026, 10, 15)
    assert due_periods(None, START, END)[0].due == END


def test_continuous_asks_for_a_proof_each_month() -> None:
    assert len(due_periods("continuous", START, END)) == 4


@pytest.mark.parametrize("text", ["8/week", "32/month", "2026-13-01", "--02-30", "soon"])
def test_other_deadlines_are_refused(text: str) -> None:
    with pytest.raises(InvalidDeadline):
        parse_deadline(text)


def test_an_unknown_cadence_and_a_backward_campaign_are_refused() -> None:
    with pytest.raises(ValueError, match="cadence"):
        due_periods("fortnight", START, END)
    with pytest.raises(ValueError, match="ends before"):
        due_periods("month", END, START)


def test_the_light_turns_amber_three_days_before_and_red_after() -> None:
    day = dt.date(2026, 11, 24)
    lights = [light_of(day + dt.timedelta(n), day) for n in (-1, 0, 3, 4)]
    assert lights == [Light.RED, Light.AMBER, Light.AMBER, Light.GREEN]
