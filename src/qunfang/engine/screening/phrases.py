"""Phrases as data: `a|b ... c` is c within REACH characters after a or b.

A word that a negation stands right before does not count, unless the word itself begins with one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick

REACH = 18  # characters between the parts of a phrase
_NEGATED = "没未不无别非"


def compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    """All phrases of a list as one expression."""
    return re.compile("|".join(f"(?:{_one(each)})" for each in phrases))


class Phrases:
    """Lists of phrases by name. A list is tried only where a text holds an opening word of it: one pass finds those."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {name: compiled(phrases) for name, phrases in lists.items()}
        openers: dict[str, set[str]] = {}
        for name, phrases in lists.items():
            for word in (word for each in phrases for word in _words(each.split(" ... ")[0])):
                openers.setdefault(word, set()).add(name)
        self._lists = [frozenset(names) for names in openers.values()]
        self._openers = AhoCorasick(list(openers))

    def possible(self, text: str) -> set[str]:
        """The lists of which an opening word stands in the text."""
        found: set[str] = set()
        for word, _, _ in self._openers.find_matches_as_indexes(text, overlapping=True):
            found |= self._lists[word]
        return found

    def heard(self, text: str) -> set[str]:
        """The names of the lists of which a phrase stands in the text."""
        return {name for name in self.possible(text) if self._patterns[name].search(text)}

    def find(self, name: str, text: str) -> re.Match[str] | None:
        """The first phrase of a list in the text."""
        return self._patterns[name].search(text)


def _one(phrase: str) -> str:
    return f".{{0,{REACH}}}?".join(_part(part) for part in phrase.split(" ... "))


def _words(part: str) -> list[str]:
    return [word.strip() for word in part.split("|") if word.strip()]


def _part(part: str) -> str:
    return "(?:" + "|".join(_word(word) for word in _words(part)) + ")"


def _word(word: str) -> str:
    guard = "" if word[0] in _NEGATED else f"(?<![{_NEGATED}])(?<![{_NEGATED}]有)"
    return guard + re.escape(word)
