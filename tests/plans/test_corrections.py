import datetime as dt
from typing import Any

import pytest

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict, Invalid
from qunfang.plans.models import PlanState
from qunfang.plans.services import (
    add_obligation,
    confirm_slot,
    correct_slot,
    correct_slots,
    drop_obligation,
    map_actor,
    restore_obligation,
    set_period,
)
from tests.plans.cast import Cast, bare_plan, task


@pytest.mark.parametrize(
    ("slot", "value", "kept"),
    [
        ("deliverable", "poster", "poster"),
        ("sites", ["park", "entrance"], ["entrance", "park"]),
        ("min_count", "12", 12),
        ("min_count", "", None),
        ("per", "unit", "unit"),
        ("per", "", None),
        ("every", "quarter", "quarter"),
        ("by", "2026-12-10", "2026-12-10"),
        ("by", "25/month", "25/month"),
        ("actors", [" 各村 ", "各村", ""], ["各村"]),
        ("doer_kinds", ["village"], ["village"]),
    ],
)
def test_a_slot_takes_values_of_its_list(cast: Cast, slot: str, value: Any, kept: Any) -> None:
    found = task(bare_plan(cast), doubts=[{"slot": slot, "reason": "?"}])
    correct_slot(found, slot=slot, value=value, by=cast.officer)
    found.refresh_from_db()
    assert getattr(found, slot) == kept
    assert found.corrected == [slot]
    assert found.doubts == []
    assert Record.objects.filter(verb="plans.obligation.correct", subject_id=str(found.pk)).exists()


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("deliverable", "drone"),
        ("deliverable", ""),
        ("sites", ["moon"]),
        ("sites", "park"),
        ("min_count", 0),
        ("min_count", "-1"),
        ("min_count", "many"),
        ("per", "moon"),
        ("every", "decade"),
        ("by", "soon"),
        ("by", "2026-02-30"),
        ("actors", ["字" * 61]),
        ("doer_kinds", ["moon"]),
        ("doer_units", [999999]),
        ("plan_id", 1),
    ],
)
def test_a_slot_refuses_everything_else(cast: Cast, slot: str, value: Any) -> None:
    found = task(bare_plan(cast))
    with pytest.raises(Invalid):
        correct_slot(found, slot=slot, value=value, by=cast.officer)
    assert not Record.objects.filter(verb="plans.obligation.correct").exists()


def test_units_of_another_tree_are_refused_as_doers(cast: Cast) -> None:
    with pytest.raises(Invalid):
        correct_slot(task(bare_plan(cast)), slot="doer_units", value=[cast.other_town.pk], by=cast.officer)


def test_several_slots_change_together_or_not_at_all(cast: Cast) -> None:
    found = task(bare_plan(cast), min_count=1)
    with pytest.raises(Invalid):
        correct_slots(found, values={"min_count": 5, "per": "moon"}, by=cast.officer)
    found.refresh_from_db()
    assert found.min_count == 1


@pytest.mark.parametrize("state", [PlanState.PUBLISHED, PlanState.SUPERSEDED, PlanState.DISCARDED])
def test_only_a_draft_can_be_corrected(cast: Cast, state: str) -> None:
    plan = bare_plan(cast, state=state)
    found = task(plan)
    for act in (
        lambda: correct_slot(found, slot="every", value="month", by=cast.officer),
        lambda: confirm_slot(found, slot="every", by=cast.officer),
        lambda: drop_obligation(found, by=cast.officer),
        lambda: restore_obligation(found, by=cast.officer),
        lambda: add_obligation(plan, deliverable="quiz", by=cast.officer),
        lambda: map_actor(plan, actor="", kinds=[], units=[], by=cast.officer),
        lambda: set_period(plan, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 2, 1), by=cast.officer),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_doubt_can_be_decided_for_what_was_read(cast: Cast) -> None:
    found = task(bare_plan(cast), every="month", doubts=[{"slot": "every", "reason": "?"}])
    confirm_slot(found, slot="every", by=cast.officer)
    assert (found.every, found.doubts, found.corrected) == ("month", [], ["every"])


def test_a_dropped_task_comes_back_as_it_was(cast: Cast) -> None:
    found = task(bare_plan(cast), doubts=[{"slot": "every", "reason": "?"}])
    drop_obligation(found, by=cast.officer)
    assert found.open_doubts == []
    restore_obligation(found, by=cast.officer)
    found.refresh_from_db()
    assert not found.dropped
    assert len(found.open_doubts) == 1


def test_an_added_task_falls_to_the_plans_unit(cast: Cast) -> None:
    plan = bare_plan(cast)
    task(plan)
    added = add_obligation(plan, deliverable="quiz", values={"every": "month"}, by=cast.officer)
    assert (added.position, added.doer_units, added.every) == (2, [cast.town.pk], "month")
    with pytest.raises(Invalid):
        add_obligation(plan, deliverable="drone", by=cast.officer)


def test_saying_who_an_actor_is_holds_for_all_its_tasks_but_those_set_by_hand(cast: Cast) -> None:
    plan = bare_plan(cast)
    loose = task(plan, actors=["志愿队"], doer_units=[])
    fixed = task(plan, actors=["志愿队"], doer_units=[])
    correct_slot(fixed, slot="doer_units", value=[cast.town.pk], by=cast.officer)
    map_actor(plan, actor="志愿队", kinds=["village"], units=[], by=cast.officer)
    loose.refresh_from_db()
    fixed.refresh_from_db()
    assert (loose.doer_kinds, loose.doer_units) == (["village"], [])
    assert (fixed.doer_kinds, fixed.doer_units) == ([], [cast.town.pk])


def test_a_campaign_cannot_end_before_it_begins_nor_last_for_ever(cast: Cast) -> None:
    plan = bare_plan(cast)
    with pytest.raises(Invalid):
        set_period(plan, starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 1, 1), by=cast.officer)
    with pytest.raises(Invalid):
        set_period(plan, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2036, 1, 1), by=cast.officer)
    assert set_period(plan, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 1, 1), by=None).ends_on
