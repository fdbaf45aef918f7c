"""How the victim was first reached."""

from __future__ import annotations

import re

from qunfang.engine.casework.lexicon import load
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import Linear, buckets, grams

CHANNELS = (
    "call",
    "sms",
    "wechat",
    "qq",
    "dingtalk",
    "short_video",
    "game",
    "shopping_app",
    "dating_app",
    "web",
    "mail",
    "face",
    "parcel",
)
NONE = "none"
LOUD = 4


def features(reading: Reading, contact: int | None) -> list[str]:
    """Names of the features; `contact` is the offset of the clause that tells of the first contact, where known."""
    start = reading.clauses[0].start if contact is None else contact
    clause = reading.clause_at(start)
    stop = reading.clauses[min(clause.place + 1, len(reading.clauses) - 1)].end
    near = reading.even[clause.start : stop]
    found = list(grams(re.sub(r"\d+", "#", near[:60]), (2, 3), "g:"))
    firsts: dict[str, int] = {}
    named: dict[str, int] = {}
    for name, expressions in load("channels").items():
        for place, each in enumerate(expressions):
            found += _heard(name, place, each, (clause.text, near, reading.even))
            match = re.search(each, reading.even[clause.start :])
            if match and place == 0:
                firsts[name] = match.start()
            if place == 0 and (match := re.search(each, reading.even)):
                named[name] = match.start()
    for rank, name in enumerate(sorted(firsts, key=lambda each: firsts[each])[:3]):
        found += [f"rank{rank}:{name}/{copy}" for copy in range(LOUD)]
    for rank, name in enumerate(sorted(named, key=lambda each: named[each])[:2]):
        found += [f"first{rank}:{name}/{copy}" for copy in range(LOUD)]
    found += [f"contact={contact is not None}/{copy}" for copy in range(LOUD)]
    return found


def _heard(name: str, place: int, expression: str, texts: tuple[str, str, str]) -> list[str]:
    for where, text in zip(("clause", "near", "text"), texts, strict=True):
        if re.search(expression, text):
            return [f"{where}:{name}:{place}/{copy}" for copy in range(LOUD)]
    return []


def find_channel(reading: Reading, contact: int | None, model: Linear) -> str | None:
    """One of CHANNELS, or None where it is not told or is none of them."""
    scores = model.scores(buckets(features(reading, contact), model.bits))
    name = model.labels[int(scores.argmax())]
    return None if name == NONE else name
