"""Lines of the permission matrix: people, posts, invitations."""

from __future__ import annotations

import datetime as dt

from qunfang.people.access import Verb, may
from qunfang.people.models import Invitation, Post, Role, User
from tests.cast import SINCE, Cast, make_user
from tests.web.matrix import Entry


def _member(cast: Cast) -> User:
    """Somebody who holds one post, at the town."""
    if ("member", 0) not in cast.people:
        cast.people["member", 0] = make_user("member", "镇里的同事")
        Post.objects.create(user=cast.people["member", 0], unit=cast.town, role=Role.FIELD_WORKER, since=SINCE)
    return cast.people["member", 0]


def _invitation(cast: Cast) -> list[int]:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    known = {"role": Role.TELLER, "created_at": at, "expires_at": at + dt.timedelta(3650)}
    return [Invitation.objects.get_or_create(unit=cast.town, secret_digest="d" * 64, defaults=known)[0].pk]


def _person(cast: Cast) -> list[int]:
    return [_member(cast).pk]


def _post(cast: Cast) -> list[int]:
    return [_member(cast).posts.get().pk]


def _looks_after_people(user: User, cast: Cast) -> bool:
    return may(user, Verb.PEOPLE)


ENTRIES = [
    Entry("people", may=_looks_after_people, sees=lambda user, cast: True),
    Entry("people-export", may=_looks_after_people, sees=lambda user, cast: True),
    Entry("invitations", may=_looks_after_people, sees=lambda user, cast: True),
    Entry("invitation-withdraw", verb=Verb.PEOPLE, method="post", args=_invitation, allowed={302}),
    Entry("person", verb=Verb.PEOPLE, args=_person),
    Entry("person-switch", verb=Verb.PEOPLE, method="post", args=_person, allowed={302}),
    Entry("password-link", verb=Verb.PEOPLE, method="post", args=_person),
    Entry("new-password", public=True, args=lambda cast: ["0.no-such-secret"], allowed={404}),
    Entry("post-end", verb=Verb.PEOPLE, method="post", args=_post, allowed={302}),
]
