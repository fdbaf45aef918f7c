from typing import Any

import pytest

from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound
from qunfang.people.access import Verb
from qunfang.people.models import Role
from qunfang.plans.access import access_obligation, access_plan, visible_plans
from qunfang.plans.models import Plan, PlanState
from qunfang.plans.queries import (
    as_dict,
    assumptions,
    current_version,
    difference,
    missing_of_superior,
    owed_subplans,
    versions_of,
)
from qunfang.plans.services import amend_plan, publish_plan, tie_to_superior
from tests.plans.cast import TEXT, Cast, bare_plan, person, published, task


def test_a_clear_draft_is_published_once(cast: Cast) -> None:
    plan = bare_plan(cast)
    task(plan)
    publish_plan(plan, by=cast.officer)
    plan.refresh_from_db()
    assert (plan.state, plan.published_by) == (PlanState.PUBLISHED, cast.officer)
    with pytest.raises(Conflict):
        publish_plan(plan, by=cast.officer)


@pytest.mark.parametrize(
    ("slots", "place"),
    [
        ({"doubts": [{"slot": "every", "reason": "?"}]}, "doubts"),
        ({"doer_units": []}, "actors"),
        ({"dropped": True}, "tasks"),
    ],
)
def test_an_open_question_holds_publishing_back(cast: Cast, slots: dict[str, Any], place: str) -> None:
    plan = bare_plan(cast)
    task(plan, **slots)
    with pytest.raises(Invalid) as refusal:
        publish_plan(plan, by=cast.officer)
    assert refusal.value.field == place
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_a_plan_without_period_is_not_published(cast: Cast) -> None:
    plan = bare_plan(cast)
    task(plan)
    Plan.objects.filter(pk=plan.pk).update(ends_on=None)
    with pytest.raises(Invalid) as refusal:
        publish_plan(plan, by=cast.officer)
    assert refusal.value.field == "period"


def test_a_dropped_task_may_stay_unclear(cast: Cast) -> None:
    plan = bare_plan(cast)
    task(plan)
    task(plan, dropped=True, doubts=[{"slot": "every", "reason": "?"}], doer_units=[])
    assert publish_plan(plan, by=cast.officer).state == PlanState.PUBLISHED


def test_a_new_version_takes_the_place_and_keeps_lineage(cast: Cast) -> None:
    old = published(cast)
    text = TEXT.replace("至少悬挂1条横幅", "至少悬挂2条横幅").replace("派出所制作反诈宣传海报。\n", "")
    draft = amend_plan(old, text=text, by=cast.officer)
    draft.obligations.update(doubts=[])
    before = difference(old, draft)
    publish_plan(draft, by=cast.officer)
    old.refresh_from_db()
    after = difference(old, draft)
    assert old.state == PlanState.SUPERSEDED
    assert {each.deliverable for each in after.removed} == {"poster"} or len(after.removed) >= 1
    assert [change.slots for change in after.changed] == [[("min_count", 1, 2)]]
    assert not after.added
    assert after.same == before.same == 1
    for deliverable in ("banner", "event"):
        was, now = (each.obligations.get(deliverable=deliverable).lineage for each in (old, draft))
        assert was == now
    assert versions_of(old) == [draft, old]
    assert current_version(old) == draft


def test_what_the_text_leaves_open_is_said(cast: Cast) -> None:
    plan = bare_plan(cast)
    assert [each.slot for each in assumptions(task(plan))] == ["count", "rhythm"]
    assert [each.slot for each in assumptions(task(plan, every="continuous", min_count=1))] == ["rhythm"]
    assert [each.slot for each in assumptions(task(plan, sites=["household"], min_count=1, every="once"))] == ["sites"]
    assert assumptions(task(plan, min_count=1, every="month")) == []


