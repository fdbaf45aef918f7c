"""Items → sentences → clauses → segments. A segment is the smallest stretch that may ask for one thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from qunfang.engine.plantext.lexicon import Hit, scan
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

END = frozenset("。;!?\n")
PART = frozenset(",:|\t")
QUOTED = re.compile(r"《[^》\n]*》|“[^”\n]*”|\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|【[^】\n]*】|\"[^\"\n]*\"")
TITLE = re.compile(r"《[^》\n]*》")
BRACKET = re.compile(r"\(([^()\n]{5,})\)")
UNIT_BRACKET = re.compile(
    r"^(?:主要)?(?:责任|牵头|承办|实施|完成|落实|配合|协助|协办)(?:单位|部门|人)?[::]|牵头|配合[))]?$|^附"
)
JOINT = re.compile(r"、|并(?!非|不|发|购)|和|及其?|与|或者?|以及|同时")
MASK = "〓"
FRAUD = r"(?:电信|网络|通讯|通信|新型)+(?:[与和、]?(?:电信|网络))?(?:新型)?(?:违法|犯罪)*(?:诈骗|欺诈)(?:违法)?(?:犯罪)?(?:活动|行为)?"
TOPIC = re.compile(
    rf"(?:打击(?:治理)?(?={FRAUD}(?:快速|工作|方案|宣传|专项|领导|联席|机制)))|(?:防范|预防|反|防)?(?:[和与])?{FRAUD}|防范诈骗|"
    r"(?<!国家)(?:反电诈|防电诈|反诈防骗|识骗防骗|防诈反诈|反诈(?!中心|A|a|软件|程序|专班|办|大队|民警|专干|专员|信息员|委员|安全员|劝导员|宣传员)|防诈骗|防诈|防骗)"
)
LONG_LEAD = 14  # signs
VERB_TO_THING = 10  # signs between a doing word and the thing it governs, the topic's own words not counted
GOVERNS = frozenset({"hang", "post", "place", "give", "play", "push", "make", "sign"})
LISTED = ("column", "knowledge_point", "banner", "poster", "leaflet", "screen", "broadcast", "media", "group", "sms", "event", "quiz", "survey", "letter", "visit", "app", "transfer", "dissuasion", "case", "pattern", "coord", "inspect", "report", "fund", "plan", "training", "material")  # fmt: skip


@dataclass(kw_only=True, slots=True, eq=False)
class Clause:
    """Words between two commas, with the sentence (a list of clauses) that they stand in."""

    start: int
    end: int
    item: Item
    first: bool
    sentence: list[Clause] = field(repr=False)
    place: int = 0
    is_label: bool = False
    in_bracket: bool = False
    starts_item: bool = False


@dataclass(kw_only=True, slots=True, eq=False)
class Segment:
    """A part of a clause, from `start` to `end`; `lead` is where the clause's words begin that it shares with its like."""

    start: int
    end: int
    clause: Clause
    place: int
    of: int
    text: str


class Words:
    """All hits of the word lists in a text, each list in the order of the text, found by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_report = bool(re.search(r"总结|汇报|情况(?:报告|通报)", text[:80]))
        self.masked = TOPIC.sub(lambda match: MASK * len(match[0]), text)
        self.nouns = scan("nouns", self.masked)
        self.acts = scan("acts", self.masked)
        self._titles = [match.span() for match in TITLE.finditer(text)]
        self._at = {name: [hit.start for hit in hits] for name, hits in (("nouns", self.nouns), ("acts", self.acts))}
        self.told: dict[tuple[str, int], list[str]] = {}  # cues of a clause or line, by kind and offset, read once

    def plain(self, start: int, end: int) -> str:
        """Words of [start, end) without those that only name what all such plans are about."""
        words = self.masked[start:end]
        return words.replace(MASK, "") if MASK in words else words

    def in_title(self, place: int) -> bool:
        """Whether a place stands inside 《…》: a title's words are no list."""
        return bool(self._titles) and any(start < place < end for start, end in self._titles)

    def within(self, name: str, start: int, end: int) -> list[Hit]:
        """Hits of a list that begin in [start, end)."""
        starts = self._at[name]
        hits = self.nouns if name == "nouns" else self.acts
        return hits[bisect_left(starts, start) : bisect_left(starts, end)]


