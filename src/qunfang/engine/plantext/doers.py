"""Who may be meant as the doer of a found obligation, each with where its name stands; one of them is chosen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from qunfang.engine.plantext import actors
from qunfang.engine.plantext.clauses import Clause
from qunfang.engine.plantext.scorer import heads
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading
from qunfang.engine.plantext.windows import Found, Window

CELL = re.compile(r"[|\t]")
AFTER_DASH = re.compile(r"—{1,2}([^—,。;:\n]{2,20})[。;]?$")
ENOUGH = 0.15
NAMING = frozenset({"cell", "column", "dash", "bracket", "own", "by", "sentence", "sentence_by", "label", "head", "above", "outside", "addressed", "labelled"})  # fmt: skip
PERSON = re.compile(r"(?:人员|员|长|师|生|主任|书记|经理|民警|干部|保安|会计|出纳|财务|员工|职工|代表|主)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Names found at a kind of place, `far` steps away (0 is nearest), and what follows them."""

    names: tuple[str, ...]
    where: str
    far: int = 0
    follow: str = ""


def nearness(earlier: Window | None, window: Window) -> str:
    """How near two obligations that follow each other stand."""
    if earlier is None:
        return "first"
    one, two = earlier.found.clause, window.found.clause
    if one.sentence is two.sentence:
        return "sentence"
    if one.item.start == two.item.start:
        return "line"
    alike = [each.start for each in one.item.above] == [each.start for each in two.item.above]
    return "list" if alike or one.item.start in {each.start for each in two.item.above} else "far"


