"""`kill -9` of the server anywhere between the first byte of a photo and the answer that its proof is accepted.

Nothing accepted is lost, nothing comes twice, no orphan after the sweep, and the tallies are what a recount finds.
`QUNFANG_KILLS=200 pytest -m slow -s tests/evidence/test_killed_server.py` does it as often as the promise says.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("QUNFANG_KILLS", "20"))
PIECE = 32 * 1024
STEPS = ("ask", "piece", "proof", "accept")
"""What a proof's way is made of; the kills are shared out evenly among them."""


class Phone:
    """Sends proofs as the pocket does (ask how much is there, go on from there, then the proof), and has each accepted.

    `fuse`: a step, how many of its kind go well before, and what to do at some moment of the one after.
    """

    def __init__(self, port: int, ground: dict[str, str]) -> None:
        self.port, self.ground, self.token = port, ground, ""
        self.photo, self.proof = b"", ""
        self.fuse: tuple[str, int, Callable[[], None]] | None = None
        self.usual = dict.fromkeys(STEPS, 0.05)
        self.chance = random.Random(4)
        self.begin()

    @contextmanager
    def step(self, kind: str) -> Iterator[None]:
        """One request, in the course of which the fuse may burn down."""
        if self.fuse and self.fuse[0] == kind:
            _kind, left, blow = self.fuse
            self.fuse = (kind, left - 1, blow) if left else None
            if not left:
                threading.Timer(self.chance.uniform(0, 1.2 * self.usual[kind]), blow).start()
        started = time.monotonic()
        yield
        self.usual[kind] += 0.2 * (time.monotonic() - started - self.usual[kind])

    def begin(self) -> None:
        """Take a new photo."""
        stream = io.BytesIO()
        Image.effect_noise((900, 700), random.uniform(30, 120)).save(stream, "JPEG", quality=85)
        self.photo, self.proof, self.key = stream.getvalue(), str(uuid.uuid4()), str(uuid.uuid4())

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "application/octet-stream") -> Any:
        status, read, _where = self.request(method, address, body, kind=kind, session=self.ground["session"])
        assert status in (200, 409), (status, read[:300])
        return json.loads(read)

    def request(self, method: str, address: str, body: bytes, *, kind: str, session: str) -> tuple[int, bytes, str]:
        """Status, body and where the answer leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookies = f"sessionid={session}; csrftoken={self.token}"
        headers = {"Cookie": cookies, "X-CSRFToken": self.token, "Content-Type": kind, "Accept": "application/json"}
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("Location", "")
        finally:
            connection.close()

    def send(self) -> int:
        """The present proof, from wherever it stands; gives the submission's number."""
        if not self.token:
            self.token = self.ask("GET", "/pocket/dues.json")["token"]
        self.upload()
        told = self.told()
        if told.get("field") == "uploads":
            return self.send()
        return int(told["submission"])

    def upload(self) -> None:
        """The pieces that are not there yet."""
        address = f"/pocket/uploads/{self.key}/"
        with self.step("ask"):
            known = self.ask("GET", address)
        facts = f"size={len(self.photo)}&name=a.jpg&sha256={hashlib.sha256(self.photo).hexdigest()}"
        while not known["whole"]:
            start = known["received"]
            with self.step("piece"):
                known = self.ask("POST", f"{address}?offset={start}&{facts}", self.photo[start : start + PIECE])
            known = known if "whole" in known else self.ask("GET", address)

    def told(self) -> Any:
        proof = {"client_key": self.proof, "due": self.ground["due"], "quantity": 1, "note": "", "uploads": [self.key]}
        proof |= {"captured_in_app": True, "captured_at": "2026-11-20T08:00:00+08:00"}
        with self.step("proof"):
            return self.ask("POST", "/pocket/proofs/", json.dumps(proof).encode(), "application/json")

    def accepted(self, submission: int) -> bool:
        """Have the officer accept it; false where that was done before the server died."""
        form = "application/x-www-form-urlencoded"
        with self.step("accept"):
            status, read, where = self.request(
                "POST", f"/review/{submission}/", b"act=accept", kind=form, session=self.ground["officer"]
            )
        assert status == 302, (status, read[:300])
        return where.endswith(f"undo={submission}")


class Nursery:
    """Starts servers on one port, and kills them."""

    def __init__(self, port: int, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.evidence.nursery", str(port)]
        pipe = subprocess.PIPE
        self.port, self.process = port, subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True)
        self.read()

    def read(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    @contextmanager
    def server(self) -> Iterator[int]:
        """The number of its process group; dead at the end."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        group = int(self.read())
        try:
            wait_for(self.port)
            yield group
        finally:
            kill(group)
            wait_for_silence(self.port)

    def close(self) -> None:
        """No more servers."""
        self.process.communicate("")


def kill(group: int) -> None:
    """-9 to the server and its worker at once."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for_silence(port: int) -> None:
    """Until the dead server's worker is gone as well: the next one takes its port."""
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            return
        time.sleep(0.01)
    pytest.fail("the server does not die")


def wait_for(port: int) -> None:
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().read() == b"ok":
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
        finally:
            connection.close()
    pytest.fail("the server does not start")


def ground(act: str, env: dict[str, str]) -> Any:
    run = subprocess.run(
        [sys.executable, "-m", "tests.evidence.ground", act], env=env, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_nothing_accepted_is_lost_or_doubled(tmp_path: Path) -> None:
    env = {**os.environ, "QUNFANG_HOME": str(tmp_path), "QUNFANG_MEDIA": str(tmp_path / "media")}
    env["DJANGO_SETTINGS_MODULE"] = "qunfang.config.settings"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    phone = Phone(port, ground("make", env))
    nursery = Nursery(port, env)
    told: dict[str, tuple[int, str]] = {}
    at: Counter[str] = Counter()
    again = 0
    steps = [STEPS[each % len(STEPS)] for each in range(KILLS)]
    phone.chance.shuffle(steps)
    for step in steps:
        with nursery.server() as group:
            left = phone.chance.randrange(len(phone.photo) // PIECE) if step == "piece" else 0
            phone.fuse = (step, left, partial(kill, group))
            try:
                while True:
                    again += finish(phone, told)
            except (OSError, http.client.HTTPException):
                at[step] += phone.fuse is None
    phone.fuse = None
    with nursery.server():
        again += finish(phone, told)
        for proof, (made, _sum) in told.items():
            phone.proof = proof
            assert phone.told()["submission"] == made
    nursery.close()
    found = ground("count", env)
    print(f"killed at {dict(at)}; {len(told)} proofs, {again} accepted unanswered; {found['swept']} files swept")
    assert at.total() == KILLS
    assert found["orphans"] == []
    assert found["differences"] == 0
    assert sorted(found["submissions"]) == sorted([proof, [kept], "verified", 1] for proof, (_, kept) in told.items())


def finish(phone: Phone, told: dict[str, tuple[int, str]]) -> bool:
    """The present proof until it is accepted, and a new one begun; whether the answer had been lost with a server."""
    made = phone.send()
    told[phone.proof] = (made, hashlib.sha256(phone.photo).hexdigest())
    answered = phone.accepted(made)
    phone.begin()
    return not answered
