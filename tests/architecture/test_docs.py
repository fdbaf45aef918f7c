"""The documentation tells what the code has: settings, commands, models; links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_of_the_environment_is_documented() -> None:
    sources = (ROOT / "src/qunfang").rglob("*.py")
    read = {name for path in sources for name in re.findall(r'"(QUNFANG_[A-Z_]+)"', path.read_text(encoding="utf-8"))}
    told = set(re.findall(r"`(QUNFANG_[A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")))
    assert read - told - {"QUNFANG_IS_DEMO"} == set()
    assert told - read == set()


def test_reference_pages_are_up_to_date() -> None:
    check = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, f"run make docs: {check.stdout}{check.stderr}"


def test_links_of_the_documentation_lead_to_files() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []
