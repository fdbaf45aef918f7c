"""Many patterns over one stretch of text, most of them passed over unsearched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from qunfang.engine.plantext.needs import ways

ASKED = 3  # so many needs of a way are looked at; more cost more than they save


class Sieve:
    """Named patterns in an order of their own.

    A pattern is searched for only in a text that holds the signs which one of its ways needs. Every way is one bit of a
    number for each of its needs, and every sign tells the bits that it opens, so that a text asks for its few patterns in
    one pass.
    """

    def __init__(self, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> None:
        told = list(patterns)
        often = Counter(sign for _, regex in told for sign in regex.pattern)
        rows = [(number, needs) for number, (_, regex) in enumerate(told) for needs in ways(regex.pattern)]
        self._searches = [(key, regex.search) for key, regex in told]
        self._of_way = [number for number, _ in rows]
        self._wide = len(rows)
        self._opened: dict[str, int] = {}
        self._always = 0
        for way, (_, needs) in enumerate(rows):
            rarest = sorted(needs, key=lambda signs: (sum(often[sign] for sign in signs), sorted(signs)))
            self._add_way(way, [*rarest, *[frozenset[str]()] * ASKED][:ASKED])
        self._signs = frozenset(self._opened)

    def _add_way(self, way: int, needs: list[frozenset[str]]) -> None:
        for place, signs in enumerate(needs):
            bit = 1 << place * self._wide + way
            self._always |= 0 if signs else bit
            for sign in signs:
                self._opened[sign] = self._opened.get(sign, 0) | bit

    def _open(self, text: str) -> int:
        bits, opened, wide = self._always, self._opened, self._wide
        for sign in self._signs.intersection(text):
            bits |= opened[sign]
        return bits & bits >> wide & bits >> 2 * wide & (1 << wide) - 1

    def may(self, text: str) -> bool:
        """Whether any of the patterns may be found in `text` or a part of it; surely none where this says no."""
        return bool(self._open(text))

    def found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The patterns found in `text`, in their order, each with its first match."""
        bits, last = self._open(text), -1
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            number = self._of_way[lowest.bit_length() - 1]
            if number != last:
                last = number
                key, search = self._searches[number]
                if match := search(text):
                    yield key, match

    def names(self, text: str) -> list[str]:
        """The keys of those found."""
        return [key for key, _ in self.found(text)]
