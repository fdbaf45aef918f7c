"""Pages of plans: who may open them, and the way from paper to published."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qunfang.people.models import User
from qunfang.plans.models import Plan, PlanState
from qunfang.plans.services import amend_plan, tie_to_superior
from tests.plans.cast import END, START, TEXT, Cast, bare_plan, make_cast, make_draft, published, task, unit

PAGES = ["plan-review", "plan-difference", "plan-superior", "plan-yaml"]
ACTS = ["plan-period", "plan-actor", "plan-publish", "plan-discard", "plan-restore", "plan-task-new", "plan-amend"]
TASK_ACTS = ["plan-confirm", "plan-drop", "plan-keep"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def officer(cast: Cast) -> Client:
    return browser(cast.officer)


def test_the_way_from_paper_to_published(cast: Cast, officer: Client) -> None:
    sent = officer.post(reverse("plan-new"), {"unit": cast.town.pk, "text": TEXT})
    plan = Plan.objects.get()
    assert sent.url == reverse("plan-review", args=[plan.pk])
    page = officer.get(sent.url)
    assert page.status_code == 200
    assert page.content.decode().count("data-task=") == plan.obligations.count()
    officer.post(reverse("plan-period", args=[plan.pk]), {"starts_on": START, "ends_on": END})
    officer.post(reverse("plan-publish", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED
    assert "hx-post" not in officer.get(sent.url).content.decode()


def test_publishing_says_what_is_still_open(cast: Cast, officer: Client) -> None:
    plan = bare_plan(cast)
    page = officer.post(reverse("plan-publish", args=[plan.pk]), follow=True)
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    assert 'class="notice' in page.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_open_to_those_whom_a_published_plan_binds(cast: Cast, name: str) -> None:
    held, draft = bare_plan(cast, state=PlanState.PUBLISHED), bare_plan(cast)
    task(held)
    expected = {cast.officer: (200, 200), cast.worker: (200, 404), cast.stranger: (404, 404)}
    for user, codes in expected.items():
        client = browser(user)
        assert tuple(client.get(reverse(name, args=[plan.pk])).status_code for plan in (held, draft)) == codes
    assert Client().get(reverse(name, args=[held.pk])).status_code == 302


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_refused_to_those_who_may_not_plan(cast: Cast, name: str) -> None:
    plan = bare_plan(cast, state=PlanState.PUBLISHED)
    assert browser(cast.worker).post(reverse(name, args=[plan.pk])).status_code == 403
    assert browser(cast.stranger).post(reverse(name, args=[plan.pk])).status_code == 404


@pytest.mark.parametrize("name", TASK_ACTS)
def test_task_acts_are_refused_to_those_who_may_not_plan(cast: Cast, name: str) -> None:
    found = task(bare_plan(cast, state=PlanState.PUBLISHED))
    assert browser(cast.worker).post(reverse(name, args=[found.pk])).status_code == 403
    assert browser(cast.stranger).post(reverse(name, args=[found.pk])).status_code == 404
    assert browser(cast.officer).post(reverse(name, args=[found.pk])).status_code == 409
    assert browser(cast.worker).get(reverse("plan-slot", args=[found.pk, "count"])).status_code == 403


@pytest.mark.parametrize(
    ("slot", "sent", "kept"),
    [
        ("deliverable", {"deliverable": "poster"}, {"deliverable": "poster"}),
        ("count", {"min_count": "3", "per": "unit"}, {"min_count": 3, "per": "unit"}),
        ("sites", {"sites": ["park", "plaza"]}, {"sites": ["plaza", "park"]}),
        ("rhythm", {"every": "month", "month_day": "25"}, {"every": "month", "by": "25/month"}),
        ("rhythm", {"every": "", "day": "2026-12-01"}, {"every": None, "by": "2026-12-01"}),
        ("doers", {"doer_kinds": ["village"]}, {"doer_kinds": ["village"], "doer_units": []}),
    ],
)
def test_a_slot_is_corrected_in_place(
    cast: Cast, officer: Client, slot: str, sent: dict[str, object], kept: dict[str, object]
) -> None:
    found = task(bare_plan(cast))
    url = reverse("plan-slot", args=[found.pk, slot])
    assert "<form" in officer.get(url, headers=HTMX).content.decode()
    answer = officer.post(url, sent, headers=HTMX)
    found.refresh_from_db()
    assert {name: getattr(found, name) for name in kept} == kept
    assert f'id="task-{found.pk}"' in answer.content.decode()
    assert 'id="publish-bar"' in answer.content.decode()


def test_a_wrong_value_is_answered_beside_its_field(cast: Cast, officer: Client) -> None:
    found = task(bare_plan(cast))
    for slot, sent in (("count", {"min_count": "0"}), ("sites", {"sites": ["moon"]})):
        answer = officer.post(reverse("plan-slot", args=[found.pk, slot]), sent, headers=HTMX)
        assert 'class="error"' in answer.content.decode()
        assert answer.headers["HX-Retarget"] == f"#edit-{found.pk}"
    assert officer.get(reverse("plan-slot", args=[found.pk, "moon"])).status_code == 404


def test_a_slot_can_be_corrected_without_script(cast: Cast, officer: Client) -> None:
    found = task(bare_plan(cast))
    url = reverse("plan-slot", args=[found.pk, "count"])
    assert "<h1>" in officer.get(url).content.decode()
    assert officer.post(url, {"min_count": "2"}).url.endswith(f"#task-{found.pk}")


def test_a_doubt_is_decided_by_one_press(cast: Cast, officer: Client) -> None:
    plan = bare_plan(cast)
    found = task(plan, doubts=[{"slot": "every", "reason": "适时"}])
    page = officer.get(reverse("plan-review", args=[plan.pk])).content.decode()
    assert "适时" in page
    sent = {"every": "once", "by": ""}
    officer.post(reverse("plan-slot", args=[found.pk, "rhythm"]), sent, headers=HTMX)
    found.refresh_from_db()
    assert (found.every, found.doubts) == ("once", [])


def test_dropping_a_task_can_be_undone(cast: Cast, officer: Client) -> None:
    found = task(bare_plan(cast))
    answer = officer.post(reverse("plan-drop", args=[found.pk]), headers=HTMX)
    assert reverse("plan-keep", args=[found.pk]) in answer.content.decode()
    officer.post(reverse("plan-keep", args=[found.pk]))
    found.refresh_from_db()
    assert not found.dropped


def test_an_unknown_actor_is_given_to_units_for_all_its_tasks(cast: Cast, officer: Client) -> None:
    plan = bare_plan(cast)
    tasks = [task(plan, actors=["志愿队"], doer_units=[]) for _ in range(2)]
    assert "志愿队" in officer.get(reverse("plan-review", args=[plan.pk])).content.decode()
    officer.post(reverse("plan-actor", args=[plan.pk]), {"actor": "志愿队", "kinds": ["village"]})
    for each in tasks:
        each.refresh_from_db()
        assert each.doer_kinds == ["village"]


def test_the_document_cannot_carry_markup(cast: Cast, officer: Client) -> None:
    plan = make_draft(cast, TEXT.replace("组织1次", "组织<script>alert(1)</script>1次"))
    page = officer.get(reverse("plan-review", args=[plan.pk])).content.decode()
    assert "<script>alert" not in page
    assert not re.search(r"\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("plan.txt", TEXT.encode(), 302), ("plan.txt", TEXT.encode("gb18030"), 302), ("x.txt", b"\x00\x01\xff", 400)],
)
def test_a_file_is_read_or_refused_with_a_sentence(
    cast: Cast, officer: Client, name: str, content: bytes, code: int
) -> None:
    sent = {"unit": cast.town.pk, "file": SimpleUploadedFile(name, content)}
    answer = officer.post(reverse("plan-new"), sent)
    assert answer.status_code == code
    assert code == 302 or 'class="error"' in answer.content.decode()


def test_a_plan_is_handed_in_only_for_ones_own_units(cast: Cast) -> None:
    answer = browser(cast.stranger).post(reverse("plan-new"), {"unit": cast.town.pk, "text": TEXT})
    assert answer.status_code == 400
    assert not Plan.objects.exists()


def test_a_saved_plan_can_be_handed_in_again(cast: Cast, officer: Client) -> None:
    plan = make_draft(cast)
    saved = officer.get(reverse("plan-yaml", args=[plan.pk])).content
    file = SimpleUploadedFile("plan.yaml", saved)
    officer.post(reverse("plan-new"), {"unit": cast.town.pk, "file": file})
    again = Plan.objects.exclude(pk=plan.pk).get()
    slots = ("deliverable", "actors", "sites", "min_count", "per", "every", "by", "clause")
    assert list(again.obligations.values_list(*slots)) == list(plan.obligations.values_list(*slots))
    assert (again.title, again.starts_on, again.ends_on) == (plan.title, START, END)


def test_an_amended_plan_shows_what_changed(cast: Cast, officer: Client) -> None:
    plan = published(cast)
    sent = officer.post(reverse("plan-amend", args=[plan.pk]), {"text": TEXT.replace("至少悬挂1条", "至少悬挂2条")})
    draft = Plan.objects.get(supersedes=plan)
    assert sent.url == reverse("plan-difference", args=[draft.pk])
    assert "<ins>2</ins>" in officer.get(sent.url).content.decode()
    assert officer.post(reverse("plan-amend", args=[plan.pk]), {"text": TEXT}).status_code == 400


def test_the_superiors_plan_is_tied_and_its_gaps_shown(cast: Cast, officer: Client) -> None:
    above = bare_plan(cast, unit=cast.county, state=PlanState.PUBLISHED)
    task(above, "survey", clause="开展知晓率调查", doer_kinds=["town"], doer_units=[])
    plan = bare_plan(cast)
    url = reverse("plan-superior", args=[plan.pk])
    officer.post(url, {"superior": above.pk})
    assert "开展知晓率调查" in officer.get(url).content.decode()


def test_drafts_can_be_put_aside_and_taken_up(cast: Cast, officer: Client) -> None:
    plan = bare_plan(cast)
    officer.post(reverse("plan-discard", args=[plan.pk]))
    assert not officer.get(reverse("plans")).context["page"].object_list
    officer.post(reverse("plan-restore", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_the_list_filters_searches_and_exports(cast: Cast, officer: Client) -> None:
    bare_plan(cast)
    held = bare_plan(cast, state=PlanState.PUBLISHED)
    page = officer.get(reverse("plans"), {"state": "published"})
    assert [each.pk for each in page.context["page"]] == [held.pk]
    assert not officer.get(reverse("plans"), {"q": "没有"}).context["page"].object_list
    assert officer.get(reverse("plans-export"), {"sort": "title"}).content.startswith(b"PK")


def test_the_review_page_asks_the_database_no_more_for_more_tasks(
    cast: Cast, officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = bare_plan(cast)
    for number in range(30):
        task(plan, sites=["residential_quarter"], doer_kinds=["village", "community"], actors=[f"甲{number}"])
    for number in range(20):
        unit(cast.town, "village", f"{number}村")
    with django_assert_max_num_queries(30):
        officer.get(reverse("plan-review", args=[plan.pk]))


def test_versions_of_a_plan_lead_to_one_another(cast: Cast, officer: Client) -> None:
    plan = published(cast)
    draft = amend_plan(plan, text=TEXT, by=cast.officer)
    tie_to_superior(draft, superior=None, by=cast.officer)
    assert (
        reverse("plan-review", args=[draft.pk]) in officer.get(reverse("plan-review", args=[plan.pk])).content.decode()
    )
