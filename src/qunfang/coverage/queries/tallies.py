"""Reading kept tallies: the folded row and the few changes that are not folded in yet, in one statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from django.db import connection

from qunfang.coverage.queries.counts import Count
from qunfang.engine.schedule import AMBER_DAYS, Period, due_periods
from qunfang.places.models import Unit
from qunfang.plans.models import Obligation, Plan

OWN = -1
S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window(Generic[S]):
    """Periods low … high - 1 of an obligation, under a label; of these the first `late` … are overdue or soon due.

    `over` and `soon` are numbers of periods, too: below `over` the due day has passed, from there to below `soon` it
    lies within three days.
    """

    slot: S
    obligation: int
    low: int
    high: int
    over: int
    soon: int


def window_of(obligation: Obligation, *, today: dt.date, slot: S, month: dt.date | None = None) -> Window[S]:
    """The periods of an obligation that have begun by `today`; with `month` (its first day) those due in it."""
    periods = periods_of(obligation)
    begun = [period for period in periods if period.start <= today]
    due = [nth for nth, period in enumerate(begun) if month is None or period.due.replace(day=1) == month]
    soon = today + dt.timedelta(AMBER_DAYS)
    return Window(
        slot=slot,
        obligation=obligation.pk,
        low=due[0] if due else 0,
        high=due[-1] + 1 if due else 0,
        over=sum(period.due < today for period in begun),
        soon=sum(period.due <= soon for period in begun),
    )


def periods_of(obligation: Obligation) -> Sequence[Period]:
    """All its periods; `obligation.plan` is read."""
    start, end = obligation.plan.starts_on, obligation.plan.ends_on
    return _periods(obligation.every, obligation.by, start, end) if start and end and start <= end else ()


@lru_cache(maxsize=1024)
def _periods(every: str | None, by: str | None, start: dt.date, end: dt.date) -> tuple[Period, ...]:
    return tuple(due_periods(every, start, end, by=by))


def kept_obligations(plans: Iterable[Plan]) -> list[Obligation]:
    """The obligations of the plans that have tallies: all that stand, once the job worker has run. One statement.

    What a plan's reader thought (`trace` and the like) is many times the rest and not read.
    """
    held = {plan.pk: plan for plan in plans}
    found = list(
        Obligation.objects.filter(plan__in=held, dropped=False, basis__isnull=False).defer(
            "trace", "doubts", "corrected"
        )
    )
    for each in found:
        each.plan = held[each.plan_id]
    return found


def due_months(obligations: Iterable[Obligation], *, today: dt.date) -> list[dt.date]:
    """First days of the months in which something that has begun falls due."""
    periods = {period for each in obligations for period in periods_of(each)}
    return sorted({period.due.replace(day=1) for period in periods if period.start <= today})


def count_at(unit: Unit, windows: Sequence[Window[S]], *, pieces: bool = False) -> Count:
    """What the unit with everything below it has to show; pieces only within one measure."""
    return sum(counts_by_slot(unit, windows, pieces=pieces).values(), start=Count())


def counts_by_slot(unit: Unit, windows: Sequence[Window[S]], *, pieces: bool = False) -> dict[S, Count]:
    """The same by the windows' labels; labels under which nothing is expected are left out."""
    found = _read(unit, windows, pieces=pieces, children=False)
    return {slot: count for (slot, _unit), count in found.items() if count.expected}


def counts_below(unit: Unit, windows: Sequence[Window[S]], *, pieces: bool = False) -> tuple[Count, dict[int, Count]]:
    """The unit's count, and those of its children by id (and its own id, for what it must do itself): they add up.

    A child is what stood directly below when a period ended: one that has moved on keeps a row for its past.
    """
    found = _read(unit, windows, pieces=pieces, children=True)
    by_unit: dict[int, Count] = defaultdict(Count)
    for (_slot, pk), count in found.items():
        by_unit[pk] += count
    whole = by_unit.pop(OWN, Count())
    own = _minus(whole, sum(by_unit.values(), start=Count()))
    rows = {**by_unit, unit.pk: own}
    return whole, {pk: count for pk, count in rows.items() if count.expected}


def _minus(whole: Count, part: Count) -> Count:
    names = ("expected", "verified", "claimed", "rejected", "missing", "overdue", "soon")
    return Count(**{name: getattr(whole, name) - getattr(part, name) for name in names})


