"""Fraud types that the text singles out, by name or by how the trick is told."""

from __future__ import annotations

import re
from functools import cache

from qunfang.engine.plantext.lexicon import load
from qunfang.engine.plantext.model import Focus
from qunfang.engine.plantext.text import Reading


def focus_of(reading: Reading) -> list[Focus]:
    """One entry a type, at the first words that tell of it."""
    text = _but().sub(lambda match: "□" * len(match[0]), reading.text)
    found = []
    for kind, regex in _types().items():
        if match := regex.search(text):
            found.append(Focus(type=kind, span=reading.span(match.start(), match.end())))
    return sorted(found, key=lambda each: each.span)


@cache
def _types() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(f"(?:{word})" for word in words))
        for kind, words in load("facts/focus")["types"].items()
    }


@cache
def _but() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in load("facts/focus")["but"]))
