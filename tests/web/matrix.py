"""The permission matrix that every view inherits: every role × own, parent, sibling and lower unit, and nobody.

A colleague adds a view by one line in the `ENTRIES` of an `entries_*.py` beside this file:

    ENTRIES = [
        Entry("unit", verb=Verb.VIEW, args=lambda cast: [cast.town.pk]),
        Entry("unit-add", verb=Verb.PLACES, method="post", args=lambda cast: [cast.town.pk], data=lambda cast: {...}),
        Entry("units"),                  # any person who is logged in
        Entry("join", public=True, args=lambda cast: ["no-such-secret"], allowed={404}),
    ]

The object a line names must belong to `cast.town` (or set `unit`). Where the door is another than the unit's own
(a published plan is read below it, too), give `sees` and `may`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from qunfang.people import access
from qunfang.people.access import Verb
from qunfang.people.models import Role, User
from qunfang.places.models import Unit
from tests.cast import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REFUSED = {401, 403, 404}


@dataclass(frozen=True)
class Entry:
    """One view and what it takes to pass it.

    `verb` None with a login: anybody who is logged in. `allowed` are the statuses of one who passes; empty stands for
    any but a refusal, a redirect to the login or a fault.
    """

    name: str
    verb: Verb | None = None
    public: bool = False
    method: str = "get"
    args: Callable[[Cast], list[Any]] = lambda cast: []
    data: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    unit: Callable[[Cast], Unit] = lambda cast: cast.town
    sees: Callable[[User, Cast], bool] | None = None
    may: Callable[[User, Cast], bool] | None = None
    allowed: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.name}"

    def expected(self, user: User, cast: Cast) -> int:
        """200 stands for passing; 403 and 404 as people.access refuses."""
        unit = self.unit(cast)
        if self.public or (self.verb is None and self.may is None):
            return 200
        if self.may(user, cast) if self.may else access.may(user, self.verb or Verb.VIEW, unit):
            return 200
        sees = self.sees(user, cast) if self.sees else access.may(user, Verb.VIEW, unit)
        return 403 if sees else 404


def entries() -> list[Entry]:
    """All lines of all tables."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("entries_*.py"))
    tables = [importlib.import_module(f"tests.web.{name}").ENTRIES for name in names]
    return [entry for table in tables for entry in table]


def call(entry: Entry, cast: Cast, user: User | None) -> Any:
    """The view's answer to one person; what it wrote is taken back."""
    address, data = reverse(entry.name, args=entry.args(cast)), entry.data(cast)
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    mark = transaction.savepoint()
    try:
        return getattr(client, entry.method)(address, data)
    finally:
        transaction.savepoint_rollback(mark)


def to_login(response: Any) -> bool:
    """Whether the answer sends the reader to the login page."""
    return response.status_code == 302 and "/account/login/" in response.url


class ViewMatrix:
    """Inherit, parametrise `entry`, and every role is tried at every distance."""

    def hold(self, entry: Entry, cast: Cast, post_at: Unit) -> None:
        """Every role with its post at `post_at` is let in or refused as people.access says."""
        for role in Role.values:
            user = cast.user(role, post_at)
            self.check(entry, cast, user, f"{role} at {post_at}")

    def check(self, entry: Entry, cast: Cast, user: User, who: str) -> None:
        """One person against one view."""
        access.forget_posts(user)
        response, expected = call(entry, cast, user), entry.expected(user, cast)
        status = response.status_code
        told = f"{entry} as {who}: expected {expected}, got {status}"
        if expected != 200:
            assert status == expected, told
        elif entry.allowed:
            assert status in entry.allowed, told
        else:
            assert status not in REFUSED, told
            assert status < 500, told
            assert not to_login(response), told

    def test_own_unit(self, entry: Entry, cast: Cast) -> None:
        self.hold(entry, cast, entry.unit(cast))

    def test_parent_unit(self, entry: Entry, cast: Cast) -> None:
        self.hold(entry, cast, Unit.objects.get_parent(entry.unit(cast)) or entry.unit(cast))

    def test_sibling_unit(self, entry: Entry, cast: Cast) -> None:
        self.hold(entry, cast, cast.other_town)

    def test_lower_unit(self, entry: Entry, cast: Cast) -> None:
        self.hold(entry, cast, cast.village)

    def test_no_post(self, entry: Entry, cast: Cast) -> None:
        self.check(entry, cast, cast.stranger, "stranger")

    def test_nobody(self, entry: Entry, cast: Cast) -> None:
        response = call(entry, cast, None)
        if entry.public:
            assert response.status_code in (entry.allowed or {200, 302})
        else:
            assert to_login(response), f"{entry} answers {response.status_code} without a login"
