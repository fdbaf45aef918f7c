import pytest

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict, Invalid
from qunfang.places.models import UnitKind
from qunfang.plans.models import PLAN_MOVES, PlanState
from qunfang.plans.queries import Branch, suggest
from qunfang.plans.services import add_document, amend_plan, correct_slot, discard_plan, draft_plan, restore_plan
from qunfang.plans.services.states import move
from tests.plans.cast import TEXT, Cast, bare_plan, make_draft, published, unit


def test_a_document_is_kept_as_handed_in(cast: Cast) -> None:
    document = add_document(cast.town, text=TEXT.replace("\n", "\r\n"), name="方案.txt", by=cast.officer)
    assert document.text == TEXT
    assert Record.objects.filter(verb="plans.document.add", actor_id=cast.officer.pk).exists()


@pytest.mark.parametrize("text", ["", " \n\t", "方\x00案", "字" * (5 * 1024 * 1024 + 1)])
def test_a_document_without_readable_text_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        add_document(cast.town, text=text, by=cast.officer)


def test_a_binary_file_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        add_document(cast.town, text=b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x00", name="x.txt", by=cast.officer)


def test_a_draft_holds_tasks_with_those_who_do_them(cast: Cast) -> None:
    plan = make_draft(cast, period=False)
    talk, banner = plan.obligations.get(deliverable="event"), plan.obligations.get(deliverable="banner")
    assert set(talk.doer_kinds) == {"village", "community"}
    assert talk.every == "month"
    assert "residential_quarter" in banner.sites
    assert "小区" in banner.clause
    assert plan.title.startswith("柳林镇防范")


@pytest.mark.parametrize(
    ("actor", "kinds"),
    [
        ("各村(社区)", {"village", "community"}),
        ("村（社区）", {"village", "community"}),
        ("镇派出所", {"police"}),
        ("中小学校", {"school"}),
        ("各单位", {"village", "community", "police", "school"}),
        ("各村(社区)、派出所", {"village", "community", "police"}),
        ("班主任", {"school"}),
    ],
)
def test_actors_are_matched_to_kinds_of_this_tree(cast: Cast, actor: str, kinds: set[str]) -> None:
    assert set(suggest(actor, Branch(cast.town)).kinds) == kinds


@pytest.mark.parametrize(
    ("actor", "name"),
    [("", "柳林镇"), ("综治办", "柳林镇"), ("红星村村委会", "红星村")],
)
def test_actors_are_matched_to_single_units(cast: Cast, actor: str, name: str) -> None:
    branch = Branch(cast.town)
    found = suggest(actor, branch)
    assert not found.kinds
    assert [unit.name for unit in branch.units if unit.pk in found.units] == [name]


def test_an_office_that_is_a_unit_of_its_own_goes_before_the_body_it_serves(cast: Cast) -> None:
    office = unit(cast.town, UnitKind.OFFICE, "柳林镇综治办")
    assert suggest("镇综治办", Branch(cast.town)).units == [office.pk]


@pytest.mark.parametrize("actor", ["各银行", "群众", "某某协会"])
def test_actors_that_this_tree_does_not_hold_are_left_to_a_person(cast: Cast, actor: str) -> None:
    assert not suggest(actor, Branch(cast.town))


def test_an_amended_plan_keeps_what_a_person_decided(cast: Cast) -> None:
    draft = make_draft(cast)
    correct_slot(draft.obligations.get(deliverable="banner"), slot="min_count", value=3, by=cast.officer)
    draft.obligations.update(doubts=[])
    draft.state = PlanState.PUBLISHED
    draft.save()
    amended = amend_plan(draft, text=TEXT + "镇政府至少组织1次有奖知识问答。\n", by=cast.officer)
    assert amended.version == 2
    assert amended.starts_on == draft.starts_on
    assert amended.obligations.get(deliverable="banner").min_count == 3
    assert amended.obligations.count() == draft.obligations.count() + 1


def test_a_plan_has_one_draft_of_its_next_version(cast: Cast) -> None:
    plan = published(cast)
    first = amend_plan(plan, text=TEXT, by=cast.officer)
    with pytest.raises(Conflict):
        amend_plan(plan, text=TEXT, by=cast.officer)
    discard_plan(first, by=cast.officer)
    second = amend_plan(plan, text=TEXT, by=cast.officer)
    assert second.supersedes == plan
    with pytest.raises(Conflict):
        restore_plan(first, by=cast.officer)


def test_a_draft_cannot_be_amended(cast: Cast) -> None:
    with pytest.raises(Conflict):
        amend_plan(make_draft(cast), text=TEXT, by=cast.officer)


def test_a_saved_plan_that_is_none_is_refused(cast: Cast) -> None:
    document = add_document(cast.town, text="- 1\n- 2\n", name="plan.yaml", by=cast.officer)
    with pytest.raises(Invalid):
        draft_plan(document, by=cast.officer)


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("to", PlanState.values)
def test_a_plan_moves_only_along_its_table(cast: Cast, state: str, to: str) -> None:
    plan = bare_plan(cast, state=state)
    if to in PLAN_MOVES[state]:
        move(plan, PlanState(to))
        assert plan.state == to
    else:
        with pytest.raises(Conflict):
            move(plan, PlanState(to))
