"""The workbook to fill in: two sheets with drop-downs, one that explains every column, one that lists the kinds."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from qunfang.places.models import SiteKind, UnitKind
from qunfang.places.services.rosters.columns import COLUMNS, SHEET_TITLES, Column

LAST_ROW = 5000
KINDS: dict[str, type[UnitKind | SiteKind]] = {"unit": UnitKind, "site": SiteKind}
WIDTHS = {"name": 22, "kind": 16, "parent": 26, "home": 26, "code": 20, "address": 30}


def template_bytes() -> bytes:
    """The template as .xlsx, with headings in the reader's language; Chinese and English explanations."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#e7eef8", "text_wrap": True}),
            "must": book.add_format({"bold": True, "bottom": 1, "bg_color": "#f8ecd2", "text_wrap": True}),
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }
        for of in ("unit", "site"):
            _data_sheet(book, formats, of)
        _guide(book, formats)
        _kinds(book, formats)
    return stream.getvalue()


def _data_sheet(book: Any, formats: dict[str, Any], of: str) -> None:
    sheet = book.add_worksheet(str(SHEET_TITLES[of]))
    for at, column in enumerate(COLUMNS[of]):
        star = " *" if column.required else ""
        sheet.write(0, at, f"{column.heading}{star}", formats["must" if column.required else "head"])
        sheet.write_comment(0, at, str(column.about), {"x_scale": 2})
        plain = None if column.key in ("latitude", "longitude") else formats["text"]
        sheet.set_column(at, at, WIDTHS.get(column.key, 14), plain)
        if column.key == "kind":
            place = "A" if of == "unit" else "C"
            source = f"='{_('Kinds')}'!${place}$2:${place}${len(KINDS[of].choices) + 1}"
            wrong = {
                "error_title": _("Kind"),
                "error_message": _("Choose a kind from the list."),
                "error_type": "warning",
            }
            sheet.data_validation(1, at, LAST_ROW, at, {"validate": "list", "source": source, **wrong})
        elif column.key in ("latitude", "longitude"):
            limit = 90 if column.key == "latitude" else 180
            rule = {"validate": "decimal", "criteria": "between", "minimum": -limit, "maximum": limit}
            sheet.data_validation(1, at, LAST_ROW, at, rule)
    sheet.freeze_panes(1, 1)


def _guide(book: Any, formats: dict[str, Any]) -> None:
    """Every column explained, in Chinese and English, with an example."""
    sheet = book.add_worksheet(_("Instructions"))
    sheet.set_column(0, 1, 14, formats["wrap"])
    sheet.set_column(2, 2, 10, formats["wrap"])
    sheet.set_column(3, 4, 52, formats["wrap"])
    sheet.set_column(5, 5, 20, formats["wrap"])
    sheet.write(0, 0, _("How to fill in this workbook"), formats["title"])
    for line, sentence in enumerate(_sentences(), start=1):
        sheet.merge_range(line, 0, line, 5, sentence, formats["wrap"])
    top = len(_sentences()) + 2
    heads = [_("Sheet"), _("Column"), _("Required"), "说明", "Explanation", _("Example")]
    sheet.write_row(top, 0, heads, formats["head"])
    lines = [(of, column) for of in ("unit", "site") for column in COLUMNS[of]]
    for line, (of, column) in enumerate(lines, start=top + 1):
        must = _("yes") if column.required else _("no")
        row = [str(SHEET_TITLES[of]), str(column.heading), must, *_about(column), column.example]
        sheet.write_row(line, 0, row, formats["wrap"])


def _sentences() -> list[str]:
    return [
        _("One row is one unit or one site. Columns may stand in any order; columns that are not needed may go."),
        _("A row is matched by its code, else by its name at its place: what is there is changed, the rest is added."),
        _("An empty cell leaves what is there as it is. Nothing is ever deleted or closed by a file."),
        _("You see every change before it is written; while one row is wrong, nothing is written."),
    ]


def _about(column: Column) -> list[str]:
    told = []
    for language in ("zh-hans", "en"):
        with override(language):
            told.append(str(column.about))
    return told


def _kinds(book: Any, formats: dict[str, Any]) -> None:
    """The allowed kinds: label and English code, for units and for sites."""
    sheet = book.add_worksheet(_("Kinds"))
    heads = [_("Kind of unit"), _("English code"), _("Kind of site"), _("English code")]
    sheet.write_row(0, 0, heads, formats["head"])
    sheet.set_column(0, 3, 24)
    for at, of in ((0, "unit"), (2, "site")):
        for line, (value, label) in enumerate(KINDS[of].choices, start=1):
            sheet.write_row(line, at, [str(label), value])
