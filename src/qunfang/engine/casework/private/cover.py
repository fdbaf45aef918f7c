"""All private spans of a narrative, and the narrative with them covered."""

from __future__ import annotations

from dataclasses import dataclass

from qunfang.engine.casework.private.addresses import find_addresses
from qunfang.engine.casework.private.names import Names
from qunfang.engine.casework.private.numbers import find_numbers
from qunfang.engine.casework.reading import even

SIGN = "＊"


@dataclass(frozen=True, kw_only=True, slots=True)
class Private:
    """A half-open span of the text as given; `kind` is name, id, phone, card, account or address."""

    start: int
    end: int
    kind: str


def find_private(text: str, names: Names) -> tuple[Private, ...]:
    """Everything that singles out a person, by place; spans may overlap."""
    flat = even(text)
    found = [*find_numbers(flat), *find_addresses(flat)]
    taken = [(start, end) for start, end, kind in found if kind != "address"]
    for start, end in names.find(flat):
        if not any(first < end and start < last for first, last in taken):
            found.append((start, end, "name"))
    spans = {Private(start=start, end=end, kind=kind) for start, end, kind in found}
    spans |= _repeats(flat, spans)
    return tuple(sorted(spans, key=lambda each: (each.start, each.end, each.kind)))


def _repeats(flat: str, spans: set[Private]) -> set[Private]:
    """An account that is named once is covered wherever it stands again."""
    found = set()
    for each in [each for each in spans if each.kind not in {"name", "address"}]:
        word, place = flat[each.start : each.end], -1
        while len(word) >= 5 and (place := flat.find(word, place + 1)) >= 0:
            found.add(Private(start=place, end=place + len(word), kind=each.kind))
    return found


def cover(text: str, spans: tuple[Private, ...]) -> str:
    """The text with every span replaced by ＊, sign by sign; nothing else changes, nor does the length."""
    signs = list(text)
    for each in spans:
        for place in range(each.start, each.end):
            signs[place] = SIGN
    return "".join(signs)
