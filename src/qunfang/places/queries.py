"""Named questions about units and sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

if TYPE_CHECKING:
    from qunfang.places.models import Unit


def open_on(day: dt.date) -> Q:
    """Units or sites that exist on `day`."""
    return (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gte=day))


class UnitQuerySet(MP_NodeQuerySet):  # type: ignore[misc]
    """Units by subtree, kind and day."""

    def within(self, unit: Unit) -> Any:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def open_on(self, day: dt.date) -> Any:
        """Units that exist on `day`."""
        return self.filter(open_on(day))


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """Units in tree order."""

    def get_queryset(self) -> Any:
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class SiteQuerySet(models.QuerySet[Any]):
    """Sites by subtree, kind and day."""

    def within(self, unit: Unit) -> SiteQuerySet:
        """Sites of the unit and of everything below it."""
        return self.filter(unit__path__startswith=unit.path)

    def open_on(self, day: dt.date) -> SiteQuerySet:
        """Sites that exist on `day`."""
        return self.filter(open_on(day))


def ancestor_paths(path: str, steplen: int = 4) -> list[str]:
    """Paths of the node and all its ancestors, root first ('00010002' → ['0001', '00010002'])."""
    return [path[:end] for end in range(steplen, len(path) + 1, steplen)]


def chain_text(ids: Iterable[int]) -> str:
    """Ids from the top down as one text: (1, 5, 27) → '/1/5/27/'."""
    return "/" + "".join(f"{each}/" for each in ids)


def chain_ids(text: str) -> tuple[int, ...]:
    """The reverse of `chain_text`."""
    return tuple(int(part) for part in text.split("/") if part)


def chains_of(units: Iterable[Unit]) -> dict[int, tuple[int, ...]]:
    """Unit id → ids from the topmost unit down to it, as the tree stands now. One statement where any lies outside."""
    known = {unit.path: unit.pk for unit in units}
    above = {path for own in known for path in ancestor_paths(own)} - set(known)
    if above:
        model = type(next(iter(units)))
        ids = known | dict(model.objects.filter(path__in=above).values_list("path", "pk"))
    else:
        ids = known
    return {pk: tuple(ids[path] for path in ancestor_paths(own)) for own, pk in known.items()}
