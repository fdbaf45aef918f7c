"""Reads a normalised text: one pass for the words, then patterns over the ideas that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from qunfang.engine.screening.script.cues import Grammar, Pattern, Step, grammar
from qunfang.engine.screening.script.scopes import Hit, negated_flags, quoted_flags

MOST_NEAR = 6
NEAR = 24  # two ideas this near make a learned pair
MOST_HITS = 4000  # words looked at in one text; a text of 1 MB has told its story long before


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A cue and the half-open span of the normalised text that shows it."""

    cue: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a text says: cues (first place of each), and the ideas with their state for the learned model."""

    cues: tuple[Found, ...]
    features: tuple[int, ...]


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(list(grammar().words), matchkind=MatchKind.LeftmostLongest)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Index:
    """Patterns by the ideas of their first step (with the bit sets of all steps), and the bits of the scope words."""

    patterns: tuple[tuple[tuple[int, tuple[int, ...], Pattern], ...], ...]
    negator: int
    verdict: int
    opener: int
    named: int


@cache
def _index() -> _Index:
    rules = grammar()
    by_idea: list[list[tuple[int, tuple[int, ...], Pattern]]] = [[] for _ in rules.ideas]
    for place, pattern in enumerate(rules.patterns):
        entry = (place, tuple(step.ideas for step in pattern.steps), pattern)
        for number in _numbers(pattern.steps[0].ideas):
            by_idea[number].append(entry)
    bit = {name: 1 << number for number, name in enumerate(rules.ideas)}
    return _Index(
        patterns=tuple(tuple(each) for each in by_idea),
        negator=bit["negator"],
        verdict=bit["claim_scam"] | bit["hang_up"],
        opener=bit["if_asked"],
        named=(1 << rules.learned) - 1,
    )


@lru_cache(maxsize=20_000)
def _numbers(mask: int) -> tuple[int, ...]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)


def read_script(text: str) -> Reading:
    """Read one normalised text."""
    rules, index = grammar(), _index()
    masks = rules.masks
    hits: list[Hit] = [(start, end, masks[word]) for word, start, end in _automaton().find_matches_as_indexes(text)]
    hits = hits[:MOST_HITS]
    negated = negated_flags(text, hits, index.negator)
    quoted = quoted_flags(text, hits, opener=index.opener, verdict=index.verdict)
    dead = [first or second for first, second in zip(negated, quoted, strict=True)]
    return Reading(
        cues=tuple(_find_cues(rules, index, hits, dead)),
        features=tuple(_features(index, hits, dead)),
    )


def _find_cues(rules: Grammar, index: _Index, hits: list[Hit], dead: list[bool]) -> list[Found]:
    present = 0
    numbers: set[int] = set()
    for _, _, mask in hits:
        present |= mask
        numbers.update(_numbers(mask))
    found: dict[int, Found] = {}
    tried: set[int] = set()
    for number in sorted(numbers):
        for place, masks, pattern in index.patterns[number]:
            if pattern.cue in found or place in tried:
                continue
            tried.add(place)
            for mask in masks:
                if not mask & present:
                    break
            else:
                spot = _match(pattern, hits, dead, rules.cues[pattern.cue].scam)
                if spot:
                    found[pattern.cue] = Found(cue=pattern.cue, start=spot[0], end=spot[1])
    return sorted(found.values(), key=lambda each: each.start)


def _match(pattern: Pattern, hits: list[Hit], dead: list[bool], live_only: bool) -> tuple[int, int] | None:
    """The first place where the steps stand one after another within their gaps.

    Frontier of each step: the last hit that ends a partial match. Later starts only shorten gaps, so the latest
    partial match of each length is enough, and the work is linear in hits × steps.
    """
    steps = pattern.steps
    starts = [-1] * len(steps)
    ends = [-(10**9)] * len(steps)
    last = len(steps) - 1
    for position, (start, end, mask) in enumerate(hits):
        for level in range(last, -1, -1):
            step = steps[level]
            if not mask & step.ideas or not _fits(step, dead[position], live_only):
                continue
            if level and start - ends[level - 1] > step.gap:
                continue
            starts[level] = start if level == 0 else starts[level - 1]
            ends[level] = end
            if level == last:
                return starts[level], end
    return None


def _fits(step: Step, dead: bool, live_only: bool) -> bool:
    if step.negated:
        return dead
    return not (dead and live_only)


def _features(index: _Index, hits: list[Hit], dead: list[bool]) -> list[int]:
    """Features for the learned model: each idea with its state, and ordered pairs of near ideas."""
    recent: list[tuple[int, int]] = []
    found: set[int] = set()
    named = index.named
    for (start, end, mask), is_dead in zip(hits, dead, strict=True):
        numbers = _numbers(mask & named)
        if not numbers:
            continue
        reach = start - NEAR
        recent = [each for each in recent if each[1] >= reach][-MOST_NEAR:]
        keys = [number * 2 + is_dead for number in numbers]
        found.update(keys)
        for other, _ in recent:
            base = 256 + other * 256
            found.update([base + key for key in keys if key != other])
        recent += [(key, end) for key in keys]
    return sorted(found)
