"""Text as given → even text for matching, with a map back to the offsets of the text as given."""

from __future__ import annotations

import unicodedata
from functools import cache

KEPT = frozenset("“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿×")
BLANKS = frozenset(" \t\u3000\xa0\u2002\u2003\u2009\u200a")
NOTHING = frozenset("\r\u200b\ufeff\u200c\u200d\u2060")
BREAKS = frozenset("\n\u2028\u2029\x0b\x0c\x85")
EDGES = frozenset(" \t\n,、;。:|")
WIDE = 0x2E7F


class Reading:
    """The even text (`text`) of a document and `back`, the offset in the text as given of each of its signs.

    Full-width signs become half-width, blanks between Chinese signs go (they carry nothing), but a run of two and
    more, or a tab, becomes one tab: flattened tables part their cells so.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        self.text, self.back = _even_text(given)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given of `text[start:end]`, without blanks and signs at its edges."""
        if not self.text:
            return 0, 0
        start = min(max(start, 0), len(self.text) - 1)
        end = min(max(end, start + 1), len(self.text))
        while start < end - 1 and self.text[start] in EDGES:
            start += 1
        while end > start + 1 and self.text[end - 1] in EDGES:
            end -= 1
        return self.back[start], self.back[end - 1] + 1

    def as_written(self, words: str, near: int = 0) -> str:
        """Words of the even text as the text as given writes them, from their first place at or behind `near`."""
        place = self.text.find(words, near)
        place = self.text.find(words) if place < 0 else place
        return self.given[self.back[place] : self.back[place + len(words) - 1] + 1] if words and place >= 0 else words


def _even_text(given: str) -> tuple[str, list[int]]:
    signs: list[str] = []
    back: list[int] = []
    place, total = 0, len(given)
    while place < total:
        sign = given[place]
        if sign in BLANKS:
            stop = place
            while stop < total and given[stop] in BLANKS:
                stop += 1
            even = _blank(given, place, stop)
            if even and signs and signs[-1] not in "\n\t":
                signs.append(even)
                back.append(place)
            place = stop
            continue
        even = _even(sign)
        if even:
            signs.append(even)
            back.append(place)
        place += 1
    return "".join(signs), back


@cache
def _even(sign: str) -> str:
    if sign in NOTHING:
        return ""
    if sign in BREAKS:
        return "\n"
    if sign in KEPT:
        return sign
    even = unicodedata.normalize("NFKC", sign)
    return even if len(even) == 1 else sign


def _blank(given: str, start: int, stop: int) -> str:
    """What a run of blanks stands for: a cell's edge, a blank between Latin words, or nothing."""
    before = given[start - 1 : start] or "\n"
    after = given[stop : stop + 1] or "\n"
    if before == "\n" or after in "\r\n":
        return ""
    wide = stop - start >= 2 or given[start] == "\t"
    if wide and not _spread(given, start, stop):
        return "\t"
    return " " if ord(before) <= WIDE and ord(after) <= WIDE else ""


def _spread(given: str, start: int, stop: int) -> bool:
    """Whether the blanks only spread a two-sign word or name over a wider field: 组  长, 何  静."""
    return _alone(given, start - 1, -1) or _alone(given, stop, 1)


def _alone(given: str, place: int, step: int) -> bool:
    beyond = given[place + step : place + step + 1] if place + step >= 0 else ""
    sign = given[place : place + 1]
    return "\u4e00" <= sign <= "\u9fff" and not "\u4e00" <= beyond <= "\u9fff" and not beyond.isalnum()
