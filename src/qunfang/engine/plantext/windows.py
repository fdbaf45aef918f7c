"""What stands around the words of one obligation: the text its slots are read from."""

from __future__ import annotations

from dataclasses import dataclass, field

from qunfang.engine.plantext.clauses import Clause, Segment, Words


@dataclass(kw_only=True, slots=True, eq=False)
class Found:
    """Segments read as one deliverable, with how sure the reading is (0 to 1)."""

    deliverable: str
    segments: list[Segment]
    sure: float = 1.0

    @property
    def start(self) -> int:
        """Offset in the even text."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Offset in the even text, exclusive."""
        return self.segments[-1].end

    @property
    def clause(self) -> Clause:
        """The clause of its first words."""
        return self.segments[0].clause


@dataclass(kw_only=True, slots=True)
class Window:
    """Zones around a found obligation, each a stretch of even text; `start` is where `own` begins.

    own: its words · lead, tail: the rest of its clause before and behind · before, after: clauses of the same sentence
    that ask for nothing themselves · topic: the sentence's first clause where it asks for nothing · others: the rest of
    the sentence · head: what its line is called · above: the nearest heading.
    """

    own: str
    lead: str
    tail: str
    before: str
    after: str
    topic: str
    others: str
    head: str
    above: str
    found: Found = field(repr=False)

    def zones(self) -> dict[str, str]:
        """The zones by name, the nearest first."""
        names = ("own", "after", "lead", "before", "tail", "topic", "others", "head", "above")
        return {name: text for name in names if (text := getattr(self, name))}


def windows_of(words: Words, found: list[Found]) -> list[Window]:
    """One window for each found obligation, in the same order."""
    claimed = {id(segment.clause) for each in found for segment in each.segments}
    return [_window(words.text, each, claimed) for each in found]


def _window(text: str, found: Found, claimed: set[int]) -> Window:
    first, last = found.segments[0].clause, found.segments[-1].clause
    sentence = first.sentence
    before = _run(sentence, range(first.place - 1, -1, -1), claimed)[::-1]
    after = _run(sentence, range(last.place + 1, len(sentence)), claimed)
    if found.segments[-1].end < last.end or last.in_bracket:
        after = []
    near = {id(each) for each in (first, last, *before, *after)}
    topic = sentence[0] if sentence and id(sentence[0]) not in claimed | near else None
    item = first.item
    head = item.head if item.head and not (item.is_heading or found.start < item.body + len(item.head)) else ""
    return Window(
        own=text[found.start : found.end], lead=text[first.start : found.start], tail=text[found.end : last.end],
        before=_join(text, before), after=_join(text, after), topic=text[topic.start : topic.end] if topic else "",
        others=_join(text, [each for each in sentence if id(each) not in near and each is not topic]),
        head=head, above="|".join(each.head for each in item.above[-2:] if each.head), found=found,
    )  # fmt: skip


def _run(sentence: list[Clause], places: range, claimed: set[int]) -> list[Clause]:
    found: list[Clause] = []
    for place in places:
        if id(sentence[place]) in claimed:
            break
        found.append(sentence[place])
    return found


def _join(text: str, clauses: list[Clause]) -> str:
    return ",".join(text[each.start : each.end] for each in clauses)
