"""Making tallies anew from the facts, in bulk."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.db import transaction

from qunfang.common import clock
from qunfang.coverage.models import Basis
from qunfang.coverage.queries.recount import Spread, Survey, rolled_up
from qunfang.coverage.services.locks import hold_fold, hold_tree
from qunfang.coverage.services.rows import forget, load_tallies
from qunfang.plans.events import PlanPublished
from qunfang.plans.models import Obligation, Plan, PlanState


def follow_publishing(event: PlanPublished) -> None:
    """A plan that holds gets its tallies at once; those of the version before it go."""
    hold_fold()
    hold_tree()
    old = event.plan.supersedes
    if old is not None:
        _drop(old)
    rebuild_plan(event.plan)


@transaction.atomic
def rebuild_plan(plan: Plan) -> int:
    """Make all tallies of a published plan anew; returns how many. No proof is counted meanwhile."""
    hold_fold()
    hold_tree()
    _drop(plan)
    survey = Survey(plan)
    return sum(rebuild_obligation(survey, obligation) for obligation in survey.obligations)


def rebuild_obligation(survey: Survey, obligation: Obligation) -> int:
    """Make one obligation's tallies anew from a survey of its whole ground; the caller holds the locks."""
    forget([obligation.pk])
    spreads = {epoch: survey.spread(obligation, epoch, modes=None) for epoch, _numbers in survey.stretches(obligation)}
    number = 0
    for nth, shares in survey.own(obligation, spreads):
        rows = rolled_up(shares)
        keys = np.empty((len(rows), 4), dtype=np.int64)
        keys[:, 0], keys[:, 1], keys[:, 2], keys[:, 3] = obligation.pk, rows[:, 0], nth, rows[:, 1]
        load_tallies(np.hstack([keys, rows[:, 2:]]))
        number += len(rows)
    _found(survey, obligation, spreads)
    return number


def _found(survey: Survey, obligation: Obligation, spreads: dict[int, Spread]) -> None:
    ends = [*survey.past.ends, None]
    told = [[ends[epoch] and str(ends[epoch]), spread.modes.as_json()] for epoch, spread in spreads.items()]
    Basis.objects.update_or_create(obligation=obligation, defaults={"stretches": told, "made_at": clock.now()})


def _drop(plan: Plan) -> None:
    forget(plan.obligations.values_list("pk", flat=True))
    Basis.objects.filter(obligation__plan=plan).delete()


def rebuild_all() -> Iterator[tuple[Plan, int]]:
    """Make the tallies of every published plan anew, one plan a transaction; tells each with its number of rows."""
    for plan in Plan.objects.filter(state=PlanState.PUBLISHED).select_related("unit").order_by("pk"):
        yield plan, rebuild_plan(plan)


def keep_missing() -> int:
    """Make the tallies of published plans that have none yet (an older installation); returns how many plans."""
    bare = Obligation.objects.filter(basis=None, dropped=False, plan__state=PlanState.PUBLISHED)
    plans = list(Plan.objects.filter(pk__in=bare.values("plan")).select_related("unit"))
    for plan in plans:
        rebuild_plan(plan)
    return len(plans)
