"""A published plan over the cast's county that asks in every way a plan can ask."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from qunfang.common import clock
from qunfang.common.events import announce
from qunfang.coverage.queries import Due, count_of, counts_by, dues_of_plan
from qunfang.coverage.queries.counts import Count
from qunfang.coverage.queries.tallies import counts_below, counts_by_slot, kept_obligations, window_of
from qunfang.places.models import Unit
from qunfang.plans.events import PlanPublished
from qunfang.plans.models import Document, Obligation, Plan, PlanState

STARTS, ENDS = dt.date(2026, 9, 7), dt.date(2026, 12, 20)
GRASSROOTS = ["village", "community"]
ASKED: list[dict[str, Any]] = [
    {"deliverable": "poster", "sites": ["elevator"], "per": "site", "every": "month", "doer_kinds": GRASSROOTS},
    {"deliverable": "visit", "per": "unit", "every": "half_month", "min_count": 5, "doer_kinds": GRASSROOTS},
    {"deliverable": "banner", "sites": ["residential_quarter"], "every": "week", "doer_kinds": ["police"]},
    {"deliverable": "event", "per": "class", "every": "quarter", "min_count": 2, "doer_kinds": ["school"]},
    {"deliverable": "column", "sites": ["village", "community"], "every": "continuous", "doer_kinds": ["town"]},
    {"deliverable": "leaflet", "sites": ["shop", "household"], "every": "month", "by": "15/month", "min_count": 3,
     "doer_kinds": ["community"]},
    {"deliverable": "reporting", "every": None, "actors": []},
    {"deliverable": "training", "every": "month", "doer_kinds": ["bank_outlet"], "actors": []},
]  # fmt: skip


def make_plan(unit: Unit, *, asked: list[dict[str, Any]] | None = None, supersedes: Plan | None = None) -> Plan:
    """A plan that holds; with `supersedes` its tasks carry on those of the same deliverable."""
    document = Document.objects.create(unit=unit, text="方案", sha256="0" * 64, added_at=clock.now())
    plan = Plan.objects.create(
        unit=unit, document=document, title="方案", kind="county", starts_on=STARTS, ends_on=ENDS, reading={},
        created_at=clock.now(), state=PlanState.PUBLISHED, supersedes=supersedes,
    )  # fmt: skip
    before = {each.deliverable: each.lineage for each in supersedes.obligations.all()} if supersedes else {}
    for position, told in enumerate(asked or ASKED, start=1):
        facts = {"actors": ["各单位"], **told}
        lineage = before.get(told["deliverable"], uuid.uuid4())
        Obligation.objects.create(
            plan=plan, lineage=lineage, position=position, clause=told["deliverable"], span_start=0, span_end=2, **facts
        )
    if supersedes:
        Plan.objects.filter(pk=supersedes.pk).update(state=PlanState.SUPERSEDED)
    announce(PlanPublished(plan=plan))
    return plan


def assert_tallies_tell_the_dues(plans: list[Plan], today: dt.date) -> None:
    """Every unit's numbers, read from tallies, are those of its dues derived one by one: sums, pieces, children."""
    found = [due for plan in plans for due in dues_of_plan(plan, today=today)]
    held = kept_obligations(plans)
    assert len(held) == sum(plan.obligations.count() for plan in plans)
    for unit in Unit.objects.all():
        _compare(unit, [due for due in found if due.counts_for(unit)], held, today=today)


def _compare(unit: Unit, dues: list[Due], held: list[Obligation], *, today: dt.date) -> None:
    whole, below = counts_below(unit, [window_of(each, today=today, slot=0) for each in held])
    assert whole == count_of(dues), f"{unit} on {today}"
    assert sum(below.values(), start=Count()) == whole
    pieces = counts_by(dues, lambda due: due.obligation.pk, pieces=True)
    windows = [window_of(each, today=today, slot=each.pk) for each in held]
    assert counts_by_slot(unit, windows, pieces=True) == pieces, unit
