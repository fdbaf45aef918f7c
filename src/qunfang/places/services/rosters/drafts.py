"""Grids → drafts: which line holds the headings, which rows hold something, and what each cell says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qunfang.common.errors import Invalid
from qunfang.places.services.cells import folded, kind_words, plain
from qunfang.places.services.rosters.columns import COLUMNS, GUIDE_WORDS, SHEET_WORDS, Column
from qunfang.places.services.rosters.grids import Grid

HEAD_WITHIN = 15
TOTALS = {"合计", "总计", "小计", "total"}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong with one row, in one sentence."""

    sheet: str
    row: int
    column: str
    why: str


@dataclass(kw_only=True, eq=False)
class Draft:
    """A row as read: `given` holds the cells that are filled, by the column's key."""

    of: str
    sheet: str
    row: int
    given: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, key: str, why: str) -> None:
        """Note what is wrong in the column `key`."""
        column = next((each for each in COLUMNS[self.of] if each.key == key), None)
        heading = str(column.heading) if column else ""
        self.problems.append(Problem(sheet=self.sheet, row=self.row, column=heading, why=why))


@dataclass(kw_only=True)
class Reading:
    """What a file holds: drafts in the order of the file, and what of it was not used."""

    drafts: list[Draft]
    ignored_sheets: list[str]
    ignored_columns: list[str]

    def of(self, what: str) -> list[Draft]:
        """The drafts of units or of sites."""
        return [draft for draft in self.drafts if draft.of == what]


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where a sheet's headings stand and what they mean."""

    of: str
    line: int
    places: dict[str, int]
    unknown: list[str]
    twice: str = ""


def read_drafts(grids: list[Grid]) -> Reading:
    """The rows of all sheets that have headings; `Invalid` where no sheet has."""
    reading = Reading(drafts=[], ignored_sheets=[], ignored_columns=[])
    heads = [(grid, find_head(grid)) for grid in grids]
    if not any(head for _grid, head in heads):
        told = _("No headings found. The first rows must name the columns, at least “%(name)s” and “%(kind)s”.")
        raise Invalid(told % {"name": COLUMNS["unit"][0].heading, "kind": COLUMNS["unit"][1].heading})
    for grid, head in heads:
        if head is None:
            reading.ignored_sheets.append(grid.name)
            continue
        reading.ignored_columns += head.unknown
        reading.drafts += [_draft(grid, head, line) for line in _filled_lines(grid, head)]
    if not reading.drafts:
        raise Invalid(_("The table has headings but no rows below them."))
    return reading


def find_head(grid: Grid) -> Head | None:
    """The best line of headings within the first lines; None for a sheet that has none."""
    if folded(grid.name) in GUIDE_WORDS:
        return None
    found = [
        head
        for line, row in enumerate(grid.rows[:HEAD_WITHIN])
        if line not in grid.banners
        for of in ("unit", "site")
        if (head := _head(of, line, row))
    ]
    title = folded(grid.name)
    best = max(
        found, key=lambda head: (title in SHEET_WORDS[head.of], _fitting(grid, head), len(head.places)), default=None
    )
    if best is not None:
        _refuse_twice(best)
        _refuse_lacking(grid, best)
    return best


def _fitting(grid: Grid, head: Head) -> int:
    """How many of the first rows name a kind of unit, or of site: tells the two apart where the headings do not."""
    at, known = head.places.get("kind"), kind_words(head.of)
    rows = grid.rows[head.line + 1 : head.line + 31] if at is not None else []
    return sum(folded(plain(row[at])).replace("_", "") in known for row in rows if at is not None and at < len(row))


def _head(of: str, line: int, row: list[Any]) -> Head | None:
    names = {name: column.key for column in reversed(COLUMNS[of]) for name in column.names()}
    labels = [(at, plain(cell).strip("*＊ ")) for at, cell in enumerate(row) if plain(cell)]
    known = [(at, names[folded(label)]) for at, label in labels if folded(label) in names]
    numbers = Counter(key for _at, key in known)
    if len(numbers) < 2 or "name" not in numbers:
        return None
    unknown = [label for _at, label in labels if folded(label) not in names]
    twice = next((key for key, number in numbers.items() if number > 1), "")
    return Head(of=of, line=line, places={key: at for at, key in known}, unknown=unknown, twice=twice)


def _refuse_twice(head: Head) -> None:
    for column in COLUMNS[head.of]:
        if column.key == head.twice:
            raise Invalid(_("Two columns say “%(heading)s”. Leave one of them.") % {"heading": column.heading})


def _refuse_lacking(grid: Grid, head: Head) -> None:
    lacking = [str(each.heading) for each in COLUMNS[head.of] if each.required and each.key not in head.places]
    if lacking:
        told = _("The sheet “%(sheet)s” lacks the column “%(column)s”. Add it, or take the template.")
        raise Invalid(told % {"sheet": grid.name, "column": lacking[0]})


def _filled_lines(grid: Grid, head: Head) -> Iterator[int]:
    """Lines below the headings that hold a row: no blanks, no section headings, no totals, no second heading."""
    for line in range(head.line + 1, len(grid.rows)):
        cells = [plain(grid.rows[line][at]) for at in head.places.values() if at < len(grid.rows[line])]
        filled = [cell for cell in cells if cell]
        alone = any(plain(cell) and (line, at) not in grid.copied for at, cell in enumerate(grid.rows[line]))
        section = line in grid.banners and len(filled) < 2
        again = grid.rows[line] == grid.rows[head.line]
        if filled and alone and not section and not again and folded(filled[0]) not in TOTALS:
            yield line


def _draft(grid: Grid, head: Head, line: int) -> Draft:
    draft = Draft(of=head.of, sheet=grid.name, row=line + 1)
    for column in COLUMNS[head.of]:
        at = head.places.get(column.key)
        cell = grid.rows[line][at] if at is not None and at < len(grid.rows[line]) else None
        _read_cell(draft, column, cell)
    if ("latitude" in draft.given) != ("longitude" in draft.given) and not draft.problems:
        lacking = "longitude" if "latitude" in draft.given else "latitude"
        draft.fault(lacking, _("Give both latitude and longitude, or neither."))
    return draft


def _read_cell(draft: Draft, column: Column, cell: Any) -> None:
    if not plain(cell) and not column.required:
        return
    try:
        draft.given[column.key] = column.read(cell)
    except Invalid as refusal:
        draft.fault(column.key, refusal.message)
