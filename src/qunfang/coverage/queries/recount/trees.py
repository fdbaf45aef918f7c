"""The tree of units as arrays: sums go up it, claims go down it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qunfang.coverage.models import COLUMNS

Longs = NDArray[np.int64]
Marks = NDArray[np.bool_]
ALWAYS = 10_000_000
"""An ordinal beyond every calendar day: not closed."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Units of one stretch of time, in the order of their ids; `above` holds positions, -1 at the top.

    `counted`: the units asked about. The others are only their ancestors.
    """

    ids: Longs
    above: Longs
    kinds: NDArray[np.str_]
    opened: Longs
    closed: Longs
    counted: Marks

    @cached_property
    def levels(self) -> list[Longs]:
        """Positions of the units of each depth, the top first."""
        depth = np.where(self.above < 0, 0, -1)
        found = [np.flatnonzero(depth == 0)]
        while len(found[-1]):
            below = np.flatnonzero((depth < 0) & (depth[self.above] == len(found) - 1) & (self.above >= 0))
            depth[below] = len(found)
            found.append(below)
        return found[:-1]

    def at(self, unit_ids: Longs) -> tuple[Longs, Marks]:
        """Positions of units by id, and which of them are known here."""
        places = np.searchsorted(self.ids, unit_ids).clip(max=max(len(self.ids) - 1, 0))
        return places, self.ids[places] == unit_ids if len(self.ids) else np.zeros(len(unit_ids), dtype=bool)

    def down(self, marks: Marks) -> Marks:
        """Marks of the units and of everything below them."""
        found = marks.copy()
        for level in self.levels[1:]:
            found[level] |= found[self.above[level]]
        return found

    def up(self, values: Longs) -> Longs:
        """Sums of the rows of `values` (columns × units) over each unit's subtree."""
        found = values.copy()
        for level in reversed(self.levels[1:]):
            for place in np.flatnonzero(found[:, level].any(axis=1)).tolist():
                sums = np.bincount(self.above[level], found[place, level], found.shape[1])
                found[place] += sums.astype(np.int64)
        return found

    def chain(self, place: int) -> tuple[int, ...]:
        """Ids from the top down to the unit at a position."""
        found = []
        while place >= 0:
            found.append(int(self.ids[place]))
            place = int(self.above[place])
        return tuple(reversed(found))


def ordinal(day: dt.date | None, empty: int) -> int:
    """A day as a number; `empty` for none."""
    return day.toordinal() if day else empty


def tree_of(rows: Sequence[tuple[Any, ...]], *, chains: dict[int, tuple[int, ...]], counted: set[int] | None) -> Tree:
    """From rows (id, path, kind, opened_on, closed_on); `chains` tells of units that stood elsewhere then."""
    rows = sorted(rows)
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    where = {row[1]: place for place, row in enumerate(rows)}
    above = np.array([where.get(row[1][:-4], -1) for row in rows], dtype=np.int64)
    place = {row[0]: number for number, row in enumerate(rows)} if chains else {}
    for pk, chain in chains.items():
        if pk in place:
            above[place[pk]] = place[chain[-2]] if len(chain) > 1 else -1
    return Tree(
        ids=ids,
        above=above,
        kinds=np.array([row[2] for row in rows], dtype=np.str_),
        opened=np.array([ordinal(row[3], 0) for row in rows], dtype=np.int64),
        closed=np.array([ordinal(row[4], ALWAYS) for row in rows], dtype=np.int64),
        counted=np.ones(len(rows), dtype=bool) if counted is None else np.isin(ids, list(counted)),
    )


def rolled_up(shares: Iterable[tuple[Tree, Longs]]) -> Longs:
    """Rows (unit id, parent id or 0, the columns) of all units with anything to count; one row a unit and parent."""
    parts = []
    for tree, own in shares:
        sums = tree.up(own)
        some = np.flatnonzero(sums.any(axis=0))
        parent = np.where(tree.above[some] < 0, 0, tree.ids[tree.above[some]])
        parts.append(np.vstack([tree.ids[some], parent, sums[:, some]]).T)
    return merged_rows(parts, keys=2)


def merged_rows(parts: Sequence[Longs], *, keys: int) -> Longs:
    """Rows with the same first `keys` columns added up; rows that come to nothing are left out."""
    rows = np.vstack([*parts, np.empty((0, keys + len(COLUMNS)), dtype=np.int64)])
    if not len(rows):
        return rows
    rows = rows[np.lexsort(rows[:, :keys].T[::-1])]
    starts = np.flatnonzero(np.append(True, (rows[1:, :keys] != rows[:-1, :keys]).any(axis=1)))
    sums = np.add.reduceat(rows[:, keys:], starts, axis=0)
    kept = sums.any(axis=1)
    merged: Longs = np.hstack([rows[starts, :keys], sums])[kept]
    return merged


def batches(rows: Longs, size: int) -> Iterator[Longs]:
    """The rows in parts of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
