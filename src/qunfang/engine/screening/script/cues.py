"""Cues as data: data/cues/*.yaml, compiled once. The grammar is described in data/cues/contact.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from qunfang.engine.screening.normalise import DATA

NEGATIONS = frozenset("不别无勿没未莫甭拒禁严切")
GAP, WIDE_GAP, ANY_ORDER_GAP = 14, 45, 30
STAGES = (
    "contact", "bait", "trust", "threat", "move_channel", "install", "small_win",
    "pay", "pay_more", "secrecy", "cash_or_goods", "calm",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One element of a pattern: any of `ideas` (numbers), at most `gap` characters after the one before."""

    ideas: int  # bit set of idea numbers
    gap: int
    negated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """Steps in order, or in any order."""

    steps: tuple[Step, ...]
    any_order: bool
    cue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """One sign for or against fraud, with the words for the reader and examples for the test.

    `thing` ("kind:note") is set for cues that come from what the message names, not from its words.
    """

    id: str
    number: int
    stage: str
    scam: bool
    types: tuple[str, ...]
    zh: str
    en: str
    thing: str
    expected: float
    shows: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grammar:
    """Everything the reader needs: words with their bit sets, the ideas' names, cues and patterns."""

    words: tuple[str, ...]
    masks: tuple[int, ...]
    ideas: tuple[str, ...]
    learned: int  # how many of the ideas, from the first, are named ones (the rest stand for single words of cues)
    cues: tuple[Cue, ...]
    patterns: tuple[Pattern, ...]


class _Builder:
    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.ideas: dict[str, int] = {}

    def idea(self, name: str) -> int:
        return self.ideas.setdefault(name, len(self.ideas))

    def word(self, word: str, idea: int) -> None:
        self.words[word] = self.words.get(word, 0) | 1 << idea

    def step(self, text: str, gap: int) -> Step:
        negated = text.startswith("!")
        mask = 0
        for part in text.lstrip("!").split("|"):
            if part.startswith("@"):
                if part[1:] not in self.ideas:
                    raise ValueError(f"no idea is named {part}")
                mask |= 1 << self.ideas[part[1:]]
            else:
                number = self.idea(f"={part}")
                self.word(part, number)
                mask |= 1 << number
        return Step(ideas=mask, gap=gap, negated=negated)

    def pattern(self, text: str, cue: int) -> Pattern:
        steps, gap, any_order = [], GAP, text.startswith("&")
        for part in text.lstrip("& ").split():
            if part == "...":
                gap = WIDE_GAP
                continue
            steps.append(self.step(part, ANY_ORDER_GAP if any_order else gap))
            gap = GAP
        return Pattern(steps=tuple(steps), any_order=any_order, cue=cue)


@cache
def grammar() -> Grammar:
    """The compiled grammar of the data files."""
    builder = _Builder()
    concepts = yaml.load((DATA / "concepts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for group in concepts.values():
        for name, words in group.items():
            number = builder.idea(name)
            for word in str(words).split():
                builder.word(word, number)
    learned = len(builder.ideas)
    scope = sum(1 << builder.ideas[name] for name in concepts["scope"])
    cues: list[Cue] = []
    patterns: list[Pattern] = []
    for entry in _entries():
        number = len(cues)
        cues.append(_cue(entry, number))
        patterns += [builder.pattern(each, number) for each in entry.get("when", ())]
    words = _inherit(builder.words, scope)
    return Grammar(
        words=tuple(words),
        masks=tuple(words.values()),
        ideas=tuple(builder.ideas),
        learned=learned,
        cues=tuple(cues),
        patterns=tuple(patterns),
    )


def _inherit(words: dict[str, int], scope: int) -> dict[str, int]:
    """A long word also says what the shorter words inside it say (the matcher reports the longest only).

    A word that opens with a negation says the opposite of its parts and inherits nothing; only the whole of a word
    decides about scope, except for the verdict "that is fraud".
    """
    full = dict(words)
    for word in words:
        if word[0] in NEGATIONS:
            continue
        for start in range(len(word)):
            for end in range(start + 2, len(word) + 1):
                part = words.get(word[start:end], 0)
                full[word] |= part if "诈骗" in word or "骗" in word else part & ~scope
    return full


def all_cues() -> tuple[Cue, ...]:
    """Every cue, numbered in the order of the files."""
    return grammar().cues


def _entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted((DATA / "cues").glob("*.yaml")):
        found += yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def _cue(entry: dict[str, Any], number: int) -> Cue:
    if entry["stage"] not in STAGES:
        raise ValueError(f"{entry['id']}: no stage is named {entry['stage']}")
    return Cue(
        id=entry["id"],
        number=number,
        stage=entry["stage"],
        scam=entry.get("side", "scam") == "scam",
        types=tuple(entry["types"]),
        zh=entry["zh"],
        en=entry.get("en", ""),
        thing=entry.get("thing", ""),
        expected=float(entry.get("expected", 0.0)),
        shows=tuple(str(each) for each in entry["shows"]),
        lacks=tuple(str(each) for each in entry["lacks"]),
    )
