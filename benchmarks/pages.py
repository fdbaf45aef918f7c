"""What the coverage page costs at a size: the whole answer to a request, from the session to the last byte of HTML."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qunfang.people.models import Post, Role, User
from qunfang.places.models import Unit

DRAWS = 60
VIEWS = ("units", "obligations", "months")


def pages(used: Callable[[], float]) -> dict[str, Any]:
    """Seconds of each page, by the clock and of the processor (`used`), and the most statements of one.

    Nodes of every level in every view, the root by itself. In this process by Django's test client, so without the
    network and the server's own share.
    """
    client, root = _client(), Unit.objects.get(depth=1)
    levels = [list(Unit.objects.filter(depth=depth).values_list("pk", flat=True)[:5_000]) for depth in range(1, 7)]
    chance, found = random.Random(11), defaultdict[str, list[float]](list)
    for view in VIEWS:
        client.get(f"/coverage/{root.pk}/?by={view}")
    for draw in range(DRAWS * len(levels)):
        pk, view = chance.choice(levels[draw % len(levels)]), VIEWS[draw // len(levels) % len(VIEWS)]
        who, before = "page_root_" if pk == root.pk else "page_", used()
        found[f"{who}time"].append(_seconds(client, f"/coverage/{pk}/?by={view}"))
        found[f"{who}cpu"].append(used() - before)
    return {**found, "page_statements": _statements(client, [level[0] for level in levels])}


def _statements(client: Client, units: list[int]) -> int:
    most = 0
    for view in VIEWS:
        for pk in units:
            with CaptureQueriesContext(connection) as seen:
                client.get(f"/coverage/{pk}/?by={view}")
            most = max(most, len(seen))
    return most


def _client() -> Client:
    user = User.objects.create(username="leader", name="乙", password="!")
    Post.objects.create(user=user, unit=Unit.objects.get(depth=1), role=Role.LEADER, since="2026-01-01")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _seconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    taken = time.perf_counter() - started
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return taken
