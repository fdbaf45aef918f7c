"""Word lists and patterns, read once from data/*.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qunfang.engine.screening.normalise import DATA as SCREENING

DATA = Path(__file__).parent / "data"


@cache
def load(name: str) -> Any:
    """One data file, parsed."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def hotlines() -> frozenset[str]:
    """Numbers that anybody may read: police, banks, operators (the list of screening)."""
    raw = yaml.load((SCREENING / "phones.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return frozenset(raw["hotline"])


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One alternation of the patterns at a key of a data file."""
    return re.compile("|".join(f"(?:{each})" for each in load(name)[key]))


@cache
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """Key → pattern for a flat data file of lists of patterns."""
    return {key: pattern(name, key) for key in load(name)}


def said_of(kind: str, code: str | None, language: str) -> str:
    """Words for a code of a reading : Chinese, or the code itself; ? for none."""
    if code is None:
        return "?"
    return str(load("labels")[kind][code]) if language == "zh" else code
