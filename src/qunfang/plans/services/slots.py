"""What each slot of a task may hold: `check_slot` refuses everything outside the closed lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qunfang.common.errors import Invalid
from qunfang.engine.schedule import parse_deadline
from qunfang.engine.schedule.deadlines import InvalidDeadline
from qunfang.places.models import Unit, UnitKind
from qunfang.plans.models import Deliverable, Every, Obligation, Per, SiteName

MOST = 100_000
LONGEST_ACTOR = 60


def check_slot(obligation: Obligation, slot: str, value: Any) -> Any:
    """The value as it is kept. Raises `Invalid` (field: the slot) for an unknown slot or a value outside its list."""
    check = CHECKS.get(slot)
    if check is None:
        raise Invalid(_("There is no such detail of a task."), field=slot)
    return check(obligation, value)


def _one_of(choices: type[models.TextChoices], slot: str, *, required: bool = False) -> Callable[..., str | None]:
    def check(_obligation: Obligation, value: Any) -> str | None:
        if not value and not required:
            return None
        if value not in choices.values:
            raise Invalid(_("Choose one from the list."), field=slot)
        return str(value)

    return check


def _some_of(choices: type[models.TextChoices], slot: str) -> Callable[..., list[str]]:
    def check(_obligation: Obligation, value: Any) -> list[str]:
        if not _is_list(value) or not set(value) <= set(choices.values):
            raise Invalid(_("Choose from the list."), field=slot)
        return [each for each in choices.values if each in set(value)]

    return check


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _count(_obligation: Obligation, value: Any) -> int | None:
    if value in (None, ""):
        return None
    number = int(value) if str(value).isascii() and str(value).isdigit() else 0
    if not 1 <= number <= MOST:
        raise Invalid(_("Give a whole number from 1 to 100,000, or leave it open."), field="min_count")
    return number


def _deadline(_obligation: Obligation, value: Any) -> str | None:
    text = str(value or "").strip()
    try:
        parse_deadline(text)
    except InvalidDeadline as cause:
        raise Invalid(_("Give a day such as 2026-12-31, 25/month or 5/week."), field="by") from cause
    return text or None


def _actors(_obligation: Obligation, value: Any) -> list[str]:
    if not _is_list(value):
        raise Invalid(_("Name who does it."), field="actors")
    found = list(dict.fromkeys(str(each).strip() for each in value if str(each).strip()))
    if any(len(each) > LONGEST_ACTOR for each in found):
        raise Invalid(_("A name is too long. Shorten it to 60 characters."), field="actors")
    return found


def check_units(unit: Unit, value: Any) -> list[int]:
    """Ids of units within `unit`, in tree order; refuses others."""
    wanted = {int(each) for each in value if str(each).isdigit()}
    found = list(Unit.objects.within(unit).filter(pk__in=wanted).values_list("pk", flat=True))
    if len(found) != len(set(value)):
        raise Invalid(_("Choose units of your own tree."), field="doer_units")
    return found


def check_kinds(value: Any) -> list[str]:
    """Kinds of unit of the closed list; refuses others."""
    return _some_of(UnitKind, "doer_kinds")(None, value)


CHECKS: dict[str, Callable[[Obligation, Any], Any]] = {
    "deliverable": _one_of(Deliverable, "deliverable", required=True),
    "actors": _actors,
    "sites": _some_of(SiteName, "sites"),
    "min_count": _count,
    "per": _one_of(Per, "per"),
    "every": _one_of(Every, "every"),
    "by": _deadline,
    "doer_kinds": lambda _obligation, value: check_kinds(value),
    "doer_units": lambda obligation, value: check_units(obligation.plan.unit, value),
}
