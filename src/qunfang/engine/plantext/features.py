"""What is seen of a segment: explainable cues that the decision weighs. Names are `group=value`."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add

from qunfang.engine.plantext.actors import subject_of, told_by
from qunfang.engine.plantext.clauses import GOVERNS, Clause, Segment, Words
from qunfang.engine.plantext.lexicon import REMEMBERED, Hit, present
from qunfang.engine.plantext.structure import Item

DIGITS = re.compile(r"\d+(?:\.\d+)?")
LENGTHS = (4, 8, 14, 22, 35)


def features_of(words: Words, segment: Segment) -> list[str]:
    """The cues of one segment, without doubles, in a fixed order."""
    clause = segment.clause
    found: dict[str, None] = {}
    _own(found, words, segment)
    _shared(found, words, segment)
    _doer(found, words, segment)
    for group, place, read in (("near", clause.start, _neighbours), ("heads", clause.item.start, _headings)):
        told = words.told.get((group, place))
        if told is None:
            beside: dict[str, None] = {}
            read(beside, words, clause)
            told = words.told[group, place] = list(beside)
        found.update(dict.fromkeys(told))
    _place(found, segment)
    return list(found)


def _add(found: dict[str, None], group: str, values: list[str]) -> None:
    if values:
        found.update(dict.fromkeys(map(f"{group}=".__add__, values)))


def _keys(hits: list[Hit]) -> list[str]:
    return [key for hit in hits for key in hit.keys]


def _own(found: dict[str, None], words: Words, segment: Segment) -> None:
    nouns = words.within("nouns", segment.start, segment.end)
    acts = words.within("acts", segment.start, segment.end)
    plain = words.plain(segment.start, segment.end)
    text = DIGITS.sub("0", plain)
    _add(found, "n", _keys(nouns))
    _add(found, "nw", [hit.word for hit in nouns])
    _add(found, "v", _keys(acts))
    _add(found, "vw", [hit.word for hit in acts])
    _add(found, "nv", [f"{act}+{noun}" for act in dict.fromkeys(_keys(acts)) for noun in dict.fromkeys(_keys(nouns))])
    _add(found, "w1", list(text))
    pairs = list(map(add, text, text[1:]))
    _add(found, "w3", list(map(add, pairs, text[2:])))
    _add(found, "w", pairs)
    if nouns:
        _add(found, "last", list(nouns[-1].keys))
        _add(found, "n1", list(nouns[0].keys))
    found[f"begin={text[:2]}"] = found[f"end={text[-2:]}"] = None
    cues = cues_in(plain)
    _add(found, "c", cues)
    _add(found, "report", cues if words.is_report else [])
    frames = frames_in(plain)
    _add(found, "frame", frames)


@lru_cache(maxsize=REMEMBERED)
def cues_in(text: str) -> list[str]:
    """Names of the cues that a stretch of text holds."""
    return present("cues", text)


def _doer(found: dict[str, None], words: Words, segment: Segment) -> None:
    """Whether a doer stands at the head of the clause, how its name ends, and what it is followed by."""
    clause = segment.clause
    text = words.plain(clause.start, segment.end)
    names, end = subject_of(text)
    if names:
        _add(found, "doer", ["yes", names[-1][-1], f"then {text[end : end + 1]}", f"all {names[0][0] in '各每全'}"])
    else:
        found[f"opens={text[:1]}"] = None
    if told_by(segment.text):
        found["doer=by"] = None


@lru_cache(maxsize=REMEMBERED)
def frames_in(text: str) -> list[str]:
    """Deliverables (or `none`) that a phrase of this stretch makes likely."""
    return present("frames", text)


def _shared(found: dict[str, None], words: Words, segment: Segment) -> None:
    """Words of the same clause before and behind the segment: a list shares its verb and its lead."""
    clause = segment.clause
    if segment.of == 1:
        return
    _add(found, "lead_v", _keys(words.within("acts", clause.start, segment.start)))
    _add(found, "tail_v", _keys(words.within("acts", segment.end, clause.end)))
    _add(found, "lead_n", _keys(words.within("nouns", clause.start, segment.start)))
    _add(found, "tail_n", _keys(words.within("nouns", segment.end, clause.end)))
    own = dict.fromkeys(_keys(words.within("nouns", segment.start, segment.end)))
    lead = dict.fromkeys(_keys(words.within("acts", clause.start, segment.start)))
    _add(found, "lead_nv", [f"{act}+{noun}" for act in lead for noun in own])
    lent = _lent(words, segment)
    _add(found, "frame", lent)
    _add(found, "lent", lent)
    _add(found, "clause_c", cues_in(words.plain(clause.start, clause.end)))


def _lent(words: Words, segment: Segment) -> list[str]:
    """Phrases that a thing of a list makes with the doing word before the list, where it has none of its own."""
    acts = words.within("acts", segment.clause.start, segment.start)
    if not acts or words.within("acts", segment.start, segment.end):
        return []
    verb = next((hit for hit in reversed(acts) if GOVERNS & set(hit.keys)), acts[-1])
    own = words.plain(segment.start, segment.end)
    return [each for each in frames_in(verb.word + own) if each not in frames_in(own)]


def _neighbours(found: dict[str, None], words: Words, clause: Clause) -> None:
    sentence = clause.sentence
    if clause.place > 0:
        before = sentence[clause.place - 1]
        _add(found, "prev_n", _keys(words.within("nouns", before.start, before.end)))
        _add(found, "prev_v", _keys(words.within("acts", before.start, before.end)))
        _add(found, "prev_c", cues_in(words.plain(before.start, before.end)))
        _add(found, "prev_f", frames_in(words.plain(before.start, before.end)))
        if before.is_label:
            found["after_label"] = None
            _add(found, "label_n", _keys(words.within("nouns", before.start, before.end)))
            _add(found, "label_f", frames_in(words.plain(before.start, before.end)))
        _add(found, "across", _across(words, before, clause))
    if clause.place + 1 < len(sentence):
        after = sentence[clause.place + 1]
        _add(found, "next_n", _keys(words.within("nouns", after.start, after.end)))
        _add(found, "next_f", frames_in(words.plain(after.start, after.end)))
        _add(found, "next_c", cues_in(words.plain(after.start, after.end)))
        _add(found, "into", _across(words, clause, after))
        if clause.is_label:
            _add(found, "labels_n", _keys(words.within("nouns", after.start, after.end)))
            _add(found, "labels_f", frames_in(words.plain(after.start, after.end)))
    if clause.place > 1:
        _add(found, "lead_c", cues_in(words.plain(sentence[0].start, sentence[0].end)))


def _across(words: Words, one: Clause, two: Clause) -> list[str]:
    """Phrases that only two neighbouring clauses make together."""
    alone = {*frames_in(words.plain(one.start, one.end)), *frames_in(words.plain(two.start, two.end))}
    return [each for each in frames_in(words.plain(one.start, two.end)) if each not in alone]


def _headings(found: dict[str, None], words: Words, clause: Clause) -> None:
    item = clause.item
    _add(found, "sec", sections_of(item))
    heads = [each for each in (*item.above[-2:], item) if each.head]
    for each in heads:
        group = "own_head" if each is item else "head"
        begin = each.body
        _add(found, group, _keys(words.within("nouns", begin, begin + len(each.head))))
        if each is item or (item.above and each is item.above[-1]):
            _add(found, f"{group}_w", [each.head[place : place + 2] for place in range(len(each.head) - 1)])


def sections_of(item: Item) -> list[str]:
    """Kinds of the section that an item stands in: of the nearest heading that tells, outermost headings as `in_…`."""
    found: list[str] = []
    for each in reversed(item.above):
        kinds = _kinds(each.head)
        found += kinds if not found else [f"in_{kind}" for kind in kinds]
    return found


@lru_cache(maxsize=REMEMBERED)
def _kinds(head: str) -> list[str]:
    return present("sections", head)


def _place(found: dict[str, None], segment: Segment) -> None:
    clause = segment.clause
    claims = {
        "first": clause.first, "starts_item": clause.starts_item, "label": clause.is_label, "bracket": clause.in_bracket,
        "row": clause.item.is_row, "heading": clause.item.is_heading, "parted": segment.of > 1, "part1": segment.of > 1 and segment.place == 0,
        "only": len(clause.sentence) == 1, "last": clause.place == len(clause.sentence) - 1,
        "bare": clause.item.style == "bare",
    }  # fmt: skip
    _add(found, "is", [name for name, holds in claims.items() if holds])
    size = sum(segment.end - segment.start > edge for edge in LENGTHS)
    found[f"size={size}"] = None
