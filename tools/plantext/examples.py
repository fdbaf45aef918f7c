"""Documents read by hand → examples for each decision of the plan compiler."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qunfang.engine.plantext.clauses import Segment, Words, clauses_of, segments_of
from qunfang.engine.plantext.doers import Candidate, Doers, doer_cues, nearness
from qunfang.engine.plantext.features import features_of, frames_in
from qunfang.engine.plantext.joining import join_cues, neighbours
from qunfang.engine.plantext.slots.counts import count_candidates, count_cues, count_rule
from qunfang.engine.plantext.slots.reading import slots_of
from qunfang.engine.plantext.slots.sofar import FIRST, Sofar
from qunfang.engine.plantext.slots.weighing import every_cues, per_cues, site_candidates, site_cues
from qunfang.engine.plantext.structure import Item, items_of
from qunfang.engine.plantext.text import Reading
from qunfang.engine.plantext.windows import Found, Window, windows_of

Example = tuple[list[str], str, float]
CONCEPT = {
    "group_message": "group", "group_guard": "guard", "app_install": "app", "transfer_reminder": "transfer", "case_collection": "case",
    "pattern_study": "pattern", "coordination": "coord", "inspection": "inspect", "reporting": "report", "funding": "fund",
    "enforcement": "enforce", "planning": "plan",
}  # fmt: skip
ISSUER = re.compile(r"^(我|本)(校|园|行|支行|社区|村|镇|街道|公司|分公司|单位|所|县|县公司|厂)?$")
BESIDE = 0.4
TOPIC = re.compile(r"(?:的|后|时|前|起|日|天|下|中)$|^(?:如|若|凡|一旦|遇|发现|接到|收到|出现)")


@dataclass
class Document:
    """A text with its reading by hand, cut into segments; `labels` are the deliverables asked in each segment."""

    name: str
    text: str
    gold: dict[str, Any]
    reading: Reading
    words: Words
    items: list[Item]
    segments: list[Segment]
    labels: list[list[str]] = field(default_factory=list)
    beside: list[bool] = field(default_factory=list)
    asked: list[list[int]] = field(default_factory=list)


def documents(folder: Path, names: list[str] | None = None) -> list[Document]:
    """All documents of a folder that have a reading, by name."""
    return [document(path) for path in sorted(folder.glob("*.json")) if not names or path.stem in names]


def document(path: Path) -> Document:
    """One document with its labels."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    reading = Reading(text)
    words = Words(reading.text)
    items = items_of(reading)
    segments = segments_of(words, clauses_of(reading, items))
    found = Document(path.stem, text, json.loads(path.read_text(encoding="utf-8")), reading, words, items, segments)
    _label(found)
    return found


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Shared part of two spans as a share of their union; one that lies in the other, at most 3 times as long: half."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    shorter, longer = sorted((a[1] - a[0], b[1] - b[0]))
    share = shared / (shorter + longer - shared)
    return max(share, 0.5) if shared == shorter > 0 and longer <= 3 * shorter else share


def _label(doc: Document) -> None:
    """Give each obligation by hand the segment that says it best; segments that only touch one are `beside`."""
    spans = [doc.reading.span(each.start, each.end) for each in doc.segments]
    touching: list[tuple[float, int, int]] = []
    for number, told in enumerate(doc.gold["obligations"]):
        for place, span in enumerate(spans):
            score = _closeness(doc, told, place, span)
            if score:
                touching.append((score, -place, number))
    touching.sort(reverse=True)
    doc.labels = [[] for _ in spans]
    doc.asked = [[] for _ in spans]
    done: set[int] = set()
    for free in (True, False):
        for _, back, number in touching:
            if number not in done and not (free and doc.labels[-back]):
                done.add(number)
                doc.labels[-back].append(doc.gold["obligations"][number]["deliverable"])
                doc.asked[-back].append(number)
    near = {-back for _, back, _ in touching}
    doc.beside = [place in near and not doc.labels[place] for place in range(len(spans))]


def _closeness(doc: Document, told: dict[str, Any], place: int, span: tuple[int, int]) -> float:
    start, end = told["span"]
    shared = min(end, span[1]) - max(start, span[0])
    if shared <= 0:
        return 0.0
    share = overlap(span, (start, end))
    if shared / (span[1] - span[0]) < BESIDE and share < 0.3:
        return 0.0
    segment = doc.segments[place]
    keys = {key for hit in doc.words.within("nouns", segment.start, segment.end) for key in hit.keys}
    wanted = CONCEPT.get(told["deliverable"], told["deliverable"])
    topic = TOPIC.search(segment.text) is not None
    score = (
        0.5 * min(share, 0.6)
        + 0.35 * (wanted in keys)
        + 0.35 * (told["deliverable"] in frames_in(doc.words.plain(segment.start, segment.end)))
    )
    return max(score - 0.3 * topic, 0.01)


def deliverables(doc: Document) -> list[Example]:
    """An example for each segment and each thing asked in it, or for nothing."""
    found: list[Example] = []
    for segment, labels, beside in zip(doc.segments, doc.labels, doc.beside, strict=True):
        cues = features_of(doc.words, segment)
        found += [(cues, label, 1.0) for label in labels] or [(cues, "none", BESIDE if beside else 1.0)]
    return found


