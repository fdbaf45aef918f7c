"""Whatever happens to proof, places and plans, in whatever order: the tallies are what a recount finds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qunfang.common import clock
from qunfang.common.errors import Refusal
from qunfang.coverage.queries import dues_of_plan
from qunfang.coverage.queries.verifying import differences
from qunfang.coverage.services import fold
from qunfang.evidence.models import State, Submission
from qunfang.evidence.services import accept, reject, submit_evidence, undo_decision, withdraw
from qunfang.places.models import Site, SiteKind, Unit, UnitKind
from qunfang.places.services import merge_units, reshaping, split_unit
from qunfang.plans.models import Plan, PlanState
from tests.cast import make_cast
from tests.coverage.cast import ASKED, assert_tallies_tell_the_dues, make_plan

PICK = st.integers(min_value=0, max_value=10_000)


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.CHINA)


class Campaign(RuleBasedStateMachine):
    """A county, its plans, and what people do."""

    def __init__(self) -> None:
        super().__init__()
        self._all = transaction.atomic()
        self._all.__enter__()
        self.day = dt.date(2026, 9, 20)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._all.__exit__(None, None, None)

    @initialize()
    def plant(self) -> None:
        with self.now():
            self.cast = make_cast()
            self.plans = [make_plan(self.cast.county), make_plan(self.cast.town, asked=ASKED[:3])]
        self.sender, self.reviewer = self.cast.field_worker, self.cast.officer

    def now(self) -> Any:
        return clock.frozen(_noon(self.day))

    def unit(self, pick: int, *kinds: str) -> Unit | None:
        found = list(Unit.objects.filter(kind__in=kinds, closed_on=None) if kinds else Unit.objects.filter(depth__gt=1))
        return found[pick % len(found)] if found else None

    def attempt(self, act: Any) -> None:
        try:
            with self.now(), transaction.atomic():
                act()
        except Refusal:
            pass

    @rule(pick=PICK, quantity=st.integers(min_value=1, max_value=6), which=PICK)
    def submit(self, pick: int, quantity: int, which: int) -> None:
        plan = self.plans[which % len(self.plans)]
        dues = dues_of_plan(plan, today=self.day)
        if dues:
            due = dues[pick % len(dues)]
            self.attempt(
                lambda: submit_evidence(
                    due.obligation, unit=due.unit, site=due.site, period=due.period, quantity=quantity, note="已完成",
                    files=[], by=self.sender,
                )
            )  # fmt: skip

    @rule(pick=PICK, act=st.sampled_from(["accept", "reject", "undo", "withdraw"]))
    def decide(self, pick: int, act: str) -> None:
        wanted = {"undo": [State.VERIFIED, State.REJECTED]}.get(act, [State.CLAIMED])
        found = list(Submission.objects.filter(state__in=wanted).order_by("pk"))
        if found:
            one = found[pick % len(found)]
            acts = {
                "accept": lambda: accept(one, by=self.reviewer),
                "reject": lambda: reject(one, by=self.reviewer, reason="看不清"),
                "undo": lambda: undo_decision(one, by=self.reviewer),
                "withdraw": lambda: withdraw(one, by=self.sender),
            }
            self.attempt(acts[act])

    @rule(pick=PICK, to=PICK)
    def move_unit(self, pick: int, to: int) -> None:
        unit, target = self.unit(pick), self.unit(to, UnitKind.TOWN, UnitKind.COUNTY, UnitKind.SCHOOL)
        if unit and target and not target.path.startswith(unit.path):
            with self.now(), reshaping(unit):
                Unit.objects.move(unit, target, pos="last-child")

    @rule(pick=PICK, into=PICK)
    def merge(self, pick: int, into: int) -> None:
        unit, other = self.unit(pick, "village", "community"), self.unit(into, "village", "community")
        if unit and other:
            self.attempt(lambda: merge_units(unit, into=other, by=self.reviewer))

    @rule(pick=PICK)
    def split(self, pick: int) -> None:
        unit = self.unit(pick, "village", "community", "school", "town")
        if unit:
            sites, below = list(Site.objects.filter(unit=unit)), list(Unit.objects.get_children(unit))
            act = {"sites": sites[: len(sites) // 2 + 1], "units": below[: len(below) // 2 + 1]}
            self.attempt(lambda: split_unit(unit, name=f"新{pick}", by=self.reviewer, **act))

    @rule(pick=PICK, close=st.booleans())
    def close_or_open_unit(self, pick: int, close: bool) -> None:
        unit = self.unit(pick)
        if unit:
            with self.now(), reshaping(unit):
                Unit.objects.filter(pk=unit.pk).update(closed_on=self.day if close else None)

    @rule(pick=PICK, close=st.booleans())
    def close_or_open_site(self, pick: int, close: bool) -> None:
        sites = list(Site.objects.order_by("pk"))
        site = sites[pick % len(sites)]
        with self.now(), reshaping(site.unit, below=False):
            Site.objects.filter(pk=site.pk).update(closed_on=self.day if close else None)

    @rule(pick=PICK, kind=st.sampled_from([SiteKind.ELEVATOR, SiteKind.RESIDENTIAL_QUARTER, SiteKind.SHOP]))
    def add_site(self, pick: int, kind: str) -> None:
        unit = self.unit(pick)
        if unit:
            with self.now(), reshaping(unit, below=False):
                Site.objects.create(unit=unit, kind=kind, name=f"新{pick}", opened_on=self.day if pick % 2 else None)

    @rule(
        pick=PICK,
        kind=st.sampled_from([UnitKind.VILLAGE, UnitKind.POLICE, UnitKind.SCHOOL_CLASS, UnitKind.BANK_OUTLET]),
    )
    def add_unit(self, pick: int, kind: str) -> None:
        parent = self.unit(pick, UnitKind.TOWN, UnitKind.SCHOOL)
        if parent:
            with self.now(), reshaping() as event:
                made = Unit.objects.add_child(parent, {"kind": kind, "name": f"新{pick}", "opened_on": self.day})
                event.include([made])

    @rule(pick=PICK, kind=st.sampled_from([UnitKind.VILLAGE, UnitKind.OFFICE, UnitKind.POLICE]))
    def correct_kind(self, pick: int, kind: str) -> None:
        unit = self.unit(pick)
        if unit:
            with self.now(), reshaping(unit):
                Unit.objects.filter(pk=unit.pk).update(kind=kind)

    @rule(days=st.integers(min_value=1, max_value=25))
    @precondition(lambda self: self.day < dt.date(2027, 1, 5))
    def days_pass(self, days: int) -> None:
        self.day += dt.timedelta(days)

    @rule(drop=st.integers(min_value=0, max_value=7))
    def publish_next_version(self, drop: int) -> None:
        old = self.plans[0]
        asked = [each for place, each in enumerate(ASKED) if place != drop]
        if drop % 2:
            asked = [{**each, "every": "month"} for each in asked]
        with self.now():
            self.plans[0] = make_plan(Unit.objects.get(pk=old.unit_id), asked=asked, supersedes=old)

    @rule(limit=st.integers(min_value=1, max_value=50))
    def fold_some(self, limit: int) -> None:
        fold(limit)

    @invariant()
    def tallies_equal_the_recount(self) -> None:
        if not hasattr(self, "cast"):
            return
        plans = list(Plan.objects.filter(state=PlanState.PUBLISHED).select_related("unit"))
        assert [wrong for plan in plans for wrong in differences(plan)] == []
        assert_tallies_tell_the_dues(plans, self.day)


def _run(*, examples: int, steps: int) -> None:
    held = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Campaign, settings=held)


@pytest.mark.django_db
def test_tallies_equal_the_recount_after_every_step() -> None:
    _run(examples=6, steps=15)


@pytest.mark.slow
@pytest.mark.django_db
def test_tallies_equal_the_recount_after_every_step_of_many() -> None:
    _run(examples=40, steps=25)
