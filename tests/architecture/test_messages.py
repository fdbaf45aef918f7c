"""Chinese first: every string on screen has its Chinese, and the catalogue is up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_string_has_its_chinese() -> None:
    command = [sys.executable, "tools/messages.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
