"""Counting dues: numerator, denominator and what is overdue travel together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from qunfang.coverage.queries.dues import Due
from qunfang.places.models import Unit

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """`expected = verified + claimed + rejected + missing`, disjoint; `overdue`: not verified past its day."""

    expected: int = 0
    verified: int = 0
    claimed: int = 0
    rejected: int = 0
    missing: int = 0
    overdue: int = 0
    soon: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            expected=self.expected + other.expected,
            verified=self.verified + other.verified,
            claimed=self.claimed + other.claimed,
            rejected=self.rejected + other.rejected,
            missing=self.missing + other.missing,
            overdue=self.overdue + other.overdue,
            soon=self.soon + other.soon,
        )

    def share(self, part: str = "verified") -> float:
        """A part of what is expected, 0 … 1; 0 where nothing is expected."""
        return float(getattr(self, part)) / self.expected if self.expected else 0.0

    @property
    def percent(self) -> int:
        """Verified share in whole per cent, rounded down: 99.9 % is not all."""
        return int(self.verified * 100 / self.expected) if self.expected else 0


def count_of(dues: Iterable[Due]) -> Count:
    """The sum over dues."""
    expected = verified = claimed = rejected = overdue = soon = 0
    for due in dues:
        expected += due.expected
        verified += due.verified
        claimed += due.claimed
        rejected += due.rejected
        overdue += due.overdue
        soon += due.expected - due.verified if due.light == "amber" else 0
    missing = expected - verified - claimed - rejected
    return Count(
        expected=expected,
        verified=verified,
        claimed=claimed,
        rejected=rejected,
        missing=missing,
        overdue=overdue,
        soon=soon,
    )


def counts_by(dues: Iterable[Due], key: Callable[[Due], K]) -> dict[K, Count]:
    """Counts of the dues grouped by `key`, in order of first appearance."""
    groups: dict[K, list[Due]] = defaultdict(list)
    for due in dues:
        groups[key(due)].append(due)
    return {each: count_of(group) for each, group in groups.items()}


def ranked_children(unit: Unit, dues: Iterable[Due], *, steplen: int = 4) -> list[tuple[Unit, Count]]:
    """The unit's children (and itself, for what it must do itself) with their counts; best first."""
    length = len(unit.path) + steplen
    counts = counts_by((due for due in dues if due.unit.path.startswith(unit.path)), lambda due: due.unit.path[:length])
    units = {each.path: each for each in Unit.objects.filter(path__in=counts)}
    rows = [(units[path], count) for path, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1].share(), row[1].overdue, row[0].path))
