"""An empty installation: the link, the first administrator, and the steps that lead to a running plan."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from qunfang.people.models import Role, User
from qunfang.people.services import first_administrator_link, invite
from qunfang.places.models import Unit
from qunfang.web.views.first_steps import first_steps

pytestmark = pytest.mark.django_db


def enter() -> tuple[Client, User]:
    link, client = first_administrator_link(), Client()
    assert link
    given = {"name": "王芳", "username": "wangfang", "password": "three unrelated words"}
    assert client.post("/join/" + link.split("/join/")[1], given).status_code == 302
    return client, User.objects.get(username="wangfang")


def test_the_first_page_leads_through_four_steps() -> None:
    client, user = enter()
    page = client.get("/", headers={"accept-language": "en"})
    assert [step.done for step in page.context["steps"]] == [False] * 4
    for step in page.context["steps"]:
        assert client.get(step.url).status_code == 200, step.name
    assert UserSession.objects.filter(user=user).count() == 1, "the device that joined is listed"


def test_a_step_done_is_marked() -> None:
    _client, user = enter()
    root = Unit.objects.get()
    root.name = "青石镇"
    root.save()
    invite(root, role=Role.OFFICER, name="", by=user)
    assert [step.done for step in first_steps(user, root)] == [True, False, True, False]


def test_who_may_not_take_them_is_not_shown_them() -> None:
    _client, user = enter()
    user.posts.update(role=Role.FIELD_WORKER)
    assert first_steps(User.objects.get(), Unit.objects.get()) == []
