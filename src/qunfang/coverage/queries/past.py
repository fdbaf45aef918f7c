"""Where units and sites stood before they moved: a period counts where its places stood on its last day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from qunfang.places.models import PastSite, PastUnit, Unit
from qunfang.places.queries import chain_ids, chain_text


@dataclass(kw_only=True)
class Past:
    """Earlier places, each with the last day on which it held, the earliest first."""

    units: dict[int, list[tuple[dt.date, tuple[int, ...]]]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[int, list[tuple[dt.date, int]]] = field(default_factory=lambda: defaultdict(list))
    ends: list[dt.date] = field(default_factory=list)

    @classmethod
    def around(cls, tops: Iterable[Unit]) -> Past:
        """What moved within the subtrees of `tops`, out of them or into them. Two statements."""
        unit, site = Q(pk__in=[]), Q(pk__in=[])
        for top in tops:
            unit |= Q(unit__path__startswith=top.path) | Q(chain__contains=chain_text([top.pk]))
            site |= Q(site__unit__path__startswith=top.path) | Q(unit__path__startswith=top.path)
        rows = list(PastUnit.objects.filter(unit))
        return cls.of(rows, PastSite.objects.filter(site | Q(unit__in=[row.unit_id for row in rows])))

    @classmethod
    def of(cls, units: Iterable[PastUnit], sites: Iterable[PastSite]) -> Past:
        """From rows of the two models."""
        made = cls()
        for row in sorted(set(units), key=lambda each: each.until):
            made.units[row.unit_id].append((row.until, chain_ids(row.chain)))
        for site in sorted(set(sites), key=lambda each: each.until):
            made.sites[site.site_id].append((site.until, site.unit_id))
        ends = {until for rows in made.units.values() for until, _chain in rows}
        made.ends = sorted(ends | {until for rows in made.sites.values() for until, _unit in rows})
        return made

    def epoch(self, day: dt.date) -> int:
        """Number of the stretch without moves in which `day` lies; equal numbers mean an equal tree."""
        return bisect_left(self.ends, day)

    def chain(self, unit_id: int, day: dt.date) -> tuple[int, ...] | None:
        """Ids from the top down to the unit on `day`; None where it has not moved since."""
        return next((chain for until, chain in self.units.get(unit_id, ()) if until >= day), None)

    def home(self, site_id: int, day: dt.date) -> int | None:
        """The unit of the site on `day`; None where it has not moved since."""
        return next((unit for until, unit in self.sites.get(site_id, ()) if until >= day), None)

    def units_once_under(self, top: Unit) -> list[int]:
        """Units that stood under `top` at some time and may stand elsewhere now."""
        return [pk for pk, rows in self.units.items() if any(top.pk in chain for _until, chain in rows)]

    def sites_once_in(self, units: Iterable[int]) -> list[int]:
        """Sites that belonged to one of the units at some time."""
        wanted = set(units)
        return [pk for pk, rows in self.sites.items() if any(unit in wanted for _until, unit in rows)]
