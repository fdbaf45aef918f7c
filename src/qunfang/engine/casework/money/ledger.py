"""From amounts with their roles to the net loss."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.casework.lexicon import pattern
from qunfang.engine.casework.money.amounts import Amount, find_amounts
from qunfang.engine.casework.money.roles import ROLES, features
from qunfang.engine.casework.private.addresses import find_addresses
from qunfang.engine.casework.private.numbers import find_numbers
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import Linear, buckets

PART = 0.2  # parts that make less of a stated total are something else (a fee before the loan)
MOST = 60  # paid amounts that are looked at for a sum of others; no narrative has more
LITTLE = 1.6  # what comes back at once is at most so many times what was paid
_TOTAL = re.compile(r"共|合计|总|全部|损失|被骗|一起")
_PARTS = re.compile(r"其中|分别|分[^,。]{0,3}[笔次]|[:(]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An amount and what it was."""

    amount: Amount
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """All amounts in order, whether one is left blank in the text, and the net of what was paid and came back."""

    entries: tuple[Entry, ...]
    blank: bool
    net: float | None

    @property
    def amounts(self) -> tuple[str, ...]:
        """As written."""
        return tuple(each.amount.text for each in self.entries)


def settle(reading: Reading, model: Linear) -> Ledger:
    """Weigh every amount and add up; `net` is None where nothing that was paid has a figure."""
    amounts = open_amounts(reading)
    entries = []
    for place, amount in enumerate(amounts):
        scores = model.scores(buckets(features(reading, amounts, place), model.bits))
        entries.append(Entry(amount=amount, role=ROLES[int(scores.argmax())]))
    told = _totals(reading, _once(reading, _refused(reading, _paired(_alike(entries)))))
    blank = bool(pattern("money", "blank").search(reading.even))
    return Ledger(entries=tuple(told), blank=blank, net=_net(told))


def open_amounts(reading: Reading) -> tuple[Amount, ...]:
    """Amounts of a narrative that are no part of a private number or an address."""
    hidden = [(start, end) for start, end, _ in (*find_numbers(reading.even), *find_addresses(reading.even))]
    found = find_amounts(reading.even)
    return tuple(each for each in found if not any(each.start < end and start < each.end for start, end in hidden))


def _net(entries: list[Entry]) -> float | None:
    paid = [each.amount.value for each in entries if each.role == "paid"]
    if not paid:
        return None
    back = sum(each.amount.value for each in entries if each.role == "back")
    return round(sum(paid) - back, 2)


def _alike(entries: list[Entry]) -> list[Entry]:
    """Amounts in one list (9800、9800、6500元) were one thing: what most of them are."""
    found = list(entries)
    first = 0
    for place in range(1, len(found) + 1):
        if place < len(found) and found[place].amount.start - found[place - 1].amount.end <= 1:
            continue
        roles = [each.role for each in found[first:place]]
        if len(roles) > 2:
            role = max(sorted(set(roles)), key=roles.count)
            found[first:place] = [Entry(amount=each.amount, role=role) for each in found[first:place]]
        first = place
    return found


def _refused(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """What was asked for and, as the next words say, not given: 让我充2000激活，我没理 · 又要15200，媳妇一听就骂."""
    found = []
    for entry in entries:
        clause = reading.clause_at(entry.amount.start)
        head = reading.even[clause.start : entry.amount.start]
        follows = reading.clauses[clause.place + 1].text if clause.place + 1 < len(reading.clauses) else ""
        asked = bool(pattern("money", "demand").search(head))
        again = bool(pattern("money", "insists").search(head))
        kept = asked and pattern("money", "keeps").search(follows)
        out = again and pattern("money", "unmask").search(follows) and not pattern("money", "gone").search(follows)
        paid = entry.role == "paid" and not pattern("money", "confirm").search(follows)
        found.append(Entry(amount=entry.amount, role="none") if paid and (kept or out) else entry)
    return found


def _paired(entries: list[Entry]) -> list[Entry]:
    """What comes back at once a little larger (投100返115) was paid just before."""
    found = list(entries)
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        near = two.amount.start - one.amount.end <= 15 and two.role == "back" and one.role == "none"
        if near and 1 < two.amount.value / one.amount.value <= LITTLE:
            found[place] = Entry(amount=one.amount, role="paid")
    return found


def _once(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """The same sum told again in another sentence is the same money, unless it was paid again."""
    found: list[Entry] = []
    for entry in entries:
        opened = max(reading.even.rfind(sign, 0, entry.amount.start) for sign in "。;\n") + 1
        head = reading.even[opened : entry.amount.start]
        again = pattern("money", "more").search(head)
        same = [each for each in found if each.role == "paid" and each.amount.value == entry.amount.value]
        repeated = entry.role == "paid" and same and not again and entry.amount.start - same[-1].amount.end > 4
        found.append(Entry(amount=entry.amount, role="none") if repeated else entry)
    return found


def _totals(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """A stated loss is the answer; a stated total stands for the parts before it."""
    for place in range(len(entries) - 1, -1, -1):
        head = reading.even[max(0, entries[place].amount.start - 14) : entries[place].amount.start]
        if pattern("money", "net").search(head) and entries[place].role == "paid":
            return _only(entries, place)
    for place, entry in enumerate(entries):
        head = reading.even[max(0, entry.amount.start - 14) : entry.amount.start]
        if entry.role == "none" or not pattern("money", "total").search(head):
            continue
        return _stands_for(reading, entries, place)
    return _sums(reading, entries)


def _only(entries: list[Entry], place: int) -> list[Entry]:
    return [
        Entry(amount=each.amount, role="paid" if number == place else "none") for number, each in enumerate(entries)
    ]


def _stands_for(reading: Reading, entries: list[Entry], place: int) -> list[Entry]:
    """A total after its parts, or before them; parts that do not belong (more than the total) stay."""
    total, role = entries[place].amount.value, entries[place].role
    before = [number for number in range(place) if entries[number].role == role]
    after = [number for number in range(place + 1, len(entries)) if entries[number].role == role]
    for parts in (before, after):
        for first in range(len(parts)):
            for last in range(len(parts), first + 1, -1):
                if abs(sum(entries[number].amount.value for number in parts[first:last]) - total) < 1.0:
                    return _without(entries, parts[first:last])
    known = sum(entries[number].amount.value for number in before)
    clause = reading.clause_at(entries[place].amount.start).place
    lent = any("贷" in each.text or "借" in each.text for each in reading.clauses[max(0, clause - 1) : clause + 1])
    if before and (PART if lent else 0.0) * total <= known <= total:
        return _without(entries, before)
    return entries


def _without(entries: list[Entry], parts: list[int]) -> list[Entry]:
    return [
        Entry(amount=each.amount, role="none" if number in parts else each.role) for number, each in enumerate(entries)
    ]


def _sums(reading: Reading, entries: list[Entry]) -> list[Entry]:
    """A paid amount that is the exact sum of two or more paid ones, and says so, repeats them."""
    paid = [number for number, each in enumerate(entries) if each.role == "paid"][:MOST]
    for whole in paid:
        for parts in ([n for n in paid if n < whole], [n for n in paid if n > whole]):
            total = sum(entries[number].amount.value for number in parts)
            between = reading.even[entries[whole].amount.end : entries[parts[0]].amount.start] if parts else ""
            stated = _TOTAL.search(reading.even[max(0, entries[whole].amount.start - 14) : entries[whole].amount.start])
            told = stated or _PARTS.search(between)
            if told and len(parts) > 1 and abs(total - entries[whole].amount.value) < 1.0:
                return _without(entries, parts)
    return entries
