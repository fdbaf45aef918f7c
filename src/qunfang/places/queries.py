"""Named questions about units and sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Substr
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

if TYPE_CHECKING:
    from qunfang.places.models import Unit


def open_on(day: dt.date) -> Q:
    """Units or sites that exist on `day`."""
    return (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gte=day))


def not_closed(day: dt.date) -> Q:
    """Units or sites that are not closed by the end of `day`."""
    return Q(closed_on=None) | Q(closed_on__gt=day)


class UnitQuerySet(MP_NodeQuerySet):  # type: ignore[misc]
    """Units by subtree, kind and day."""

    def within(self, unit: Unit) -> Any:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def open_on(self, day: dt.date) -> Any:
        """Units that exist on `day`."""
        return self.filter(open_on(day))

    def standing(self, day: dt.date) -> Any:
        """Units that are not closed."""
        return self.filter(not_closed(day))

    def below(self, unit: Unit) -> Any:
        """Everything below the unit, without itself."""
        return self.filter(path__startswith=unit.path, depth__gt=unit.depth)

    def children_of(self, unit: Unit) -> Any:
        """The units directly below."""
        return self.filter(path__startswith=unit.path, depth=unit.depth + 1)

    def matching(self, words: str) -> Any:
        """Units whose name contains every word, or whose code begins with it."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(code__istartswith=word))
        return found


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

    def standing(self, day: dt.date) -> SiteQuerySet:
        """Sites that are not closed."""
        return self.filter(not_closed(day))

    def matching(self, words: str) -> SiteQuerySet:
        """Sites whose name, address or larger site contains every word, or whose code begins with it."""
        found = self
        for word in words.split():
            near = Q(name__icontains=word) | Q(address__icontains=word) | Q(parent__name__icontains=word)
            found = found.filter(near | Q(code__istartswith=word))
        return found


def count_by_branch(rows: models.QuerySet[Any], *, path: str, below: Unit, of: str = "pk") -> dict[str, int]:
    """Path of each child of `below` → how many distinct `of` lie in its branch; `path` leads to the unit's path."""
    length = len(below.path) + below.steplen
    inside = rows.filter(**{f"{path}__startswith": below.path}).order_by()
    inside = inside.annotate(branch=Substr(path, 1, length))
    counted = inside.values("branch").annotate(number=Count(of, distinct=True)).values_list("branch", "number")
    return {branch: number for branch, number in counted if len(branch) == length}


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


def named_paths(units: list[Unit]) -> dict[str, Unit]:
    """'安和县/青石镇' → unit, for units in tree order; the path begins with the topmost unit of the list."""
    names: dict[str, str] = {}
    found: dict[str, Unit] = {}
    for unit in units:
        above = names.get(unit.path[: -unit.steplen])
        names[unit.path] = f"{above}/{unit.name}" if above else unit.name
        found[names[unit.path]] = unit
    return found


def unit_meant(text: str, units: list[Unit]) -> Unit | None:
    """The one unit of the list that a path, a code or a name means; None for none or several."""
    wanted = text.strip()
    paths = named_paths(units)
    if wanted in paths:
        return paths[wanted]
    fitting = [unit for path, unit in paths.items() if wanted in (unit.code, unit.name) or path.endswith(f"/{wanted}")]
    return fitting[0] if wanted and len(fitting) == 1 else None
