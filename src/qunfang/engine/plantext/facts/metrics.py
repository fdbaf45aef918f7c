"""What a goal is measured by: the metrics that a stretch of text names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED, load
from qunfang.engine.plantext.sieve import Sieve

JOINED = re.compile(r"[、/]|和|(?<!参)与|及(?!格|时)|以及")


@cache
def _metrics() -> Sieve:
    return Sieve((name, re.compile(regex)) for name, regex in load("facts/goals")["metrics"])


@lru_cache(maxsize=REMEMBERED)
def metrics_in(text: str) -> list[str]:
    """Metrics named in a stretch of text, one for each joined part, none twice."""
    found: list[str] = []
    for part in JOINED.split(text):
        name = next((name for name, _ in _metrics().found(part)), "")
        if name and name not in found:
            found.append(name)
    return found
