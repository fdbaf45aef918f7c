"""Kept tallies: what moves stays where it was counted, nothing counts twice, and a wrong number is found."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.coverage.models import Delta, Tally
from qunfang.coverage.queries import Due, count_at, counts_below, dues_of_plan, kept_obligations, window_of
from qunfang.coverage.queries.verifying import differences
from qunfang.coverage.services import fold, fold_all, keep_missing, rebuild_plan
from qunfang.coverage.services.folding import FOLD_EVERY
from qunfang.evidence.models import Submission
from qunfang.evidence.services import accept, submit_evidence, undo_decision
from qunfang.places.models import Site, Unit
from qunfang.places.services import merge_units, reshaping, split_unit
from qunfang.plans.models import Plan
from tests.cast import Cast, make_cast
from tests.coverage.cast import ASKED, make_plan

VISITS = [ASKED[1]]
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan(cast: Cast, noon: dt.datetime) -> Plan:
    """The county's plan: every village and community makes five visits each half month."""
    return make_plan(cast.county, asked=VISITS)


def first_due(plan: Plan, unit: Unit) -> Due:
    return next(due for due in dues_of_plan(plan, today=TODAY) if due.unit.pk == unit.pk)


def hand_in(due: Due, cast: Cast, *, quantity: int = 5, key: uuid.UUID | None = None) -> Submission:
    return submit_evidence(
        due.obligation, unit=due.unit, site=due.site, period=due.period, quantity=quantity, note="已走访",
        files=[], by=cast.field_worker, client_key=key,
    )  # fmt: skip


def count(unit: Unit, plan: Plan, **kind: Any) -> Any:
    return count_at(unit, [window_of(each, today=TODAY, slot=0) for each in kept_obligations([plan])], **kind)


def move(unit: Unit, to: Unit) -> None:
    with reshaping(unit):
        Unit.objects.move(Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=to.pk), pos="last-child")


def test_a_proof_counts_for_every_unit_above_at_once_and_folding_changes_no_number(plan: Plan, cast: Cast) -> None:
    made = hand_in(first_due(plan, cast.village), cast)
    accept(made, by=cast.officer)
    units = (cast.village, cast.town, cast.county)
    before = [count(unit, plan) for unit in units]
    assert [each.verified for each in before] == [1, 1, 1]
    assert Delta.objects.count() == 2
    assert fold(1) == 1
    assert [count(unit, plan) for unit in units] == before
    assert fold_all() == 1
    assert [count(unit, plan) for unit in units] == before