class Doers:
    """Reads candidates over one document's even text; remembers brackets and the subjects of sentences."""

    def __init__(self, reading: Reading, items: list[Item]) -> None:
        self.text = reading.text
        self._source = reading
        self._items = items
        self._addressed = self._addressee()
        self._brackets: dict[int, list[tuple[int, int, list[str]]]] = {}
        self._read: dict[int, tuple[list[Candidate], list[Candidate]]] = {}
        self._often: Counter[str] = Counter()
        self._commonest: list[tuple[str, int]] = []
        self._known: list[tuple[int, int, str]] = []
        self._leanings: dict[tuple[str, Candidate], int] = {}

    def learn(self, windows: list[Window]) -> None:
        """Gather the doers that the document names anywhere, to know them again where they stand unmarked."""
        for window in windows:
            for each in chain(*self._marked(window)):
                if each.where in NAMING:
                    self._often.update(name for name in each.names if 2 <= len(name) <= 12)
        self._commonest = self._often.most_common(2)
        self._known = sorted((place, -len(name), name) for name in self._often for place in _places(self.text, name))

    def candidates(self, window: Window, previous: tuple[str, ...], near: str) -> list[Candidate]:
        """All that may be meant, the nearest first; `previous` are the doers of the obligation before, `near` by."""
        told, later = self._marked(window)
        last = []
        if previous and near != "far":
            where = "previous" if near in {"sentence", "line"} else "previous_item"
            last = [Candidate(names=previous, where=where, follow=near)]
        return [*told, *last, *later, *self._again(window)]

    def _marked(self, window: Window) -> tuple[list[Candidate], list[Candidate]]:
        """Those that stand where a doer stands: nearer and further than the obligation before; read once a window."""
        if id(window) in self._read:
            return self._read[id(window)]
        found = window.found
        item = found.clause.item
        told = [
            *self._cell(found), *self._bracket(found), *self._own(found), *self._behind(window), *self._sentence(found),
            *self._heads(found), *self._earlier(found),
        ]  # fmt: skip
        later = self._intro(item)
        if self._addressed:
            later.append(Candidate(names=self._addressed, where="addressed"))
        if names := actors.labelled(self.text[item.start : item.end]):
            later.append(Candidate(names=tuple(names), where="labelled"))
        self._read[id(window)] = told, later
        return told, later

    def _again(self, window: Window) -> list[Candidate]:
        """Doers known from elsewhere in the document that stand near without a sign of their own; its commonest doers."""
        if not self._known:
            return []
        clause, told = window.found.clause, []
        sentence = clause.sentence
        spans = [("known", clause.start, max(clause.end, window.found.end))]
        if sentence:
            spans.append(("known_sentence", sentence[0].start, sentence[-1].end))
        for where, start, end in spans:
            for far, (stop, name) in enumerate(islice(self._known_in(start, end), 4)):
                told.append(Candidate(names=(name,), where=where, far=far, follow=self.text[stop : stop + 2]))
        for far, (name, times) in enumerate(self._commonest):
            told.append(Candidate(names=(name,), where="common", far=far, follow=str(min(times, 9))))
        return told

    def _known_in(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Known doers in [start, end), the longest first where several begin, no overlaps; each with where it ends."""
        for place, _, name in islice(self._known, bisect_left(self._known, (start,)), None):
            if place >= end:
                return
            if start <= place and place + len(name) <= end:
                start = place + len(name)
                yield start, name

    def chosen(self, candidates: list[Candidate], window: Window) -> Candidate | None:
        """The likeliest candidate; None where none is likely enough."""
        head, deliverable = heads()["doer"], window.found.deliverable
        best, most = None, ENOUGH
        for each, among in zip(candidates, _among_many(candidates), strict=True):
            key = (deliverable, each)
            if key not in self._leanings:
                self._leanings[key] = head.leaning(_own_cues(each, deliverable))
            sure = head.likely(self._leanings[key] + head.leaning(among))
            if sure > most:
                best, most = each, sure
        return best

    def _addressee(self) -> tuple[str, ...]:
        """Those to whom the document is written: 各村、各单位: on one of its first lines."""
        for item in self._items[:8]:
            line = self.text[item.start : item.end].strip()
            if line.endswith(":") and len(line) <= 40:
                names = actors.listed(line[:-1].replace("各位", "").replace("全体", ""))
                if names:
                    return tuple(names)
        return ()

    def _intro(self, item: Item) -> list[Candidate]:
        """The subject of the unnumbered paragraph under the same heading, before the numbered lines."""
        for earlier in reversed([each for each in self._items if each.start < item.start and not each.style]):
            if earlier.above == item.above[: len(earlier.above)] and len(earlier.above) >= len(item.above) - 1:
                told = [
                    each
                    for part in re.split(r"[,。;]", self.text[earlier.body : earlier.end])
                    for each in _subject(part, "intro", 0)
                ]
                return told[:2]
        return []

    def _cell(self, found: Found) -> list[Candidate]:
        item = found.clause.item
        if not item.is_row:
            return self._column(item)
        cells = [cell.strip() for cell in CELL.split(self.text[item.body : item.end])]
        whole = [names for cell in cells if len(cell) <= 40 and (names := actors.listed(cell))]
        told = tuple(dict.fromkeys(name for each in whole for name in each))
        return [Candidate(names=told, where="cell", far=min(len(whole), 3))] if told else []

    def _column(self, item: Item) -> list[Candidate]:
        """The last cells of a line whose cells only a blank parts, or what follows a dash at its end."""
        edges = self._source.back
        if item.body >= item.end:
            return []
        cells = self._source.given[edges[item.body] : edges[item.end - 1] + 1].split()
        told = []
        for far, cell in enumerate(reversed(cells[1:][-2:])):
            if len(cell) <= 30 and (names := actors.listed(cell.replace("（", "(").replace("）", ")"))):
                told.append(Candidate(names=tuple(names), where="column", far=far))
        if match := AFTER_DASH.search(self.text, item.body, item.end):
            told += [Candidate(names=tuple(names), where="dash") for names in [actors.listed(match[1])] if names]
        return told

    def _bracket(self, found: Found) -> list[Candidate]:
        item = found.clause.item
        if item.start not in self._brackets:
            line = self.text[item.body : item.end]
            self._brackets[item.start] = [
                (item.body + start, item.body + end, names) for start, end, names in actors.bracketed(line)
            ]
        for start, _, names in self._brackets[item.start]:
            if start >= found.start and not item.body <= start < item.body + len(item.head):
                gap = min(sum(sign in "。;" for sign in self.text[found.end : start]), 3)
                return [Candidate(names=tuple(names), where="bracket", far=gap)]
        return []

    def _own(self, found: Found) -> list[Candidate]:
        told = []
        own = self.text[found.start : found.end]
        if names := actors.told_by(own):
            told.append(Candidate(names=tuple(names), where="by"))
        clause = self.text[found.clause.start : found.end]
        parts = own.split(",") if found.clause.start == found.start else [own, *clause.split(",")]
        for far, part in enumerate(dict.fromkeys(parts)):
            told += _subject(part, "own", far)
        for sign, inside in actors.inner_names(clause):
            told.append(Candidate(names=tuple(inside), where="inner", follow=sign))
        return told

    def _behind(self, window: Window) -> list[Candidate]:
        told = []
        for where, text in (("after", window.after), ("tail", window.tail)):
            for names in (actors.told_by(text), _taken_over(text)):
                if names:
                    told.append(Candidate(names=tuple(names), where=where))
        return told

    def _sentence(self, found: Found) -> list[Candidate]:
        clause = found.clause
        told: list[Candidate] = []
        for far, earlier in enumerate(reversed(clause.sentence[: clause.place])):
            told += self._clause(earlier, min(far, 4))
        return told

    def _clause(self, clause: Clause, far: int) -> list[Candidate]:
        text = self.text[clause.start : clause.end]
        if clause.is_label:
            names = actors.heading_names(text)
            return [Candidate(names=tuple(names), where="label", far=far)] if names else []
        told = [Candidate(names=tuple(names), where="sentence_by", far=far)] if (names := actors.told_by(text)) else []
        return told + _subject(text, "sentence", far)

    def _heads(self, found: Found) -> list[Candidate]:
        item = found.clause.item
        told = []
        for far, each in enumerate([item, *reversed(item.above)]):
            if names := self._named_by(each):
                told.append(
                    Candidate(
                        names=tuple(names),
                        where="head" if each is item else "above",
                        far=min(far, 3),
                        follow=each.style,
                    )
                )
            outside = each.head.partition("(")
            if outside[1] and (names := actors.listed(outside[0])):
                told.append(Candidate(names=tuple(names), where="outside", far=min(far, 3), follow=each.style))
        return told

    def _named_by(self, item: Item) -> list[str]:
        line = self.text[item.body : item.end]
        return actors.heading_names(item.head) or (actors.heading_names(line) if len(line) <= 40 else [])

    def _earlier(self, found: Found) -> list[Candidate]:
        """Subjects of the last earlier sentences of the same line."""
        item = found.clause.item
        begin = found.clause.sentence[0].start if found.clause.sentence else found.start
        told: list[Candidate] = []
        sentences = re.split(r"[。;!?]", self.text[item.body : begin])
        for far, sentence in enumerate(reversed([each for each in sentences if each.strip()][-3:])):
            for part in reversed(sentence.split(",")):
                told += _subject(part, "earlier", far)
        return told[:4]


def _subject(text: str, where: str, far: int) -> list[Candidate]:
    names, end = actors.subject_of(text)
    return [Candidate(names=tuple(names), where=where, far=far, follow=text[end : end + 2])] if names else []


def _taken_over(text: str) -> list[str]:
    """Doers that take a thing over behind it: …,大队部负责."""
    match = re.search(r"(?:^|,)([^,]{2,20}?)(?:具体)?(?:负责|牵头|承担|落实)", text)
    return actors.listed(match[1]) if match else []


def doer_cues(candidate: Candidate, all_of_them: list[Candidate], window: Window) -> list[str]:
    """What speaks for a candidate."""
    place = next(place for place, each in enumerate(all_of_them) if each is candidate)
    return [*_own_cues(candidate, window.found.deliverable), *_among_many(all_of_them)[place]]


def _own_cues(candidate: Candidate, deliverable: str) -> list[str]:
    """What speaks for a candidate, whoever else may be meant."""
    where, name = candidate.where, candidate.names[0]
    return [
        f"where={where}", f"place={where}{candidate.far}", f"where+d={where}+{deliverable}", f"follow={where}+{candidate.follow[:1]}", f"follow1={candidate.follow[:1]}", f"follow2={candidate.follow}", f"name={name}", f"begin_end={name[0]}+{name[-2:]}",
        f"end={name[-1]}", f"end2={name[-2:]}", f"begin={name[0]}", f"begin+where={name[0]}+{where}", f"size={min(len(name), 9)}", f"many={len(candidate.names) > 1}",
        f"end+d={name[-2:]}+{deliverable}", f"end+where={name[-1]}+{where}", f"kind={_kind(name)}+{where}",
    ]  # fmt: skip


def _among_many(candidates: list[Candidate]) -> list[list[str]]:
    """What the others say of each candidate."""
    wheres = Counter(each.where for each in candidates)
    names = Counter(each.names for each in candidates)
    last = next((each.names for each in candidates if each.where.startswith("previous")), None)
    kinds = sorted(wheres)
    told = []
    for number, each in enumerate(candidates):
        as_last = "none" if last is None else str(last == each.names)
        place = f"place+have={each.where}{each.far}+"
        found = [f"first={not number}"]
        found += [place + kind for kind in kinds if kind != each.where or wheres[kind] > 1]
        found += [f"same={min(names[each.names], 3)}", f"as_last={as_last}", f"as_last+where={as_last}+{each.where}"]
        told.append(found)
    return told


def _kind(name: str) -> str:
    if name[0] in "各每全":
        return "all"
    return "person" if PERSON.search(name) else "body"


def _places(text: str, name: str) -> Iterator[int]:
    """Where a name stands in a text."""
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + 1)
