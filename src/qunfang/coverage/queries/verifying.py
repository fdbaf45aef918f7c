"""Comparing kept tallies with a recount from the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from qunfang.coverage.models import COLUMNS
from qunfang.coverage.queries.recount import Survey, merged_rows, rolled_up
from qunfang.coverage.queries.recount.trees import Longs
from qunfang.places.queries import chain_ids
from qunfang.plans.models import Obligation, Plan

NAMES = ", ".join(COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A tally that is not what the facts say: kept minus recounted, by column."""

    obligation: Obligation
    unit_id: int
    nth: int
    columns: dict[str, int]


def differences(plan: Plan) -> Iterator[Difference]:
    """Every tally of a published plan that is wrong; none where all is well. Reads in the caller's transaction."""
    survey = Survey(plan)
    for obligation in survey.obligations:
        kept = [_folded(obligation), _unfolded(obligation)]
        wrong = merged_rows([*kept, *_recounted(survey, obligation)], keys=3)
        for unit, _parent, nth, *values in wrong.tolist():
            columns = {name: value for name, value in zip(COLUMNS, values, strict=True) if value}
            yield Difference(obligation=obligation, unit_id=unit, nth=nth, columns=columns)


def _recounted(survey: Survey, obligation: Obligation) -> Iterator[Longs]:
    """The facts' rows (unit, parent, period, columns), to be taken away."""
    spreads = {epoch: survey.spread(obligation, epoch, modes=None) for epoch, _ in survey.stretches(obligation)}
    for nth, shares in survey.own(obligation, spreads):
        rows = rolled_up(shares)
        yield np.hstack([rows[:, :2], np.full((len(rows), 1), nth), -rows[:, 2:]])


def _folded(obligation: Obligation) -> Longs:
    sql = f"SELECT unit_id, parent_id, nth, {NAMES} FROM coverage_tally WHERE obligation_id = %s"  # noqa: S608
    return _array(_rows(sql, obligation))


def _unfolded(obligation: Obligation) -> Longs:
    sql = f"SELECT chain, nth, {NAMES} FROM coverage_delta WHERE obligation_id = %s"  # noqa: S608
    rows = []
    for chain, nth, *values in _rows(sql, obligation):
        ids = (0, *chain_ids(chain))
        rows += [(unit, parent, nth, *values) for parent, unit in zip(ids, ids[1:], strict=False)]
    return _array(rows)


def _rows(sql: str, obligation: Obligation) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [obligation.pk])
        return list(cursor.fetchall())


def _array(rows: list[tuple[Any, ...]]) -> Longs:
    return np.array(rows, dtype=np.int64).reshape(-1, 3 + len(COLUMNS))
