"""Holding a plan still while it is changed, and moving it along its table of states."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qunfang.common.errors import Conflict
from qunfang.plans.models import PLAN_MOVES, Obligation, Plan, PlanState


def hold_draft(plan: Plan) -> None:
    """Lock the plan for this transaction and refuse unless it is a draft now; `plan` shows its present state."""
    hold(plan)
    if plan.state != PlanState.DRAFT:
        raise Conflict(_("This version can no longer be changed. Amend the plan to make a new version."))


def hold(plan: Plan) -> None:
    """Lock the plan's row for this transaction and bring `plan` up to date."""
    fresh = Plan.objects.select_for_update().get(pk=plan.pk)
    for name in ("state", "starts_on", "ends_on", "actor_map", "superior_id", "supersedes_id"):
        setattr(plan, name, getattr(fresh, name))


def hold_task(obligation: Obligation) -> None:
    """Lock the draft that the task belongs to and bring the task up to date."""
    plan = obligation.plan
    hold_draft(plan)
    obligation.refresh_from_db()
    obligation.plan = plan


def move(plan: Plan, to: PlanState) -> None:
    """Set the state where the table allows it; saves nothing."""
    if to not in PLAN_MOVES[plan.state]:
        raise Conflict(_("The plan's state does not allow this. Reload the page to see where it stands."))
    plan.state = to
