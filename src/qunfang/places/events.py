"""What happens to the tree that later rooms must know of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qunfang.places.models import Unit


@dataclass(kw_only=True)
class Reshaping:
    """Units or their sites are about to be added, moved, merged, split, closed, opened or corrected.

    `unit_ids` holds every unit whose own place, facts or sites may differ afterwards.
    """

    unit_ids: set[int] = field(default_factory=set)

    def include(self, units: Iterable[Unit]) -> None:
        """Units that exist only since the act began."""
        self.unit_ids.update(unit.pk for unit in units)
