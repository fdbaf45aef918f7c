"""What people type into cells and fields, made plain: blanks, full-width signs, kinds in two languages, dates."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import override

from qunfang.common.errors import Invalid
from qunfang.places.models import SiteKind, UnitKind

DATA = Path(__file__).resolve().parent.parent / "data"
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters; brackets and commas stay, since names are written with them."""
HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\xad"))
BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff（）])\s+(?=[\u3400-\u9fff（）\d])|(?<=\d)\s+(?=[\u3400-\u9fff（）])")
EXACT = 2**53
"""Whole numbers above this were rounded by the spreadsheet itself."""


def plain(value: Any, *, tight: bool = True) -> str:
    """A cell as text: no stray blanks, no hidden signs, digits and letters half-width; 3.0 → '3'.

    `tight` takes blanks out between Chinese signs, too.
    """
    if value is None or value is False or value is True:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).translate(HIDDEN).translate(WIDE)
    text = " ".join(text.split())
    return BETWEEN_CHINESE.sub("", text) if tight else text


@lru_cache(maxsize=32_768)
def folded(text: str) -> str:
    """A name for comparing: one width, no case, no blanks ('三（1）班' and '三(1)班 ' are one)."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_name(value: Any) -> str:
    """A name of at most 120 signs."""
    name = plain(value)
    if not name:
        raise Invalid(_("The name is missing."), field="name")
    return _at_most(name, 120, "name")


def read_code(value: Any) -> str:
    """A code of at most 40 signs without blanks; '' for none."""
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) > EXACT:
        raise Invalid(_("The code is so long that Excel has rounded it. Format the cell as text."), field="code")
    return _at_most(unicodedata.normalize("NFKC", plain(value)).replace(" ", ""), 40, "code")


def read_address(value: Any) -> str:
    """An address of at most 200 signs."""
    return _at_most(plain(value, tight=False), 200, "address")


def _at_most(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        told = _("This is too long: at most %(limit)s characters.") % {"limit": limit}
        raise Invalid(told, field=field)
    return text


def read_coordinate(value: Any, *, field: str) -> Decimal | None:
    """Degrees with at most six decimals; None for an empty cell."""
    text = unicodedata.normalize("NFKC", plain(value)).strip("°NEne ")
    if not text:
        return None
    limit = 90 if field == "latitude" else 180
    try:
        degrees = Decimal(text).quantize(Decimal("0.000001"))
    except InvalidOperation as cause:
        raise Invalid(_("Write degrees as a number, such as 30.628041."), field=field) from cause
    if not -limit <= degrees <= limit:
        told = _("Degrees lie between -%(limit)s and %(limit)s.") % {"limit": limit}
        raise Invalid(told, field=field)
    return degrees


def read_day(value: Any, *, field: str) -> dt.date | None:
    """A day written 2026-11-23, 2026/11/23, 2026.11.23, 20261123 or 2026年11月23日; None for an empty cell."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = unicodedata.normalize("NFKC", plain(value))
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?|(\d{4})(\d\d)(\d\d)", text)
    try:
        parts = [int(part) for part in found.groups() if part] if found else []
        return dt.date(*parts)
    except (ValueError, TypeError) as cause:
        raise Invalid(_("Write the day as 2026-11-23."), field=field) from cause


def read_kind(value: Any, *, of: str) -> str:
    """The kind (`of`: 'unit' or 'site') meant by a label in Chinese or English, a code, or a common word for it."""
    text = folded(plain(value)).replace("_", "")
    if not text:
        raise Invalid(_("The kind is missing."), field="kind")
    found = kind_words(of).get(text)
    if found is None:
        told = _("“%(word)s” is not a kind that is known here; choose one from the list.") % {"word": plain(value)}
        raise Invalid(told, field="kind")
    return found


@cache
def kind_words(of: str) -> dict[str, str]:
    """Folded word → kind: labels of both languages, codes, and the common words of data/kinds.yaml."""
    kinds: type[UnitKind | SiteKind] = UnitKind if of == "unit" else SiteKind
    common = yaml.safe_load((DATA / "kinds.yaml").read_text(encoding="utf-8"))[of]
    words = {folded(word): kind for kind, each in common.items() for word in each}
    for language in ("en", "zh-hans"):
        with override(language):
            words |= {folded(str(label)).replace("_", ""): value for value, label in kinds.choices}
    return words | {value.replace("_", ""): value for value in kinds.values}
