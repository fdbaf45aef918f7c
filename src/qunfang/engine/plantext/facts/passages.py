"""Lines → sentences → clauses, each with its place in the even text and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qunfang.engine.plantext.structure import Item

STOP = re.compile(r"[。;!?…]|(?<=[\u4e00-\u9fff\d%])\t|[|]")
COMMA = re.compile(r"[,]")
ENDED = re.compile(r"[。;:!?…)】》]$")
NUMBERED = re.compile(r"\d{1,3}(?=[\u4e00-\u9fff\t])(?![年月日号个名起万元点时分天周人次条份])")
BROKEN = "\u200b"
FULL = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence or a table cell; `heads` are the headings above, the nearest last."""

    start: int
    text: str
    heads: tuple[str, ...]
    item: Item


def sentences_of(text: str, items: list[Item]) -> list[Sentence]:
    """All sentences in order. Lines that a narrow page broke are read as one, the break standing as one blank sign."""
    found: list[Sentence] = []
    above = dict(zip((id(item) for item in items), heads_of(text, items), strict=True))
    for item, end in _paragraphs(text, items):
        heads = above[id(item)]
        words = text[item.start : end].replace("\n", BROKEN)
        for first, last in parted(words, STOP):
            found.append(Sentence(start=item.start + first, text=words[first:last], heads=heads, item=item))
    return found


def heads_of(text: str, items: list[Item]) -> list[tuple[str, ...]]:
    """Headings above each line; a short line that is no heading itself has those of the numbered heading before it."""
    found: list[tuple[str, ...]] = []
    last: tuple[str, ...] = ()
    for number, item in enumerate(items):
        heads = tuple(each.head for each in item.above if each.head)
        under = number and items[number - 1].is_heading
        if item.style == "bare" and (under or text[item.end - 1] in "。;"):
            heads = last
        elif item.is_heading:
            last = (*heads, item.head)
        found.append(heads)
    return found


def _paragraphs(text: str, items: list[Item]) -> Iterator[tuple[Item, int]]:
    """Items with the end of the last line that goes on from them."""
    place = 0
    while place < len(items):
        item, end = items[place], items[place].end
        while place + 1 < len(items) and _goes_on(text, items[place], items[place + 1]):
            place += 1
            end = items[place].end
        yield item, end
        place += 1


def _goes_on(text: str, item: Item, after: Item) -> bool:
    line = text[item.start : item.end]
    if NUMBERED.match(line) and NUMBERED.match(text, after.start):
        return False
    return (
        len(line) >= FULL
        and after.style in {"", "bare"}
        and not after.is_row
        and not ENDED.search(line)
        and not item.is_row
    )


def parted(text: str, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Places of the parts between the stops that hold any words; stops inside brackets or quotes do not part."""
    start = 0
    hidden = _hidden(text)
    for match in stop.finditer(text):
        if hidden[match.start()]:
            continue
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _hidden(text: str) -> list[bool]:
    """Whether each sign stands inside a closed pair of brackets."""
    hidden = [False] * len(text)
    for match in re.finditer(r"\([^()\n]*\)|“[^“”\n]{0,30}”|《[^《》\n]*》", text):
        hidden[match.start() : match.end()] = [True] * (match.end() - match.start())
    return hidden
