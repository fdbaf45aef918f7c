"""A spreadsheet file → grids of cells, whatever its kind: .xlsx, .xls, .ods, .csv in UTF-8 or GB18030.

The file is judged by its content, not by its name. What cannot be read gets one sentence.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from qunfang.common.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FILLED_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>')
REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d+)"')


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A sheet: `rows[0]` is its line 1. Cells merged downwards carry their value in every row.

    `banners` are the indexes of rows that are one wide merged cell: titles and section headings; `copied` the (row,
    column) of cells that only repeat the merged one above.
    """

    name: str
    rows: list[list[Any]]
    banners: frozenset[int] = frozenset()
    copied: frozenset[tuple[int, int]] = frozenset()


def read_grids(content: bytes) -> list[Grid]:
    """The sheets of the file; `Invalid` with one sentence where there are none to read."""
    if not content:
        raise Invalid(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is larger than 10 MB. Split it, or take pictures out of it."))
    if content.startswith((ZIP, OLE)):
        return _from_workbook(content)
    return [_from_text(content)]


def _from_workbook(content: bytes) -> list[Grid]:
    if content.startswith(ZIP):
        _refuse_bombs(content)
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            visible = python_calamine.SheetVisibleEnum.Visible
            names = [each.name for each in book.sheets_metadata if each.visible == visible]
            return [_grid(book.get_sheet_by_name(name)) for name in names]
    except python_calamine.PasswordError as cause:
        raise Invalid(_("The file is locked with a password. Save it without one and try again.")) from cause
    except (python_calamine.CalamineError, OSError, ValueError) as cause:
        raise _no_spreadsheet() from cause


def _grid(sheet: python_calamine.CalamineSheet) -> Grid:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise _too_long()
    rows = sheet.to_python(skip_empty_area=False)
    banners, copied = set(), set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(rows):
            continue
        if right - left >= 2:
            banners.add(top)
        elif left < len(rows[top]):
            for line in range(top + 1, min(bottom + 1, len(rows))):
                rows[line][left] = rows[top][left]
                copied.add((line, left))
    return Grid(name=sheet.name, rows=rows, banners=frozenset(banners), copied=frozenset(copied))


def _refuse_bombs(content: bytes) -> None:
    """A packed file that unpacks to too much, or names a cell so far out that the grid would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _too_long()
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _refuse_far_cells(packed.read(part))
                elif part.filename == "content.xml":
                    _refuse_repetition(packed.read(part))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as cause:
        raise _no_spreadsheet() from cause


def _refuse_far_cells(sheet: bytes) -> None:
    for cell in FILLED_CELL.finditer(sheet):
        column, row = cell.groups()
        if len(column) > 2 or len(row) > 5 or int(row) > MAX_ROWS:
            raise _too_long()


def _refuse_repetition(sheet: bytes) -> None:
    for row in sheet.split(b"<table:table-row")[1:]:
        filled = b"office:value" in row or b"<text:p" in row
        if filled and any(int(number) > MAX_ROWS for _which, number in REPEATED.findall(row.rsplit(b"<text:p", 1)[0])):
            raise _too_long()


def _from_text(content: bytes) -> Grid:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",\t;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as cause:
        raise _no_spreadsheet() from cause
    if len(rows) > MAX_ROWS:
        raise _too_long()
    return Grid(name="CSV", rows=[list(row) for row in rows])


def _decoded(content: bytes) -> str:
    codecs = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise _no_spreadsheet()


def _no_spreadsheet() -> Invalid:
    return Invalid(_("This is not a table that can be read. Hand in an .xlsx, .xls, .ods or .csv file."))


def _too_long() -> Invalid:
    told = _("The table is too large: at most %(rows)s rows. Split it into several files.") % {"rows": MAX_ROWS}
    return Invalid(told)
