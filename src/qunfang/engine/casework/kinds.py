"""The fraud type of a narrative: what stands in it, and what stands where the money goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qunfang.engine.casework.lexicon import load, pattern
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import grams

LOUD = 5  # a cue speaks as loudly as so many n-grams
TYPES = (
    "brushing",
    "service",
    "investment",
    "loan",
    "credit_record",
    "shopping",
    "authority",
    "acquaintance",
    "gaming",
    "dating",
    "military",
    "cyber_black",
)


def features(reading: Reading) -> list[str]:
    """Names of the features of a whole narrative: n-grams, cues, and cues near the payments."""
    text = "".join(sign for sign in reading.even if not sign.isdigit())
    found = list(grams(text, (2, 3), "g:"))
    found += _cues(reading.even, "c")
    money = [clause.text for clause in reading.clauses if pattern("money", "paid").search(clause.text)]
    found += _cues(",".join(money), "m")
    return found


def _cues(text: str, mark: str) -> Iterator[str]:
    for name, expressions in load("types").items():
        hits = [place for place, each in enumerate(expressions) if _compiled(each).search(text)]
        for copy in range(LOUD):
            for place in hits:
                yield f"{mark}{copy}:{name}:{place}"
            for count in range(1, min(len(hits), 4) + 1):
                yield f"{mark}{copy}:{name}>={count}"


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
