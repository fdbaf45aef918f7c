"""The demo county, made once a module, and a browser for any of its people."""

from __future__ import annotations

import pytest
from django.test import Client

from qunfang.demo import ensure_demo_county
from qunfang.people.models import User


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> object:
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")), django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            ensure_demo_county()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def visit(county: object, django_db_blocker: object) -> object:
    def as_user(username: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    with django_db_blocker.unblock():
        yield as_user
