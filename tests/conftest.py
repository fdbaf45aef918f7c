"""Fixtures that every room's tests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from qunfang.common import clock
from qunfang.people.models import User
from tests.cast import Cast, make_cast

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=clock.CHINA)


@pytest.fixture
def cast(db: None) -> Cast:
    """The county and its people; see tests/cast.py."""
    return make_cast()


@pytest.fixture
def noon() -> Iterator[dt.datetime]:
    """The clock stands at noon of Monday 23 November 2026."""
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which the given person is logged in."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Files that a test keeps go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
