"""`qunfang up` and `qunfang demo`: one command that prepares everything and serves it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import Annotated

import typer

HOST = Annotated[str, typer.Option(help="Address to listen on.")]
PORT = Annotated[int, typer.Option(help="Port to listen on.")]


def _demand_free(host: str, port: int) -> None:
    """End with one sentence where another program listens already: the server itself would share the port silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            typer.echo(
                f"端口 {port} 已被占用，请换一个：--port {port + 1}\nPort {port} is taken; choose another.", err=True
            )
            raise typer.Exit(1) from cause


def _set_up(*, demo: bool, port: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    os.environ.setdefault("QUNFANG_ORIGIN", f"http://localhost:{port}")
    if demo:
        os.environ["QUNFANG_IS_DEMO"] = "1"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from qunfang.coverage.services import fold_all, keep_missing

    keep_missing()
    fold_all()


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _serve(host: str, port: int) -> int:
    """Web server and job worker side by side; ends both when one ends or on Ctrl-C."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    web += ["qunfang.config.wsgi:application"]
    jobs = [sys.executable, "-m", "django", "qcluster"]
    children = [subprocess.Popen(web), subprocess.Popen(jobs)]
    signal.signal(signal.SIGTERM, _stop)  # a service manager's stop must not leave the children behind
    try:
        return children[0].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()


def up_command(host: HOST = "127.0.0.1", port: PORT = 8000) -> None:
    """Serve a real installation; an empty one prints a link for its first administrator."""
    _demand_free(host, port)
    _set_up(demo=False, port=port)
    from qunfang.people.services import first_administrator_link

    link = first_administrator_link()
    if link:
        typer.echo(
            f"第一位管理员请打开（一次有效，24 小时内）：\nFirst administrator, open once within a day:\n  {link}"
        )
    typer.echo(f"Qunfang 群防  http://localhost:{port}")
    raise typer.Exit(_serve(host, port))


def demo_command(host: HOST = "127.0.0.1", port: PORT = 8000) -> None:
    """Serve the demo county, made at the first start."""
    _demand_free(host, port)
    _set_up(demo=True, port=port)
    from qunfang.demo import ensure_demo_county, print_accounts

    ensure_demo_county()
    print_accounts(port)
    raise typer.Exit(_serve(host, port))
