"""`kill -9` of the server in mid-upload: nothing accepted is lost, nothing comes twice, no orphan after the sweep.

`QUNFANG_KILLS=200 pytest -m slow tests/evidence/test_killed_server.py` does it as often as the promise says.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("QUNFANG_KILLS", "20"))
PIECE = 32 * 1024
LIFE = (0.0, 3.0)
"""Seconds between a server's first answer and its death."""


class Phone:
    """Sends proofs as the pocket does: ask how much is there, go on from there, then the proof."""

    def __init__(self, port: int, ground: dict[str, str]) -> None:
        self.port, self.ground, self.token = port, ground, ""
        self.photo, self.proof = b"", ""
        self.begin()

    def begin(self) -> None:
        """Take a new photo."""
        stream = io.BytesIO()
        Image.effect_noise((900, 700), random.uniform(30, 120)).save(stream, "JPEG", quality=85)
        self.photo, self.proof, self.key = stream.getvalue(), str(uuid.uuid4()), str(uuid.uuid4())

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "application/octet-stream") -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookies = f"sessionid={self.ground['session']}; csrftoken={self.token}"
        headers = {"Cookie": cookies, "X-CSRFToken": self.token, "Content-Type": kind, "Accept": "application/json"}
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        assert answer.status in (200, 409), (answer.status, read[:300])
        return json.loads(read)

    def send(self) -> int:
        """The present proof, from wherever it stands; gives the submission's number."""
        if not self.token:
            self.token = self.ask("GET", "/pocket/dues.json")["token"]
        address = f"/pocket/uploads/{self.key}/"
        known = self.ask("GET", address)
        facts = f"size={len(self.photo)}&name=a.jpg&sha256={hashlib.sha256(self.photo).hexdigest()}"
        while not known["whole"]:
            start = known["received"]
            known = self.ask("POST", f"{address}?offset={start}&{facts}", self.photo[start : start + PIECE])
            known = known if "whole" in known else self.ask("GET", address)
        told = self.told()
        if told.get("field") == "uploads":
            return self.send()
        return int(told["submission"])

    def told(self) -> Any:
        proof = {"client_key": self.proof, "due": self.ground["due"], "quantity": 1, "note": "", "uploads": [self.key]}
        proof |= {"captured_in_app": True, "captured_at": "2026-11-20T08:00:00+08:00"}
        return self.ask("POST", "/pocket/proofs/", json.dumps(proof).encode(), "application/json")


@contextmanager
def server(port: int, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "error"]
    with subprocess.Popen([*command, "qunfang.config.wsgi:application"], env=env, start_new_session=True) as running:
        try:
            wait_for(port)
            yield running
        finally:
            kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    """-9 to the server and its worker at once."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(port: int) -> None:
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().read() == b"ok":
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    phone = Phone(port, ground("make", env))
    accepted: dict[str, tuple[int, str]] = {}
    broken = 0
    chance = random.Random(4)
    for _ in range(KILLS):
        with server(port, env) as running:
            threading.Timer(chance.uniform(*LIFE), kill, [running]).start()
            try:
                while True:
                    made = phone.send()
                    accepted[phone.proof] = (made, hashlib.sha256(phone.photo).hexdigest())
                    phone.begin()
            except (OSError, http.client.HTTPException):
                broken += 1
    with server(port, env):
        accepted[phone.proof] = (phone.send(), hashlib.sha256(phone.photo).hexdigest())
        for proof, (made, _sum) in accepted.items():
            phone.proof = proof
            assert phone.told()["submission"] == made
    found = ground("count", env)
    print(f"{broken} kills, {len(accepted)} proofs accepted, {found['swept']} files swept")
    assert broken == KILLS
    assert found["orphans"] == []
    assert sorted(found["submissions"]) == sorted([proof, [kept]] for proof, (_made, kept) in accepted.items())
