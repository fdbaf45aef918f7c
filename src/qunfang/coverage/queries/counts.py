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


def count_of(dues: Iterable[Due], *, pieces: bool = False) -> Count:
    """The sum over dues, each counted once under its state.

    `pieces` counts what each asks for instead (30 visits, 200 leaflets): only for dues of one obligation, since
    visits and banners do not add up.
    """
    sums = dict.fromkeys(("expected", "verified", "claimed", "rejected", "missing", "overdue", "soon"), 0)
    for due in dues:
        for name, number in (_pieces(due) if pieces else _once(due)).items():
            sums[name] += number
    return Count(**sums)


def _once(due: Due) -> dict[str, int]:
    late = due.overdue > 0
    return {"expected": 1, due.state: 1, "overdue": int(late), "soon": int(due.light == "amber")}


def _pieces(due: Due) -> dict[str, int]:
    told = {name: getattr(due, name) for name in ("expected", "verified", "claimed", "rejected", "missing", "overdue")}
    return {**told, "soon": due.expected - due.verified if due.light == "amber" else 0}


def counts_by(dues: Iterable[Due], key: Callable[[Due], K], *, pieces: bool = False) -> dict[K, Count]:
    """Counts of the dues grouped by `key`, in order of first appearance."""
    groups: dict[K, list[Due]] = defaultdict(list)
    for due in dues:
        groups[key(due)].append(due)
    return {each: count_of(group, pieces=pieces) for each, group in groups.items()}


def ranked_children(unit: Unit, dues: Iterable[Due], *, pieces: bool = False) -> list[tuple[Unit, Count]]:
    """The unit's children (and itself, for what it must do itself) with their counts; best first."""
    inside = (due for due in dues if due.counts_for(unit))
    counts = counts_by(inside, lambda due: _branch(due.above, unit.pk), pieces=pieces)
    units = {each.pk: each for each in Unit.objects.filter(pk__in=counts)}
    rows = [(units[pk], count) for pk, count in counts.items()]
    return ranked(rows)


def ranked(rows: Iterable[tuple[Unit, Count]]) -> list[tuple[Unit, Count]]:
    """Best first: by verified share, then the fewest overdue, then in tree order."""
    return sorted(rows, key=lambda row: (-row[1].share(), row[1].overdue, row[0].path))


def _branch(above: tuple[int, ...], pk: int) -> int:
    """The id below `pk` in a chain, or `pk` itself where the chain ends with it."""
    place = above.index(pk)
    return above[place + 1] if place + 1 < len(above) else pk
