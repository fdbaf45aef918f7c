"""What the coverage page costs at a size: the whole answer to a request, from the session to the last byte of HTML.

Asked by the signed-in officer of the topmost unit, of a province, of a county and of a village, each of their own
unit's page in each of its views. In this process by Django's test client: without the network and the server's share.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qunfang.people.models import Post, Role, User
from qunfang.places.models import Unit

DRAWS = 100
OFFICERS = 5
"""Officers of a level, drawn by chance; one at the top."""
VIEWS = ("units", "obligations", "months")
WHO = {"root": 1, "province": 2, "county": 4, "village": 6}
"""Level → depth in the tree."""


def pages(used: Callable[[], float]) -> dict[str, Any]:
    """Level → seconds of each page by the clock (`time`) and of the processor (`cpu`), and the most `statements`."""
    chance = random.Random(11)
    return {who: _pages_of(who, used, chance) for who in WHO}


def _pages_of(who: str, used: Callable[[], float], chance: random.Random) -> dict[str, Any]:
    ids = list(Unit.objects.filter(depth=WHO[who]).values_list("pk", flat=True)[:50_000])
    readers = [
        (_client(f"{who}-{number}", pk), pk) for number, pk in enumerate(chance.sample(ids, min(OFFICERS, len(ids))))
    ]
    times, spent, most = [], [], 0
    for client, pk in readers:
        for view in VIEWS:
            with CaptureQueriesContext(connection) as seen:
                _seconds(client, f"/coverage/{pk}/?by={view}")
            most = max(most, len(seen))
    for draw in range(DRAWS):
        client, pk = readers[draw % len(readers)]
        before = used()
        times.append(_seconds(client, f"/coverage/{pk}/?by={VIEWS[draw % len(VIEWS)]}"))
        spent.append(used() - before)
    return {"time": times, "cpu": spent, "statements": most}


def _client(name: str, unit_id: int) -> Client:
    """Of an officer who is signed in."""
    user = User.objects.create(username=name, name=name, password="!")
    Post.objects.create(user=user, unit_id=unit_id, role=Role.OFFICER, since="2026-01-01")
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
