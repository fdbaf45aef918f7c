"""Many patterns over one stretch of text, most of them passed over unsearched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qunfang.engine.plantext.needs import needed


class Sieve:
    """Named patterns in an order of their own.

    A pattern is searched for only in a text that holds a sign which each of its ways needs. Every pattern is one bit of
    a number, and every sign tells the bits that it opens, so that a text asks for its few patterns in one pass.
    """

    def __init__(self, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> None:
        self._ways = []
        self._open: dict[str, int] = {}
        self._always = 0
        for place, (key, regex) in enumerate(patterns):
            self._ways.append((key, regex.search))
            needs = needed(regex.pattern)
            for sign in needs:
                self._open[sign] = self._open.get(sign, 0) | 1 << place
            self._always |= 0 if needs else 1 << place
        self._signs = frozenset(self._open)

    def found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The patterns found in `text`, in their order, each with its first match."""
        bits = self._always
        for sign in self._signs.intersection(text):
            bits |= self._open[sign]
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            key, search = self._ways[lowest.bit_length() - 1]
            if match := search(text):
                yield key, match

    def names(self, text: str) -> list[str]:
        """The keys of those found."""
        return [key for key, _ in self.found(text)]
