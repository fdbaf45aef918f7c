"""Servers that start at once: `python -m tests.evidence.nursery PORT`; each line read starts one and prints its pid.

A process that has loaded Django, the views and Granian forks for each server, which is the leader of a group of its
own. What is killed is thus the product's server as `qunfang run` starts it; only the loading is done once.
"""

from __future__ import annotations

import os
import signal
import sys


def grow(port: int) -> None:
    """One server, in the forked process; does not come back."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    Granian(
        "qunfang.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=2,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
    os._exit(0)


def main() -> None:
    import granian.server.mp  # noqa: F401 - loaded before the forks
    from django.urls import get_resolver

    import qunfang.config.wsgi  # noqa: F401

    assert get_resolver().url_patterns
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            grow(int(sys.argv[1]))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
