"""Invitations: a table of states that is walked, one use, expiry, withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from qunfang.common import clock
from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from qunfang.people.access import Verb, may
from qunfang.people.models import MOVES, Invitation, InvitationState, Role, User
from qunfang.people.services import (
    accept_as,
    accept_invitation,
    invite,
    open_invitation,
    withdraw_invitation,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GIVEN = {"username": "xiaowang", "password": "three-words-here", "name": "小王"}


def brought_to(state: str, cast: Cast, noon: dt.datetime) -> tuple[Invitation, str]:
    made, secret = invite(cast.village, role=Role.FIELD_WORKER, name="小王", by=cast.officer)
    if state == InvitationState.ACCEPTED:
        accept_invitation(secret, **(GIVEN | {"username": "first"}))
    elif state == InvitationState.WITHDRAWN:
        withdraw_invitation(made, by=cast.officer)
    elif state == InvitationState.EXPIRED:
        Invitation.objects.filter(pk=made.pk).update(expires_at=noon - dt.timedelta(seconds=1))
    made.refresh_from_db()
    assert made.state_at(noon) == state
    return made, secret


def try_move(goal: str, made: Invitation, secret: str, cast: Cast) -> bool:
    try:
        if goal == InvitationState.ACCEPTED:
            accept_invitation(secret, **GIVEN)
        elif goal == InvitationState.WITHDRAWN:
            withdraw_invitation(made, by=cast.officer)
        else:
            with clock.frozen(made.expires_at + dt.timedelta(seconds=1)):
                made.refresh_from_db()
                return made.state_at(clock.now()) == InvitationState.EXPIRED
    except Refusal:
        return False
    made.refresh_from_db()
    return made.state_at(clock.now()) == goal


@pytest.mark.parametrize("start", InvitationState.values)
@pytest.mark.parametrize("goal", [InvitationState.ACCEPTED, InvitationState.WITHDRAWN, InvitationState.EXPIRED])
def test_every_move_of_the_table_works_and_no_other(cast: Cast, noon: dt.datetime, start: str, goal: str) -> None:
    made, secret = brought_to(start, cast, noon)
    if start == goal:
        return
    assert try_move(goal, made, secret, cast) is (goal in MOVES[start])


def test_an_invitation_makes_one_account_with_one_post(cast: Cast, noon: dt.datetime) -> None:
    _made, secret = invite(cast.village, role=Role.FIELD_WORKER, name="小王", by=cast.officer)
    user = accept_invitation(secret, **GIVEN)
    assert may(user, Verb.SUBMIT, cast.village)
    assert not may(user, Verb.VIEW, cast.town)
    with pytest.raises(NotFound):
        accept_invitation(secret, **(GIVEN | {"username": "second"}))


def test_somebody_with_an_account_takes_the_post_with_it(cast: Cast, noon: dt.datetime) -> None:
    _made, secret = invite(cast.community, role=Role.FIELD_WORKER, name="", by=cast.officer)
    accept_as(secret, user=cast.field_worker)
    assert may(User.objects.get(pk=cast.field_worker.pk), Verb.SUBMIT, cast.community)
    _made, again = invite(cast.community, role=Role.FIELD_WORKER, name="", by=cast.officer)
    with pytest.raises(Conflict):
        accept_as(again, user=cast.field_worker)
    assert open_invitation(again)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "小王"}, "username"),
        ({"username": "VILLAGE-taken"}, "username"),
        ({"username": "officer_x"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "password123456"}, "password"),
        ({"password": "xiaowang2026"}, "password"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    cast: Cast, noon: dt.datetime, given: dict[str, Any], field: str
) -> None:
    User.objects.create(username="Officer_X")
    _made, secret = invite(cast.village, role=Role.FIELD_WORKER, name="", by=cast.officer)
    with pytest.raises(Invalid) as caught:
        accept_invitation(secret, **(GIVEN | given))
    assert caught.value.field == field
    assert open_invitation(secret)


def test_an_officer_invites_no_administrator_and_nobody_outside(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        invite(cast.village, role=Role.ADMINISTRATOR, name="", by=cast.officer)
    with pytest.raises(NotFound):
        invite(cast.other_village, role=Role.TELLER, name="", by=cast.officer)
    with pytest.raises(NotFound):
        withdraw_invitation(
            invite(cast.other_village, role=Role.TELLER, name="", by=cast.neighbour)[0], by=cast.officer
        )
