"""Which of the closed list of requirements the text makes of those it speaks to."""

from __future__ import annotations

import re
from functools import cache

from qunfang.engine.plantext.facts.legible import legible
from qunfang.engine.plantext.facts.passages import BROKEN
from qunfang.engine.plantext.lexicon import load
from qunfang.engine.plantext.structure import Item

Looks = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
SHORT = 20


def requirements_of(text: str, items: list[Item], title: str | None) -> list[str]:
    """Names of the closed list, in its order."""
    told = body_of(text, items, title)
    heads = "\n".join(item.head for item in items if item.style and 0 < len(item.head) <= SHORT)
    return [name for name, looks in _looks().items() if _demanded(told, heads, looks)]


def body_of(text: str, items: list[Item], title: str | None) -> str:
    """The even text without its title, lines that a narrow page broke joined."""
    lines = [text[item.start : item.end] for item in items]
    kept = [line for line in lines if not (title and line and (line in title or title in line))]
    return legible("\n".join(kept)).replace(BROKEN, "")


def _demanded(text: str, heads: str, looks: Looks) -> bool:
    demand, heading, but = looks
    return bool(demand.search(but.sub("□", text)) or heading.search(but.sub("□", heads)))


@cache
def _looks() -> dict[str, Looks]:
    return {
        name: (_any(told["demand"]), _any(told.get("heading", [])), _any(told.get("but", [])))
        for name, told in load("facts/requirements").items()
    }


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words) if words else r"(?!)")
