"""The guard's words as data (data/group.yaml), compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from qunfang.engine.screening.normalise import DATA
from qunfang.engine.screening.phrases import Phrases

IDEAS = (
    "pays", "channel", "proper", "urges", "borrows", "hurry_story", "moves_away", "asks_company",
    "sensitive", "lure_link", "offers", "invites", "warns", "jokes", "paid", "code", "leaks_word",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Phrases by idea, titles (longest first), file endings, and the words of an alert by language."""

    version: str
    ideas: Phrases
    titles: tuple[str, ...]
    programs: frozenset[str]
    packed: frozenset[str]
    lures: tuple[str, ...]
    says: Mapping[str, Mapping[str, str]]


@cache
def words() -> Words:
    """The shipped words."""
    raw: dict[str, Any] = yaml.load((DATA / "group.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    files = raw["files"]
    return Words(
        version=str(raw["version"]),
        ideas=Phrases({name: raw[name]["when"] for name in IDEAS}),
        titles=tuple(sorted(str(raw["titles"]).split(), key=len, reverse=True)),
        programs=frozenset(str(files["programs"]).split()),
        packed=frozenset(str(files["packed"]).split()),
        lures=tuple(str(files["lures"]).split()),
        says=raw["kinds"],
    )
