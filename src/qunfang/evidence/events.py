"""What happens to proof that later rooms must know of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from qunfang.common.trips import Trip
from qunfang.places.models import Site, Unit


@dataclass(kw_only=True)
class ProofChanging:
    """A proof of one due is handed in, accepted, returned, undone, replaced or withdrawn: surround it.

    Before the act nothing of the due is read or locked yet: what is asked on `trip` is answered by the act's own
    first go, ahead of what the act asks. After the act `gained` tells what it writes, state → pieces gained or lost
    (empty where it came to nothing; states that do not count are left out), and what is added to `trip` is written
    together with it.
    """

    lineage: UUID
    unit: Unit | None
    unit_id: int
    site_id: int | None
    period_start: dt.date
    trip: Trip = field(default_factory=Trip)
    gained: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, *, lineage: UUID, unit: Unit, site: Site | None, start: dt.date) -> ProofChanging:
        """Of a place and period that are at hand."""
        site_id = site.pk if site else None
        return cls(lineage=lineage, unit=unit, unit_id=unit.pk, site_id=site_id, period_start=start)
