"""What an amount was: paid by the victim, given back to them, or neither (asked for, promised, shown)."""

from __future__ import annotations

import re

from qunfang.engine.casework.lexicon import pattern
from qunfang.engine.casework.money.amounts import Amount
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import grams

ROLES = ("paid", "back", "none")
CUES = ("paid", "back", "asked", "paper", "refused")
MORE = ("refused", "confirm", "again", "unmask", "back", "paid")
LOUD = 4  # a sign speaks as loudly as so many n-grams
_NUMERAL = re.compile(r"[\d,.]+")


def features(reading: Reading, amounts: tuple[Amount, ...], place: int) -> list[str]:
    """Names of the features of one amount among all."""
    amount = amounts[place]
    clause = reading.clause_at(amount.start)
    head = _NUMERAL.sub("#", reading.even[max(clause.start, amount.start - 14) : amount.start])
    tail = _NUMERAL.sub("#", reading.even[amount.end : min(clause.end, amount.end + 10)])
    found = [f"end:{head[-size:]}" for size in (1, 2, 3)] + [f"next:{tail[:size]}" for size in (1, 2, 3)]
    found += [*grams(head, (1, 2), "h:"), *grams(tail, (1, 2), "t:")]
    near = _nearest(head)
    signs = [*near, *(f"tail={cue}" for cue in CUES if pattern("money", cue).search(tail))]
    around = _around(reading, clause.place, reading.even[clause.start : amount.start])
    signs += [*around, *_standing(reading, amounts, place)]
    signs += [f"{near[0]}&{each}" for each in around if "=" in each]
    if "own=again" in around and {"after=unmask", "after=refused", "after=edge"} & set(around):
        signs.append("asked-then-out")
    return found + [f"{each}/{copy}" for each in signs for copy in range(LOUD)]


def _nearest(head: str) -> list[str]:
    """Which kind of word stands last before the amount, and which stand before it at all."""
    last: dict[str, int] = {}
    for cue in CUES:
        for match in pattern("money", cue).finditer(head):
            last[cue] = match.end()
    if not last:
        return ["last=nothing"]
    nearest = max(last, key=lambda cue: last[cue])
    return [f"last={nearest}", *(f"head={cue}" for cue in last), "heads=" + "+".join(sorted(last))]


def _around(reading: Reading, place: int, head: str) -> list[str]:
    """What the clause itself says before the amount, and the clauses before and after it."""
    found = [f"own={cue}" for cue in ("again", "refused") if pattern("money", cue).search(head)]
    for step, name in ((-1, "before"), (1, "after"), (2, "later")):
        if 0 <= place + step < len(reading.clauses):
            text = reading.clauses[place + step].text
            found += [f"{name}={cue}" for cue in MORE if pattern("money", cue).search(text)]
        else:
            found.append(f"{name}=edge")
    return found


def _standing(reading: Reading, amounts: tuple[Amount, ...], place: int) -> list[str]:
    """Where the amount stands among the others, and how it compares."""
    amount = amounts[place]
    others = [each.value for each in amounts]
    found = [f"alone={len(amounts) == 1}", f"sure={amount.sure}", f"most={amount.value == max(others)}"]
    found.append(f"last-amount={place == len(amounts) - 1}")
    found.append(f"small={amount.value < 100}")
    if place:
        before = amounts[place - 1]
        found.append(f"listed={amount.start - before.end <= 2}")
        found.append(f"little-more={1 < amount.value / before.value < 1.5}")
    if reading.even[: amount.start].count("“") > reading.even[: amount.start].count("”"):
        found.append("quoted")
    return found