def _read(unit: Unit, windows: Sequence[Window[S]], *, pieces: bool, children: bool) -> Mapping[tuple[S, int], Count]:
    real = [window for window in windows if window.low < window.high]
    if not real:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_sql(unit.pk, real, pieces=pieces, children=children))
        rows = cursor.fetchall()
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 8)
    for slot, who, chain, *values in rows:
        for pk in _whose(unit.pk, who, chain, children=children):
            held = sums[slot, pk]
            for place, value in enumerate(values):
                held[place] += int(value or 0)
    found: dict[tuple[S, int], Count] = defaultdict(Count)
    for (number, pk), held in sums.items():
        found[real[number].slot, pk] += _count(held)
    return found


def _whose(unit_id: int, who: int, chain: str, *, children: bool) -> list[int]:
    """Whose a row is: a tally's own unit; a change's unit asked about and the child in its chain."""
    if not chain:
        return [who]
    below = chain.split(f"/{unit_id}/", 1)[1].split("/", 1)[0]
    return [OWN, int(below)] if below and children else [OWN]


def _count(held: list[int]) -> Count:
    expected, verified, claimed, rejected, due_over, done_over, due_soon, done_soon = held
    return Count(
        expected=expected,
        verified=verified,
        claimed=claimed,
        rejected=rejected,
        missing=expected - verified - claimed - rejected,
        overdue=due_over - done_over,
        soon=due_soon - done_soon,
    )


def _sql(unit_id: int, windows: Sequence[Window[S]], *, pieces: bool, children: bool) -> str:
    """Whole numbers only, so nothing is quoted. Windows are numbered in their order."""
    tail = "_pieces" if pieces else ""
    names = ", ".join(f"t.{name}{tail} AS {name}" for name in ("expected", "verified", "claimed", "rejected"))
    tasks = ",".join(str(each) for each in sorted({window.obligation for window in windows}))
    top = max(window.high for window in windows)
    where = f"t.obligation_id IN ({tasks}) AND t.nth < {top}"
    whose = "0 AS who, t.chain AS chain" if children else f"{OWN} AS who, '' AS chain"
    parts = [
        f"SELECT {OWN} AS who, '' AS chain, t.obligation_id, t.nth, {names} "
        f"FROM coverage_tally t WHERE t.unit_id = {unit_id} AND {where}",
        f"SELECT {whose}, t.obligation_id, t.nth, {names} "
        f"FROM coverage_delta t WHERE {where} AND t.chain LIKE '%/{unit_id}/%'",
    ]
    if children:
        parts.append(
            f"SELECT t.unit_id, '', t.obligation_id, t.nth, {names} "
            f"FROM coverage_tally t WHERE t.parent_id = {unit_id} AND {where}"
        )
    kept = f"({' UNION ALL '.join(parts)}) k"
    if len(windows) == 1:  # planning a join would take longer than the rest
        low, high, *cuts = _bounds(windows[0])
        return f"SELECT 0, k.who, k.chain, {_sums(low, high, *cuts)} FROM {kept} GROUP BY k.who, k.chain"
    spans = ",".join(f"({n},{w.obligation},{','.join(_bounds(w))})" for n, w in enumerate(windows))
    sums = _sums("s.low", "s.high", "s.over", "s.soon_low", "s.soon_high")
    return f"""WITH span(slot, task, low, high, over, soon_low, soon_high) AS (VALUES {spans})
        SELECT s.slot, k.who, k.chain, {sums} FROM {kept} JOIN span s ON s.task = k.obligation_id
        GROUP BY s.slot, k.who, k.chain"""


def _bounds(window: Window[S]) -> tuple[str, ...]:
    """low, high, the end of what is overdue, and both ends of what is soon due; within the window."""
    over = max(window.low, min(window.high, window.over))
    soon = max(over, min(window.high, window.soon))
    return tuple(str(each) for each in (window.low, window.high, over, over, soon))


def _sums(low: str, high: str, over: str, *soon: str) -> str:
    states = [_within(name, low, high) for name in ("verified", "claimed", "rejected")]
    late = [_steps(low, over), _within("verified", low, over)]
    near = [_steps(*soon), _within("verified", *soon)]
    return ", ".join([_steps(low, high), *states, *late, *near])


def _steps(low: str, high: str) -> str:
    """A step counts once for each period of the window from its own on."""
    from_first = f"CASE WHEN k.nth > {low} THEN {high} - k.nth ELSE {high} - {low} END"
    return f"SUM(CASE WHEN k.nth < {high} THEN k.expected * ({from_first}) ELSE 0 END)"


def _within(name: str, low: str, high: str) -> str:
    return f"SUM(CASE WHEN k.nth >= {low} AND k.nth < {high} THEN k.{name} ELSE 0 END)"
