"""What each unit has to show for itself (its own dues and those of its sites), by obligation and period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from qunfang.coverage.models import COLUMNS
from qunfang.coverage.queries.past import Past
from qunfang.coverage.queries.recount.facts import Scope, grouped_proof, grouped_sites
from qunfang.coverage.queries.recount.spread import Modes, Spread, spread_of
from qunfang.coverage.queries.recount.trees import Longs, Marks, Tree, tree_of
from qunfang.engine.schedule import Period, due_periods
from qunfang.places.models import PastSite, PastUnit, Unit
from qunfang.places.queries import ancestor_paths
from qunfang.plans.models import Obligation, Plan

Share = tuple[Tree, Longs]
EXPECTED, EXPECTED_PIECES = COLUMNS.index("expected"), COLUMNS.index("expected_pieces")
PROOF = [place for place, name in enumerate(COLUMNS) if not name.startswith("expected")]


class Survey:
    """One plan's ground counted from the facts.

    With `scope` only those units of it: then what holds of the whole ground is told by the caller (`Modes`), and
    `ends`, the last days on which it held, cut the stretches too.
    """

    def __init__(self, plan: Plan, *, scope: Scope = None, ends: Iterable[dt.date] = ()) -> None:
        self.plan, self.scope, self._ends = plan, None if scope is None else set(scope), set(ends)
        self._trees: dict[int, Tree] = {}
        self._sites: dict[tuple[str, int], Longs] = {}

    @cached_property
    def past(self) -> Past:
        """All moves that touch the ground."""
        if self.scope is None:
            return Past.around([self.plan.unit])
        sites = PastSite.objects.filter(site__unit__in=self.scope) | PastSite.objects.filter(unit__in=self.scope)
        found = Past.of(PastUnit.objects.filter(unit__in=self.scope), sites)
        found.ends = sorted({*found.ends, *self._ends})
        return found

    @cached_property
    def obligations(self) -> list[Obligation]:
        """Those that stand."""
        found = list(self.plan.obligations.filter(dropped=False))
        for each in found:
            each.plan = self.plan
        return found

    def periods(self, obligation: Obligation) -> list[Period]:
        """All periods of the campaign; [] while it has no time."""
        start, end = self.plan.starts_on, self.plan.ends_on
        return due_periods(obligation.every, start, end, by=obligation.by) if start and end and start <= end else []

    def stretches(self, obligation: Obligation) -> list[tuple[int, list[int]]]:
        """Numbers of the periods by stretch without moves."""
        numbered = enumerate(self.periods(obligation))
        grouped = groupby(numbered, key=lambda pair: self.past.epoch(pair[1].end))
        return [(epoch, [nth for nth, _period in pairs]) for epoch, pairs in grouped]

    def day_in(self, epoch: int) -> dt.date:
        """The last day of a stretch."""
        return self.past.ends[epoch] if epoch < len(self.past.ends) else dt.date.max

    def tree(self, epoch: int) -> Tree:
        """The units as they stood in a stretch."""
        if epoch not in self._trees:
            day = self.day_in(epoch)
            chains = {pk: chain for pk in self.past.units if (chain := self.past.chain(pk, day))}
            self._trees[epoch] = tree_of(self._rows, chains=chains, counted=self.scope)
        return self._trees[epoch]

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        """The units asked about, wherever they stand or stood, and all above them."""
        top = self.plan.unit
        if self.scope is None:
            wanted = Unit.objects.within(top) | Unit.objects.filter(pk__in=self.past.units_once_under(top))
        else:
            wanted = Unit.objects.filter(pk__in=self.scope)
        once = {pk for rows in self.past.units.values() for _until, chain in rows for pk in chain}
        fields = ("pk", "path", "kind", "opened_on", "closed_on")
        rows = {row[0]: row for row in (wanted | Unit.objects.filter(pk__in=once)).values_list(*fields)}
        paths = {row[1] for row in rows.values()}
        above = {path for own in paths for path in ancestor_paths(own)} - paths
        rows |= {row[0]: row for row in Unit.objects.filter(path__in=above).values_list(*fields)}
        return list(rows.values())

    def sites(self, kind: str, epoch: int) -> tuple[Longs, Longs]:
        """Rows (unit id, opened, closed, number) of a kind and the positions of their units in the tree."""
        if (kind, epoch) not in self._sites:
            rows = grouped_sites(kind, day=self.day_in(epoch), scope=self.scope, moved=bool(self.past.sites))
            self._sites[kind, epoch] = rows
        rows = self._sites[kind, epoch]
        places, known = self.tree(epoch).at(rows[:, 0])
        return rows[known], places[known]

    def spread(self, obligation: Obligation, epoch: int, *, modes: Modes | None) -> Spread:
        """Where its targets lie in a stretch."""
        tree = self.tree(epoch)

        def has(kind: str) -> Marks:
            marks = np.zeros(len(tree.ids), dtype=bool)
            marks[self.sites(kind, epoch)[1]] = True
            return marks

        return spread_of(obligation, tree, has=has, modes=modes, top=self.plan.unit_id)

    def own(self, obligation: Obligation, spreads: dict[int, Spread]) -> Iterator[tuple[int, list[Share]]]:
        """(period, arrays columns × units, one for each tree that has a part in it), in the order of periods."""
        periods, each = self.periods(obligation), obligation.min_count or 1
        found: dict[int, dict[int, Longs]] = defaultdict(dict)
        for epoch, numbers in self.stretches(obligation):
            for nth, steps in self._steps(spreads[epoch], epoch, periods, numbers=numbers).items():
                values = self._values(found, nth, epoch)
                values[EXPECTED] += steps
                values[EXPECTED_PIECES] += steps * each
        proof = self._proof(obligation, spreads, periods)
        for nth in sorted({*found, *proof}):
            if nth in proof:
                epoch, columns = proof[nth]
                self._values(found, nth, epoch)[PROOF] += columns
            yield nth, [(self.tree(epoch), values) for epoch, values in found.pop(nth).items()]

    def _values(self, found: dict[int, dict[int, Longs]], nth: int, epoch: int) -> Longs:
        if epoch not in found[nth]:
            found[nth][epoch] = np.zeros((len(COLUMNS), len(self.tree(epoch).ids)), dtype=np.int64)
        return found[nth][epoch]

    def _steps(self, spread: Spread, epoch: int, periods: list[Period], *, numbers: list[int]) -> dict[int, Longs]:
        """Period → by how many dues each unit's own number changes there, within one stretch."""
        tree = self.tree(epoch)
        first, last = _bounds(periods, tree.opened, tree.closed)
        at = np.flatnonzero(spread.units)
        parts = [(at, first[at], last[at], np.ones(len(at), dtype=np.int64))]
        for kind, marks in spread.sites.items():
            rows, places = self.sites(kind, epoch)
            rows, places = rows[marks[places]], places[marks[places]]
            a, b = _bounds(periods, rows[:, 1], rows[:, 2])
            parts.append((places, np.maximum(a, first[places]), np.minimum(b, last[places]), rows[:, 3]))
        where, since, till, number = (np.concatenate(column) for column in zip(*parts, strict=True))
        since, till = since.clip(min=numbers[0]), till.clip(max=numbers[-1] + 1)
        real = since < till
        steps: dict[int, Longs] = {}
        for days, sign in ((since, 1), (till, -1)):
            for nth in np.unique(days[real]).tolist():
                now = real & (days == nth)
                change = sign * np.bincount(where[now], number[now], len(tree.ids)).astype(np.int64)
                steps[nth] = steps.get(nth, 0) + change
        return {nth: change for nth, change in steps.items() if nth < len(periods)}

    def _proof(
        self, obligation: Obligation, spreads: dict[int, Spread], periods: list[Period]
    ) -> dict[int, tuple[int, Longs]]:
        """Period → its stretch and the columns of proof by unit, of what is a target and exists."""
        rows = grouped_proof(obligation, periods, scope=self.scope, moved=bool(self.past.sites)) if periods else []
        rows.sort(key=lambda row: row[0])
        found = {}
        for nth, group in groupby(rows, key=lambda row: row[0]):
            epoch = self.past.epoch(periods[nth].end)
            found[nth] = epoch, self._proof_of(spreads[epoch], epoch, periods[nth], rows=list(group))
        return found

    def _proof_of(self, spread: Spread, epoch: int, period: Period, *, rows: list[tuple[Any, ...]]) -> Longs:
        tree = self.tree(epoch)
        exists = (tree.opened <= period.end.toordinal()) & (tree.closed >= period.start.toordinal())
        places, known = tree.at(np.array([row[1] for row in rows], dtype=np.int64))
        kinds = np.array([row[2] for row in rows], dtype=np.str_)
        right = np.zeros(len(rows), dtype=bool)
        for kind, marks in {"": spread.units, **spread.sites}.items():
            right |= (kinds == kind) & marks[places]
        right &= known & exists[places]
        numbers = np.array([row[3] for row in rows], dtype=np.int64)[right]
        sums = [np.bincount(places[right], column, len(tree.ids)).astype(np.int64) for column in numbers.T]
        return np.array(sums).reshape(len(PROOF), len(tree.ids))


def _bounds(periods: list[Period], opened: Longs, closed: Longs) -> tuple[Longs, Longs]:
    """Numbers of the first period that something exists in and of the first after it; days as ordinals."""
    starts = [period.start.toordinal() for period in periods]
    ends = [period.end.toordinal() for period in periods]
    return np.searchsorted(ends, opened, "left"), np.searchsorted(starts, closed, "right")