def clauses_of(reading: Reading, items: list[Item]) -> list[Clause]:
    """All clauses of the document, in order; what stands in a long bracket comes as a clause of its own after its host."""
    text = reading.text
    hidden = _hidden(text)
    found: list[Clause] = []
    for item in items:
        for number, (start, end) in enumerate(_sentences(text, item, hidden)):
            found += _sentence(_Source(text, hidden), item, (start, end), number == 0)
    return found


def _hidden(text: str) -> bytearray:
    hidden = bytearray(len(text) + 1)
    for match in QUOTED.finditer(text):
        if match.end() - match.start() <= 120:
            hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return hidden


def _sentences(text: str, item: Item, hidden: bytearray) -> list[tuple[int, int]]:
    found = []
    begin = item.body
    for place in range(item.body, item.end):
        if text[place] in END and not hidden[place]:
            if place > begin:
                found.append((begin, place))
            begin = place + 1
    if begin < item.end:
        found.append((begin, item.end))
    return found


class _Source(NamedTuple):
    """The even text, and which of its signs stand in quotes or brackets."""

    text: str
    hidden: bytearray


def _sentence(source: _Source, item: Item, edges: tuple[int, int], leads: bool) -> list[Clause]:
    text, hidden = source
    start, end = edges
    sentence: list[Clause] = []
    begin = start
    for place in range(start, end + 1):
        ends = place == end
        dash = text.startswith("——", place) and place > start
        if not ends and (hidden[place] or not (dash or text[place] in PART)):
            continue
        if place > begin and text[begin:place].strip(" ,:|\t—"):
            clause = Clause(
                start=begin, end=place, item=item, first=not sentence, sentence=sentence, place=len(sentence),
                is_label=not ends and (dash or text[place] == ":") and place - begin <= 28, starts_item=leads and not sentence,
            )  # fmt: skip
            sentence.append(clause)
        begin = place + 1
    return _with_brackets(text, sentence)


def _with_brackets(text: str, sentence: list[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for clause in sentence:
        found.append(clause)
        for match in BRACKET.finditer(text, clause.start, clause.end):
            inner = match[1]
            if not UNIT_BRACKET.search(inner):
                found.append(
                    Clause(
                        start=match.start(1),
                        end=match.end(1),
                        item=clause.item,
                        first=False,
                        sentence=clause.sentence,
                        place=clause.place,
                        in_bracket=True,
                    )
                )
    return found


def segments_of(words: Words, clauses: list[Clause]) -> list[Segment]:
    """The segments of all clauses: a clause is parted where listed things of different kinds meet."""
    found: list[Segment] = []
    for clause in clauses:
        cuts = _cuts(words, clause)
        starts = [clause.start if not cuts else _list_start(words, clause, cuts[0][0]), *(after for _, after in cuts)]
        ends = [*(before for before, _ in cuts), clause.end]
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if end > start:
                found.append(
                    Segment(start=start, end=end, clause=clause, place=place, of=len(ends), text=words.text[start:end])
                )
    return found


def _list_start(words: Words, clause: Clause, end: int) -> int:
    """Where the first thing of a list begins: at its own doing word, when much else stands before it."""
    nouns = [hit for hit in words.within("nouns", clause.start, end) if _listable(hit)]
    if not nouns or nouns[-1].start - clause.start <= LONG_LEAD:
        return clause.start
    thing = nouns[-1].start
    acts = [
        hit for hit in words.within("acts", clause.start, thing) if len(words.plain(hit.end, thing)) <= VERB_TO_THING
    ]
    governing = [hit for hit in acts if GOVERNS & set(hit.keys)] or acts
    return governing[-1].start if governing else thing


def _cuts(words: Words, clause: Clause) -> list[tuple[int, int]]:
    """Where one listed thing ends and the next begins, in order."""
    hits = [hit for hit in words.within("nouns", clause.start, clause.end) if hit.end <= clause.end]
    cuts: list[tuple[int, int]] = []
    for one, two in zip(hits, hits[1:], strict=False):
        if set(one.keys) & set(two.keys) or not (_listable(one) and _listable(two)):
            continue
        joints = [each for each in JOINT.finditer(words.text, one.end, two.start) if not words.in_title(each.start())]
        if joints:
            joint = joints[-1]
            cuts.append((joint.start(), joint.start() if joint[0] in {"并", "同时"} else joint.end()))
    return cuts


def _listable(hit: Hit) -> bool:
    return any(key in LISTED for key in hit.keys)
