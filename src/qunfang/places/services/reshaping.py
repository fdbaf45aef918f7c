"""The frame of every change of the tree: what stood where is remembered, and the counting rooms follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import transaction

from qunfang.common import clock
from qunfang.common.events import around
from qunfang.places.events import Reshaping
from qunfang.places.models import PastSite, PastUnit, Site, Unit
from qunfang.places.queries import chain_text, chains_of

Act = TypeVar("Act", bound=Callable[..., Any])
Standing = tuple[dict[int, tuple[int, ...]], dict[int, int]]


@contextmanager
def reshaping(*tops: Unit, below: bool = True) -> Iterator[Reshaping]:
    """Wrap whatever adds, moves, closes, opens or corrects units or sites. One transaction.

    `tops`: the units touched, with everything `below` them unless only their own facts and sites change. Units made
    inside the block are told by `include`. A unit or site that stands elsewhere afterwards gets a row of its past.
    """
    with transaction.atomic():
        event = Reshaping(unit_ids=_touched(tops, below=below))
        with around(event):
            before = _standing(event)
            yield event
            event.unit_ids |= _touched(tops, below=below)
            _remember(before, _standing(event), until=clock.today() - dt.timedelta(1))


def reshapes(*, below: bool) -> Callable[[Act], Act]:
    """Frame of a verb whose first argument is the unit touched (a site stands for its unit); what it makes is told."""

    def frame(act: Act) -> Act:
        @wraps(act)
        def framed(place: Any, *args: Any, **kwargs: Any) -> Any:
            with reshaping(place.unit if isinstance(place, Site) else place, below=below) as event:
                made = act(place, *args, **kwargs)
                event.include([made] if isinstance(made, Unit) else [])
            return made

        return cast(Act, framed)

    return frame


def _touched(tops: tuple[Unit, ...], *, below: bool) -> set[int]:
    """The units, with `below` all that stand or stood under them, and the former units of their sites."""
    fresh = list(Unit.objects.filter(pk__in=[top.pk for top in tops]))
    found = {unit.pk for unit in fresh}
    for top in fresh if below else []:
        found.update(Unit.objects.within(top).values_list("pk", flat=True))
        once = PastUnit.objects.filter(chain__contains=chain_text([top.pk]))
        found.update(once.values_list("unit_id", flat=True))
    return found | set(PastSite.objects.filter(site__unit__in=found).values_list("unit_id", flat=True))


def _standing(event: Reshaping) -> Standing:
    """Chain of every unit touched, and the unit of every site of theirs."""
    sites = Site.objects.filter(unit__in=event.unit_ids).order_by().values_list("pk", "unit_id")
    return chains_of(list(Unit.objects.filter(pk__in=event.unit_ids))), dict(sites)


def _remember(before: Standing, after: Standing, *, until: dt.date) -> None:
    """The first move of a day counts: where it stood at the end of the day before."""
    chains, homes = before
    moved = [pk for pk, chain in chains.items() if after[0].get(pk, chain) != chain]
    gone = [pk for pk, unit in homes.items() if after[1].get(pk, unit) != unit]
    PastUnit.objects.bulk_create(
        [PastUnit(unit_id=pk, chain=chain_text(chains[pk]), until=until) for pk in moved], ignore_conflicts=True
    )
    PastSite.objects.bulk_create(
        [PastSite(site_id=pk, unit_id=homes[pk], until=until) for pk in gone], ignore_conflicts=True
    )
