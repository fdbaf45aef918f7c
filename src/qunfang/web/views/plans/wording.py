"""Slots of a task in the reader's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunfang.engine.schedule import parse_deadline
from qunfang.places.models import UnitKind
from qunfang.plans.models import Deliverable, Every, Metric, Per, SiteName, label_of

CLOSED: dict[str, type[models.TextChoices]] = {
    "deliverable": Deliverable,
    "sites": SiteName,
    "per": Per,
    "every": Every,
    "doer_kinds": UnitKind,
}


def slot_title(slot: str) -> str:
    """The name of a slot."""
    titles = {
        "deliverable": _("What"),
        "actors": _("Named in the text"),
        "doers": _("Who"),
        "doer_kinds": _("Who (kinds of unit)"),
        "doer_units": _("Who (single units)"),
        "count": _("How many"),
        "min_count": _("How many"),
        "per": _("Counted"),
        "sites": _("Where"),
        "rhythm": _("How often"),
        "every": _("How often"),
        "by": _("By when"),
    }
    return titles.get(slot, _("As a whole"))


def slot_words(slot: str, value: Any, names: Mapping[int, str] | None = None) -> str:
    """A slot's value as words; `names`: unit id → name."""
    if value in (None, "", []):
        return _("not said")
    if slot == "by":
        return deadline_words(str(value))
    if slot == "doer_units":
        return joined((names or {}).get(pk, str(pk)) for pk in value)
    values = value if isinstance(value, list) else [value]
    return joined(label_of(CLOSED[slot], each) if slot in CLOSED else str(each) for each in values)


def joined(parts: Iterable[str]) -> str:
    """Parts of a list with the mark between them that the language uses; '' for none."""
    listed = [part for part in parts if part]
    return reduce(lambda one, other: _("%(one)s, %(other)s") % {"one": one, "other": other}, listed) if listed else ""


def strung(parts: Iterable[str]) -> str:
    """Parts of a sentence, with the mark between them that the language uses; '' for none."""
    listed = [part for part in parts if part]
    return reduce(lambda one, other: _("%(one)s; %(other)s") % {"one": one, "other": other}, listed) if listed else ""


def day_words(day: dt.date) -> str:
    """31 December, without the year."""
    return date_format(day, _("j F"))


def deadline_words(by: str | None) -> str:
    """The last day of a plan in words; '' for none."""
    deadline = parse_deadline(by)
    if deadline is None:
        return ""
    if deadline.weekday:
        monday = dt.date(2024, 1, 1)
        weekday = date_format(monday + dt.timedelta(deadline.weekday - 1), "l")
        return _("by %(weekday)s of each week") % {"weekday": weekday}
    if deadline.day_of_month:
        return _("by day %(day)s of each month") % {"day": deadline.day_of_month}
    day = deadline.date or dt.date(2000, *(deadline.month_day or (1, 1)))
    return _("by %(day)s") % {"day": date_format(day, _("j F Y")) if deadline.date else day_words(day)}


def count_words(min_count: int | None, per: str | None) -> str:
    """'at least 2 at each place'; '' where the text names no number."""
    if min_count is None:
        return label_of(Per, per) if per else ""
    number = ngettext("at least %(count)s", "at least %(count)s", min_count) % {"count": min_count}
    return _("%(number)s %(per)s") % {"number": number, "per": label_of(Per, per)} if per else number


def rhythm_words(every: str | None, by: str | None) -> str:
    """'every month, by day 25 of each month'; '' where the text says neither."""
    return strung(part for part in (label_of(Every, every) if every else "", deadline_words(by)) if part)


def goal_words(goal: Mapping[str, Any]) -> str:
    """'Awareness rate ≥ 80 %'."""
    metric, value, sign = label_of(Metric, goal["metric"]), goal.get("value"), goal["op"]
    arrow = {">=": "≥", "<=": "≤", "=": "=", "down": _("to go down"), "up": _("to go up")}.get(sign, sign)
    if value is None:
        return f"{metric} {arrow}"
    return f"{metric} {arrow} {_figure(value)}"


def _figure(value: float) -> str:
    """Fractions up to 1 as per cent, all else as it stands."""
    return f"{value * 100:g}%" if 0 < value <= 1 else f"{value:g}"
