"""What stands around the words of one obligation: the text its slots are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qunfang.engine.plantext.clauses import Clause, Segment, Words
from qunfang.engine.plantext.structure import Item

TIMED = frozenset({"month", "weekday"})
OPENING = 120  # signs in which a document calls itself something
GENRE = re.compile(
    r"总结|汇报|通知|办法|制度|规定|细则|规程|职责|承诺|预案|机制|百日|宣传月|宣传周|专项|集中|活动|行动|讲话|年度|长效|考核|清单|分工|安排表?|培训|一封信|倡议|联动"
)
SENTENCES = re.compile(r"[。;!?\n]")


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
    the sentence · earlier: the sentence before on the same line · head: what its line is called · above: the nearest
    headings · mark: the time that numbers its
    line · genre: how the document calls itself, which no zone holds.
    """

    own: str
    lead: str
    tail: str
    before: str
    after: str
    topic: str
    others: str
    earlier: str
    head: str
    above: str
    genre: str
    mark: str
    found: Found = field(repr=False)

    def zones(self) -> dict[str, str]:
        """The zones by name, the nearest first."""
        names = ("own", "after", "lead", "before", "tail", "topic", "others", "earlier", "mark", "head", "above")
        return {name: text for name in names if (text := getattr(self, name))}


def windows_of(words: Words, found: list[Found]) -> list[Window]:
    """One window for each found obligation, in the same order."""
    claimed = {id(segment.clause) for each in found for segment in each.segments}
    genre = "+".join(GENRE.findall(words.text[:OPENING])[:3])
    return [_window(words.text, each, claimed, genre) for each in found]


def _window(text: str, found: Found, claimed: set[int], genre: str) -> Window:
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
        earlier=_sentence_before(text, first), head=head, genre=genre, above="|".join(_called(text, each) for each in item.above[-2:] if each.head or each.style in TIMED), mark=text[item.start : item.body] if item.style in TIMED else "", found=found,
    )  # fmt: skip


def _called(text: str, item: Item) -> str:
    """What a heading is called, with its number where that is a time."""
    return (text[item.start : item.body] if item.style in TIMED else "") + item.head


def _sentence_before(text: str, clause: Clause) -> str:
    """The sentence before on the same line, or nothing."""
    begin = clause.sentence[0].start if clause.sentence else clause.start
    told = [each for each in SENTENCES.split(text[clause.item.body : begin]) if each.strip()]
    return told[-1].strip() if told else ""


def _run(sentence: list[Clause], places: range, claimed: set[int]) -> list[Clause]:
    found: list[Clause] = []
    for place in places:
        if id(sentence[place]) in claimed:
            break
        found.append(sentence[place])
    return found


def _join(text: str, clauses: list[Clause]) -> str:
    return ",".join(text[each.start : each.end] for each in clauses)
