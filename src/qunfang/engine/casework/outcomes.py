"""How it ended: lost, seen in time, or stopped by a third party."""

from __future__ import annotations

import re

from qunfang.engine.casework.lexicon import load, pattern
from qunfang.engine.casework.money.ledger import Ledger
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import Linear, buckets, grams

OUTCOMES = ("completed", "attempted", "blocked")
LOUD = 4


def features(reading: Reading) -> list[str]:
    """Names of the features of a narrative: n-grams of its end, and what speaks for each ending where."""
    found = list(grams(re.sub(r"\d+", "#", reading.even[-80:]), (2,), "g:"))
    half = len(reading.even) // 2
    for name, expressions in load("outcomes").items():
        for place, each in enumerate(expressions):
            if re.search(each, reading.even):
                found += [f"{name}:{place}/{copy}" for copy in range(LOUD)]
            if re.search(each, reading.even[half:]):
                found += [f"end:{name}:{place}/{copy}" for copy in range(LOUD)]
    paid = [clause for clause in reading.clauses if pattern("money", "paid").search(clause.text)]
    real = [
        clause
        for clause in paid
        if not pattern("money", "refused").search(clause.text) and re.search(r"\d|万|千", clause.text)
    ]
    found += [f"paid-clauses:{min(len(real), 4)}/{copy}" for copy in range(LOUD)]
    return found


def find_outcome(reading: Reading, ledger: Ledger, model: Linear) -> str:
    """One of OUTCOMES; money that came back in full is no loss."""
    scores = model.scores(buckets(features(reading), model.bits))
    best = OUTCOMES[int(scores.argmax())]
    if best == "completed" and ledger.net is not None and ledger.net <= 0 and not ledger.blank:
        return OUTCOMES[1 + int(scores[1:].argmax())]
    return best


def find_loss(outcome: str, ledger: Ledger) -> float | None:
    """Yuan lost in the end; 0 where nothing was, None where the text leaves it blank or names no figure."""
    if outcome != "completed":
        return 0.0
    return None if ledger.blank else ledger.net
