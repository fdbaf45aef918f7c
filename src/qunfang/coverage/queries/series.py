"""The same thing to do at the same place, period after period: shown as one card, not as a wall of repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qunfang.coverage.queries.dues import Due


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Dues of one obligation at one place, the earliest first; never empty."""

    dues: tuple[Due, ...]

    @property
    def first(self) -> Due:
        """The due that has waited longest."""
        return self.dues[0]

    @property
    def number(self) -> int:
        """How many periods are in it."""
        return len(self.dues)

    @property
    def key(self) -> str:
        """URL-safe name: obligation, unit, site (0 for none); the due's key without its day."""
        return self.first.key.rsplit("-", maxsplit=1)[0]


def series_of(dues: Iterable[Due]) -> list[Series]:
    """Dues gathered by obligation and place, in the order of each one's earliest due day."""
    found: dict[tuple[int, int, int], list[Due]] = {}
    for due in sorted(dues, key=lambda each: each.period.due):
        place = (due.obligation.pk, due.unit.pk, due.site.pk if due.site else 0)
        found.setdefault(place, []).append(due)
    return [Series(dues=tuple(each)) for each in found.values()]