def test_what_a_plan_misses_of_its_superiors_is_shown(cast: Cast) -> None:
    above = bare_plan(cast, unit=cast.county, state=PlanState.PUBLISHED)
    everybody = {"doer_kinds": ["town"], "doer_units": []}
    task(above, "banner", sites=["residential_quarter", "park"], **everybody)
    task(above, "quiz", every="month", **everybody)
    task(above, "event", every="month", **everybody)
    task(above, "survey", every="month", **everybody)
    task(above, "enforcement", doer_units=[cast.county.pk])
    task(above, "letter", dropped=True, **everybody)
    plan = bare_plan(cast)
    task(plan, "banner", sites=["residential_quarter"])
    task(plan, "quiz", every="quarter")
    task(plan, "event", every="week")
    assert missing_of_superior(plan) == []
    tie_to_superior(plan, superior=above, by=cast.officer)
    found = {gap.asked.deliverable: gap for gap in missing_of_superior(plan)}
    assert {name: gap.kind for name, gap in found.items()} == {"banner": "sites", "quiz": "less", "survey": "absent"}
    assert found["banner"].sites == ["park"]


def test_a_plan_is_tied_only_to_a_published_plan_above(cast: Cast) -> None:
    plan = bare_plan(cast)
    for wrong in (
        bare_plan(cast, unit=cast.county),
        bare_plan(cast, unit=cast.other_town, state=PlanState.PUBLISHED),
        bare_plan(cast, state=PlanState.PUBLISHED),
    ):
        with pytest.raises(Invalid):
            tie_to_superior(plan, superior=wrong, by=cast.officer)
    above = bare_plan(cast, unit=cast.county, state=PlanState.PUBLISHED)
    assert tie_to_superior(plan, superior=above, by=cast.officer).superior == above
    assert tie_to_superior(plan, superior=None, by=cast.officer).superior is None


def test_units_that_owe_a_sub_plan_are_listed_with_what_they_handed_in(cast: Cast) -> None:
    above = bare_plan(cast, state=PlanState.PUBLISHED)
    task(above, "planning", doer_kinds=["village", "community"], doer_units=[cast.town.pk])
    tie_to_superior(bare_plan(cast, unit=cast.village, state=PlanState.PUBLISHED), superior=above, by=cast.officer)
    tie_to_superior(bare_plan(cast, unit=cast.community), superior=above, by=cast.officer)
    states = {each.unit: each.state for each in owed_subplans(above)}
    assert states == {cast.village: "handed_in", cast.community: "drafted"}


def test_a_plan_is_saved_as_it_stands(cast: Cast) -> None:
    plan = bare_plan(cast)
    task(plan, min_count=4)
    task(plan, dropped=True)
    saved = as_dict(plan)
    assert [each["min_count"] for each in saved["obligations"]] == [4]
    assert saved["period"] == {"start": "2026-09-01", "end": "2026-12-31"}


def test_a_draft_is_seen_by_those_who_plan_and_a_published_plan_by_all_it_binds(cast: Cast) -> None:
    clerk = person("clerk", cast.town, Role.FIELD_WORKER)
    draft, held = bare_plan(cast), bare_plan(cast, state=PlanState.PUBLISHED)
    assert set(visible_plans(cast.officer)) == {draft, held}
    assert set(visible_plans(clerk)) == set(visible_plans(cast.worker)) == {held}
    assert not visible_plans(cast.stranger).exists()


def test_access_agrees_with_what_is_visible(cast: Cast) -> None:
    draft, held = bare_plan(cast), bare_plan(cast, state=PlanState.PUBLISHED)
    for user in (cast.officer, cast.worker, cast.stranger):
        seen = set(visible_plans(user))
        for plan in (draft, held):
            if plan in seen:
                assert access_plan(user, plan.pk) == plan
            else:
                with pytest.raises(NotFound):
                    access_plan(user, plan.pk)
    with pytest.raises(Forbidden):
        access_plan(cast.worker, held.pk, Verb.PLAN)
    with pytest.raises(NotFound):
        access_plan(cast.stranger, held.pk, Verb.PLAN)
    with pytest.raises(NotFound):
        access_obligation(cast.officer, 999999)