def test_of_many_writers_one_folds_so_that_readers_never_add_up_much(
    plan: Plan, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = hand_in(first_due(plan, cast.village), cast)
        for _ in range(FOLD_EVERY // 2):
            undo_decision(accept(made, by=cast.officer), by=cast.officer)
        assert Delta.objects.count() > FOLD_EVERY
    assert Delta.objects.count() == 0
    assert count(cast.county, plan, pieces=True).claimed == 5


def test_what_a_move_changes_is_folded_when_it_is_through(
    plan: Plan, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(cast.village, cast.other_town)
        assert Delta.objects.exists()
    assert not Delta.objects.exists()
    assert list(differences(plan)) == []


def test_the_same_proof_sent_twice_counts_once(plan: Plan, cast: Cast) -> None:
    due, key = first_due(plan, cast.village), uuid.uuid4()
    assert hand_in(due, cast, key=key).pk == hand_in(due, cast, key=key).pk
    assert count(cast.county, plan, pieces=True).claimed == 5


def test_what_was_counted_for_the_old_town_stays_there_and_the_running_period_moves(plan: Plan, cast: Cast) -> None:
    accept(hand_in(first_due(plan, cast.village), cast), by=cast.officer)
    old, new = count(cast.town, plan), count(cast.other_town, plan)
    move(cast.village, cast.other_town)
    assert count(cast.town, plan).verified == 1
    assert count(cast.town, plan).expected == old.expected - 1
    assert count(cast.other_town, plan).expected == new.expected + 1
    whole, below = counts_below(cast.town, [window_of(each, today=TODAY, slot=0) for each in kept_obligations([plan])])
    assert cast.village.pk in below
    assert sum(each.expected for each in below.values()) == whole.expected


def test_proof_that_comes_late_counts_where_the_village_stood_then(plan: Plan, cast: Cast) -> None:
    move(cast.village, cast.other_town)
    accept(hand_in(first_due(plan, cast.village), cast), by=cast.officer)
    assert count(cast.town, plan).verified == 1
    assert count(cast.other_town, plan).verified == 0
    assert list(differences(plan)) == []


def test_merged_units_give_their_sites_and_keep_their_proof(cast: Cast, noon: dt.datetime) -> None:
    plan = make_plan(cast.county)
    merge_units(cast.community, into=cast.village, by=cast.admin)
    assert set(Site.objects.values_list("unit_id", flat=True)) == {cast.village.pk}
    assert list(differences(plan)) == []
    with pytest.raises(Conflict):
        merge_units(cast.community, into=cast.village, by=cast.admin)
    with pytest.raises(Invalid):
        merge_units(cast.village, into=cast.town, by=cast.admin)


def test_a_split_unit_has_dues_of_its_own_from_today(plan: Plan, cast: Cast) -> None:
    before = count(cast.county, plan).expected
    made = split_unit(cast.community, name="锦绣社区", sites=[cast.shop], units=[], by=cast.admin)
    assert count(made, plan).expected == 1
    assert count(cast.county, plan).expected == before + 1
    assert Site.objects.get(pk=cast.shop.pk).unit == made


def test_verify_names_what_is_wrong_and_rebuilding_mends_it(plan: Plan, cast: Cast) -> None:
    hand_in(first_due(plan, cast.village), cast)
    fold_all()
    Tally.objects.filter(unit_id=cast.town.pk, nth=0).update(verified=7)
    wrong = list(differences(plan))
    assert [(each.unit_id, each.nth, each.columns) for each in wrong] == [(cast.town.pk, 0, {"verified": 7})]
    rebuild_plan(plan)
    assert list(differences(plan)) == []


def test_plans_of_an_older_installation_get_their_tallies(plan: Plan, cast: Cast) -> None:
    before = count(cast.county, plan)
    plan.obligations.get().basis.delete()
    assert keep_missing() == 1
    assert count(cast.county, plan) == before
    assert keep_missing() == 0


def test_a_daily_duty_costs_a_unit_no_row_for_each_day(cast: Cast, noon: dt.datetime) -> None:
    plan = make_plan(cast.county, asked=[{**ASKED[1], "every": "day"}])
    assert Tally.objects.filter(unit_id=cast.village.pk).count() == 1
    assert count(cast.village, plan).expected == (TODAY - plan.starts_on).days + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_many_who_prove_the_same_due_at_once_while_a_village_moves_count_right() -> None:
    with clock.frozen(dt.datetime(2026, 11, 23, 12, tzinfo=clock.CHINA)), transaction.atomic():
        cast = make_cast()
        plan = make_plan(cast.county, asked=VISITS)
        due = first_due(plan, cast.village)
        by = cast.field_worker

    def work(act: Any) -> None:
        try:
            with clock.frozen(dt.datetime(2026, 11, 23, 12, tzinfo=clock.CHINA)):
                act()
        finally:
            connection.close()

    def prove() -> None:
        for _ in range(6):
            submit_evidence(
                due.obligation, unit=due.unit, site=None, period=due.period, quantity=1, note="已走访", files=[], by=by
            )

    acts = [prove] * 4 + [lambda: move(cast.village, cast.other_town), lambda: [fold(3) for _ in range(20)]]
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(work, acts))
    assert Submission.objects.count() == 24
    assert list(differences(plan)) == []
    assert count(cast.county, plan, pieces=True).claimed == 5