def joins(doc: Document) -> list[Example]:
    """An example for each two neighbouring segments: whether one obligation by hand covers both."""
    covers: list[set[int]] = []
    for segment in doc.segments:
        start, end = doc.reading.span(segment.start, segment.end)
        told = enumerate(doc.gold["obligations"])
        covers.append(
            {
                number
                for number, each in told
                if 2 * (min(end, each["span"][1]) - max(start, each["span"][0])) > end - start
            }
        )
    found: list[Example] = []
    for place, (one, two) in enumerate(zip(doc.segments, doc.segments[1:], strict=False)):
        if neighbours(one, two):
            both, some = covers[place] & covers[place + 1], covers[place] | covers[place + 1]
            found.append((join_cues(doc.words, one, two), "yes" if both else "no", 1.0 if some else 0.3))
    return found


def gold_windows(doc: Document) -> list[tuple[dict[str, Any], Window]]:
    """Each obligation by hand with the window around its words, in the order of the text."""
    pairs = []
    for told in doc.gold["obligations"]:
        start, end = told["span"]
        inside = []
        for segment in doc.segments:
            span = doc.reading.span(segment.start, segment.end)
            if 2 * (min(span[1], end) - max(span[0], start)) > span[1] - span[0]:
                inside.append(segment)
        if not inside:
            inside = [max(doc.segments, key=lambda each: overlap(doc.reading.span(each.start, each.end), (start, end)))]
        pairs.append((told, Found(deliverable=told["deliverable"], segments=inside)))
    pairs.sort(key=lambda pair: pair[1].start)
    return [
        (told, window)
        for (told, _), window in zip(pairs, windows_of(doc.words, [found for _, found in pairs]), strict=True)
    ]


def read_beside(doc: Document) -> list[Sofar]:
    """What each obligation by hand is read beside, as the weights in use read the one before."""
    windows = [window for _, window in gold_windows(doc)]
    return [each.sofar for each in slots_of(_doers_of(doc, windows), windows, doc.gold["kind"])]


def _doers_of(doc: Document, windows: list[Window]) -> Doers:
    doers = Doers(doc.reading, doc.items)
    doers.learn(windows)
    return doers


def told_beside(doc: Document) -> list[Sofar]:
    """The same as the readings by hand tell it: where no weights are yet to be had."""
    found: list[Sofar] = []
    last, earlier = FIRST, None
    for told, window in gold_windows(doc):
        who = tuple(told["actors"])
        sofar = replace(last, near=nearness(earlier, window), before=last.who, who=who, where="-")
        found.append(sofar)
        last, earlier = (
            replace(
                sofar, every=told["every"], per=told["per"], count=told["min_count"], sites=tuple(told["sites"]),
                deliverable=told["deliverable"],
            ),
            window,
        )  # fmt: skip
    return found


def slots(doc: Document, beside: list[Sofar]) -> dict[str, list[Example]]:
    """Examples of the slot decisions, read at the obligations by hand."""
    found: dict[str, list[Example]] = {"every": [], "per": [], "site": [], "count": [], "doer": []}
    windows = gold_windows(doc)
    doers = _doers_of(doc, [window for _, window in windows])
    kind = doc.gold["kind"]
    for (told, window), sofar in zip(windows, beside, strict=True):
        found["every"].append((every_cues(window, sofar), told["every"] or "none", 1.0))
        cues = per_cues(window, (told["min_count"], told["every"]), sofar)
        found["per"].append((cues, told["per"] or "none", 1.0))
        for site, named in site_candidates(window, kind, sofar).items():
            cues = site_cues(window, site, named, (kind, sofar))
            found["site"].append((cues, "yes" if site in told["sites"] else "no", 1.0))
        found["count"] += _counts(told, window)
        found["doer"] += _doers(told, window, doers.candidates(window, sofar.before, sofar.near))
    return found


def _counts(told: dict[str, Any], window: Window) -> list[Example]:
    candidates = count_candidates(window)
    rule = count_rule(window, candidates)
    taken = False
    found: list[Example] = []
    for each in candidates:
        right = each[2].value == told["min_count"] and not taken
        taken = taken or right
        found.append((count_cues(window, each, candidates, rule), "yes" if right else "no", 1.0))
    return found


def agree(read: list[str], told: list[str]) -> bool:
    """Whether some name meets, one holding the other."""
    return any(a in b or b in a for a in read for b in told)


def _doers(told: dict[str, Any], window: Window, candidates: list[Candidate]) -> list[Example]:
    wanted = [name.replace("（", "(").replace("）", ")") for name in told["actors"] if not ISSUER.match(name)]
    found: list[Example] = []
    for each in candidates:
        right = agree(list(each.names), wanted) if wanted else False
        found.append((doer_cues(each, candidates, window), "yes" if right else "no", 1.0 if wanted else 0.3))
    return found


OF_WORDS = (
    "n=",
    "nw=",
    "v=",
    "vw=",
    "nv=",
    "w=",
    "w1=",
    "w3=",
    "last=",
    "n1=",
    "begin=",
    "end=",
    "c=",
    "frame=",
    "cc=",
    "ff=",
)


def phrases(folder: Path, weight: float = 0.7) -> list[Example]:
    """Single clauses listed under the deliverable that they ask for: cues of their words only, none of their place."""
    found: list[Example] = []
    for path in sorted(folder.glob("*.txt")):
        label = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                label = line.strip("[]")
            elif line and not line.startswith("#"):
                found += [(cues, label, weight) for cues in _phrase(line)]
    return found


def _phrase(line: str) -> list[list[str]]:
    reading = Reading(line)
    words = Words(reading.text)
    segments = segments_of(words, clauses_of(reading, items_of(reading)))
    longest = max(segments, key=lambda each: each.end - each.start)
    return [[cue for cue in features_of(words, longest) if cue.startswith(OF_WORDS)]]
