"""Segments → what they ask for, if anything."""

from __future__ import annotations

from qunfang.engine.plantext.clauses import Segment, Words
from qunfang.engine.plantext.features import features_of
from qunfang.engine.plantext.joining import join_cues, neighbours
from qunfang.engine.plantext.scorer import heads
from qunfang.engine.plantext.windows import Found

ASKS = 0.4  # how likely it must be that a segment asks for anything
SECOND = 0.3  # how likely a second thing asked by the same words must be
JOINS = 0.5  # how likely two segments that both ask must be to say one thing
JOINS_BARE = 0.3  # the same, where one of them asks for nothing by itself
APART = 0.5  # how sure two readings must be to part joined segments of different kinds
NOTHING = "none"
Odds = dict[str, float]


def found_of(words: Words, segments: list[Segment]) -> list[Found]:
    """Obligations found, in the order of the text."""
    head = heads()["deliverable"]
    told = head.of_many([features_of(words, each) for each in segments]) if segments else []
    odds = [dict(zip(head.classes, each, strict=True)) for each in told]
    found: list[Found] = []
    for group in _groups(words, segments, odds):
        found += _read([segments[place] for place in group], [odds[place] for place in group])
    return found


def _asks(odds: Odds) -> float:
    return 1 - odds.get(NOTHING, 0.0)


def _groups(words: Words, segments: list[Segment], odds: list[Odds]) -> list[list[int]]:
    """Places of segments that say one thing together; a group holds at least one that asks."""
    head = heads()["join"]
    groups: list[list[int]] = []
    for place, segment in enumerate(segments):
        last = groups[-1] if groups else []
        asks = _asks(odds[place]) >= ASKS or any(_asks(odds[each]) >= ASKS for each in last)
        if last and asks and neighbours(segments[last[-1]], segment) and not _differ(odds[last[-1]], odds[place]):
            both = _asks(odds[place]) >= ASKS and _asks(odds[last[-1]]) >= ASKS
            enough = JOINS if both else JOINS_BARE
            if head.probabilities(join_cues(words, segments[last[-1]], segment))[1] >= enough:
                last.append(place)
                continue
        groups.append([place])
    return [group for group in groups if any(_asks(odds[place]) >= ASKS for place in group)]


def _differ(one: Odds, two: Odds) -> bool:
    """Whether two segments surely ask for different things."""
    best_one, best_two = _best(one), _best(two)
    return best_one[0] != best_two[0] and min(best_one[1], best_two[1]) >= APART


def _best(odds: Odds) -> tuple[str, float]:
    return max(((name, sure) for name, sure in odds.items() if name != NOTHING), key=lambda one: one[1])


def _read(group: list[Segment], odds: list[Odds]) -> list[Found]:
    """One obligation of a group; two where its only segment asks for two things about as likely."""
    sums = dict(odds[0])
    for more in odds[1:]:
        for name, sure in more.items():
            sums[name] += sure
    sums.pop(NOTHING, None)
    told = sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:2]
    best = [told[0][0]] + [name for name, sure in told[1:] if len(group) == 1 and sure >= SECOND]
    sure = max(_asks(each) for each in odds)
    return [Found(deliverable=name, segments=list(group), sure=sure) for name in best]
