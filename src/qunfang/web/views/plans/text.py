"""The document cut into paragraphs and pieces, each piece with the tasks read from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qunfang.plans.models import Obligation

HEADING = re.compile(r"^\s*(第?[一二三四五六七八九十]+[、章节]|[（(][一二三四五六七八九十]+[)）])")
LONGEST_HEADING = 30


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text; `tasks`: ids of the tasks read from it, the innermost first."""

    text: str
    tasks: tuple[int, ...] = ()
    doubtful: bool = False
    dropped: bool = False

    @property
    def names(self) -> str:
        """The ids for a data attribute."""
        return " ".join(map(str, self.tasks))

    @property
    def first(self) -> int:
        """The task that a touch on the piece lights."""
        return self.tasks[0]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A line of the document. `kind`: title, heading or body."""

    pieces: list[Piece]
    kind: str = "body"


def paragraphs(text: str, tasks: Iterable[Obligation], *, title: str = "") -> list[Paragraph]:
    """The document's lines without the empty ones; spans may overlap, and may run over line ends."""
    spans = [task for task in tasks if 0 <= task.span_start < task.span_end <= len(text)]
    found: list[Paragraph] = []
    for match in re.finditer(r"[^\n]+", text):
        start, end = _trimmed(text, match.start(), match.end())
        if start < end:
            here = [task for task in spans if task.span_start < end and task.span_end > start]
            line = text[start:end]
            found.append(Paragraph(pieces=list(_pieces(text, here, start, end)), kind=_kind(line, title)))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))


def _kind(line: str, title: str) -> str:
    if title and line == title.strip():
        return "title"
    return "heading" if len(line) <= LONGEST_HEADING and HEADING.match(line) else "body"


def _pieces(text: str, tasks: list[Obligation], start: int, end: int) -> Iterator[Piece]:
    """The stretch cut wherever a span begins or ends."""
    edges = {start, end, *(edge for task in tasks for edge in (task.span_start, task.span_end) if start < edge < end)}
    cuts = sorted(edges)
    for a, b in pairwise(cuts):
        over = [task for task in tasks if task.span_start <= a and task.span_end >= b]
        over.sort(key=lambda task: (task.span_end - task.span_start, task.position))
        yield Piece(
            text=text[a:b],
            tasks=tuple(task.pk for task in over),
            doubtful=any(task.open_doubts for task in over),
            dropped=bool(over) and all(task.dropped for task in over),
        )
