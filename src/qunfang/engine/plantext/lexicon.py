"""Grammar and word lists, read once from data/*.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@cache
def load(name: str) -> Any:
    """One data file, parsed."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """One alternation of all patterns at `keys` of a data file; one that never matches where there are none."""
    found = load(name)
    for key in keys:
        found = found.get(key, []) if isinstance(found, dict) else found
    return re.compile("|".join(f"(?:{each})" for each in found) if found else r"(?!)")


@cache
def named(name: str) -> dict[str, re.Pattern[str]]:
    """Key → pattern for a flat data file."""
    return {key: pattern(name, key) for key in load(name)}
