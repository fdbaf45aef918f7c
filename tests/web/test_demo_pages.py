"""The demo county's pages, seen by each role: everything opens, nothing foreign does."""

from __future__ import annotations

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qunfang.coverage.queries import count_of, dues_for
from qunfang.demo.photos import draw_photo
from qunfang.evidence.models import State, Submission
from qunfang.places.models import Unit
from qunfang.plans.models import Plan


def _photo() -> bytes:
    return draw_photo(random.Random(1))


pytestmark = pytest.mark.django_db


def test_every_role_opens_its_pages(visit) -> None:
    for username in ("admin", "county", "leader", "town", "police", "inspector", "village", "teacher", "teller"):
        client = visit(username)
        for url in ("/", "/dues/", "/dues/?light=red&q=横幅", "/plans/", "/me/", "/review/"):
            assert client.get(url).status_code == 200, (username, url)
        assert client.get("/coverage/", follow=True).status_code == 200


def test_pages_ask_for_a_login(visit) -> None:
    for url in ("/", "/dues/", "/coverage/", "/plans/", "/review/", "/me/"):
        response = Client().get(url)
        assert response.status_code == 302
        assert "/account/login/" in response["Location"]


def test_a_village_cannot_see_its_neighbour_and_absent_looks_the_same(visit) -> None:
    client = visit("village")
    foreign = client.get(f"/coverage/{Unit.objects.get(name='云溪村').pk}/")
    absent = client.get("/coverage/999999/")
    assert foreign.status_code == absent.status_code == 404
    assert "没有这个页面" in foreign.content.decode() or "There is no such page" in foreign.content.decode()
    assert foreign.context["message"] == absent.context["message"]


def test_coverage_drills_down_exports_and_charts(visit) -> None:
    client, town = visit("county"), Unit.objects.get(name="青石镇")
    for by in ("units", "obligations", "months"):
        assert client.get(f"/coverage/{town.pk}/?by={by}").status_code == 200
    assert client.get(f"/coverage/{town.pk}/chart.svg").content.startswith(b"<svg")
    assert client.get(f"/coverage/{town.pk}/excel/").content.startswith(b"PK")
    assert client.get("/dues/excel/").content.startswith(b"PK")


def test_children_sum_to_the_parent_and_parts_to_the_whole(visit) -> None:
    town = Unit.objects.get(name="青石镇")
    dues = [due for due in dues_for(town) if due.counts_for(town)]
    whole = count_of(dues)
    assert whole.expected == whole.verified + whole.claimed + whole.rejected + whole.missing
    assert min(whole.verified, whole.claimed, whole.rejected, whole.missing) > 0
    children = [
        count_of(d for d in dues if d.unit.path.startswith(child.path)) for child in Unit.objects.get_children(town)
    ]
    own = count_of(d for d in dues if d.unit.pk == town.pk)
    assert sum((c.expected for c in children), own.expected) == whole.expected
    assert sum((c.verified for c in children), own.verified) == whole.verified


def test_a_proof_is_handed_in_accepted_and_moves_coverage_by_exactly_one(visit) -> None:
    village, town = Unit.objects.get(name="石坪村"), Unit.objects.get(name="青石镇")
    due = next(d for d in dues_for(village) if d.state == "missing" and d.expected == 1)
    before = {unit.pk: count_of(dues_for(unit)) for unit in (village, town)}
    photo = SimpleUploadedFile("photo.jpg", _photo())
    answer = visit("village").post(f"/dues/{due.key}/", {"quantity": "1", "files": photo, "note": "挂好了"})
    assert answer.status_code == 302
    made = Submission.objects.latest("pk")
    assert made.state == State.CLAIMED
    assert visit("village").post(f"/review/{made.pk}/", {"act": "accept"}).status_code == 403
    assert visit("town").post(f"/review/{made.pk}/", {"act": "accept"}).status_code == 302
    for unit in (village, town):
        assert count_of(dues_for(unit)).verified == before[unit.pk].verified + 1
        assert count_of(dues_for(unit)).expected == before[unit.pk].expected


def test_a_returned_proof_needs_a_reason_and_can_be_undone(visit) -> None:
    made = Submission.objects.filter(
        state=State.CLAIMED, unit__path__startswith=Unit.objects.get(name="青石镇").path
    ).first()
    client = visit("town")
    client.post(f"/review/{made.pk}/", {"act": "reject", "reason": " "})
    assert Submission.objects.get(pk=made.pk).state == State.CLAIMED
    client.post(f"/review/{made.pk}/", {"act": "reject", "reason": "看不清"})
    assert Submission.objects.get(pk=made.pk).state == State.REJECTED
    client.post(f"/review/{made.pk}/", {"act": "undo"})
    assert Submission.objects.get(pk=made.pk).state == State.CLAIMED


def test_an_empty_proof_is_refused_beside_the_form(visit) -> None:
    due = next(d for d in dues_for(Unit.objects.get(name="石坪村")) if d.state == "missing")
    assert visit("village").post(f"/dues/{due.key}/", {"quantity": "1"}).status_code == 400


def test_each_published_plan_opens_with_its_reading(visit) -> None:
    client = visit("admin")
    for plan in Plan.objects.all():
        assert client.get(f"/plans/{plan.pk}/").status_code == 200


def test_an_invitation_works_once(visit) -> None:
    town = Unit.objects.get(name="青石镇")
    page = visit("town").post(f"/units/{town.pk}/invite/", {"unit": town.pk, "role": "officer", "name": "小王"})
    link = page.context["link"].split("testserver")[1]
    given = {"name": "小王", "username": "xiaowang", "password": "three-words-here"}
    assert Client().post(link, {**given, "password": "short"}).status_code == 400
    assert Client().post(link, given).status_code == 302
    assert Client().get(link).status_code == 404


def test_the_coverage_page_shows_what_the_single_dues_add_up_to(visit) -> None:
    client, town = visit("county"), Unit.objects.get(name="青石镇")
    dues = [due for due in dues_for(town) if due.counts_for(town)]
    for by in ("units", "obligations", "months"):
        page = client.get(f"/coverage/{town.pk}/?by={by}").context
        assert page["count"] == count_of(dues)
        assert sum((row["count"].overdue for row in page["rows"]), 0) == count_of(dues).overdue
    month = dues[0].period.due
    page = client.get(f"/coverage/{town.pk}/?month={month:%Y-%m}").context
    assert page["count"] == count_of(
        due for due in dues if (due.period.due.year, due.period.due.month) == (month.year, month.month)
    )
    task = dues[0].obligation
    page = client.get(f"/coverage/{town.pk}/?obligation={task.pk}").context
    assert page["count"] == count_of((due for due in dues if due.obligation.pk == task.pk), pieces=True)


def test_a_file_that_only_poses_as_a_photo_is_refused_in_one_sentence(visit) -> None:
    due = next(d for d in dues_for(Unit.objects.get(name="石坪村")) if d.state == "missing")
    fake = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff not a photo at all")
    answer = visit("village").post(f"/dues/{due.key}/", {"quantity": "1", "files": fake})
    assert answer.status_code == 400
    assert "photo.jpg" in answer.content.decode()
