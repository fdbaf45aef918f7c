"""Excel out: rows to a workbook that opens tidy."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_WIDTH = 60


def workbook_response(name: str, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> HttpResponse:
    """A download of sheets (title → rows, the first row the headings). Text is never taken for a formula."""
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(workbook_bytes(sheets), content_type=TYPE, headers=headers)


def workbook_bytes(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """The workbook itself."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(stream, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title[:31])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, bold if number == 0 else None)
            for column, cells in enumerate(zip(*rows, strict=False)):
                sheet.set_column(column, column, min(MAX_WIDTH, max(_width(cell) for cell in cells) + 2))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(0, len(rows) - 1), max(0, len(rows[0]) - 1) if rows else 0)
    return stream.getvalue()


def _width(cell: Any) -> int:
    """Characters a cell takes; a Chinese one takes two."""
    text = str(cell)
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
