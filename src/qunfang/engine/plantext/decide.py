"""Segments → what each asks for, if anything."""

from __future__ import annotations

from qunfang.engine.plantext.clauses import Segment, Words
from qunfang.engine.plantext.features import features_of
from qunfang.engine.plantext.scorer import Head, heads
from qunfang.engine.plantext.slots.quantities import quantities
from qunfang.engine.plantext.windows import Found

ASKS = 0.4
SECOND = 0.3  # how likely a second thing asked by the same words must be
LONGEST = 90  # signs; a topic further off says little of it
NOTHING = "none"


def found_of(words: Words, segments: list[Segment]) -> list[Found]:
    """Obligations found, in the order of the text; neighbours that ask for the same thing are one."""
    head = heads()["deliverable"]
    found: list[Found] = []
    for segment in segments:
        for deliverable, sure in _asked(head, words, segment):
            last = found[-1] if found else None
            if last and last.deliverable == deliverable and _goes_on(last, segment):
                last.segments.append(segment)
                last.sure = max(last.sure, sure)
            else:
                found.append(Found(deliverable=deliverable, segments=[segment], sure=sure))
    return found


def _asked(head: Head, words: Words, segment: Segment) -> list[tuple[str, float]]:
    odds = dict(zip(head.classes, head.probabilities(features_of(words, segment)), strict=True))
    if 1 - odds.pop(NOTHING, 0.0) < ASKS:
        return []
    told = sorted(odds.items(), key=lambda one: (-one[1], one[0]))
    return [one for place, one in enumerate(told) if place == 0 or one[1] >= SECOND]


def _goes_on(last: Found, segment: Segment) -> bool:
    """Whether a segment that asks for the same thing only lists more of it: a part of the same clause, no new count."""
    before = last.segments[-1]
    return segment.clause is before.clause and not (quantities(before.text) and quantities(segment.text))


def span_of(found: Found, claimed: set[int]) -> tuple[int, int]:
    """The words that ask for it: its segments, with the topic or condition right before them in the sentence."""
    first = found.segments[0]
    start, end = first.start, found.end
    sentence = first.clause.sentence
    place = first.clause.place - 1
    while start == sentence[place + 1].start and place >= 0 and first.clause.place - place <= 2:
        before = sentence[place]
        if before.is_label or id(before) in claimed or end - before.start > LONGEST:
            break
        start = before.start
        place -= 1
    return start, end
