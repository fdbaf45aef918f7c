"""Making a plan hold, and tying it to the plan above it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Invalid
from qunfang.common.events import announce
from qunfang.people.models import User
from qunfang.plans.events import PlanPublished
from qunfang.plans.models import Plan, PlanState
from qunfang.plans.queries.assumptions import blockers
from qunfang.plans.queries.superior import superior_candidates
from qunfang.plans.queries.versions import matched
from qunfang.plans.services.states import hold, hold_draft, move


@transaction.atomic
def publish_plan(plan: Plan, *, by: User | None) -> Plan:
    """Make the draft hold. It can no longer be changed, and takes the place of the version before it.

    Tasks that stay the same keep their lineage, and with it what was proved. Refuses, with the first thing to
    decide, while something is open.
    """
    hold_draft(plan)
    open_points = blockers(plan)
    if open_points:
        raise Invalid(open_points[0].sentence, field=open_points[0].place)
    if plan.supersedes is not None:
        _take_the_place_of(plan.supersedes, plan, by=by)
    move(plan, PlanState.PUBLISHED)
    plan.published_by, plan.published_at = by, clock.now()
    plan.save(update_fields=["state", "published_by", "published_at"])
    record(plan, verb="plans.plan.publish", by=by, unit_id=plan.unit_id, detail={"version": plan.version})
    announce(PlanPublished(plan=plan))
    return plan


def _take_the_place_of(old: Plan, new: Plan, *, by: User | None) -> None:
    hold(old)
    move(old, PlanState.SUPERSEDED)
    old.save(update_fields=["state"])
    before = [each for each in old.obligations.all() if not each.dropped]
    after = [each for each in new.obligations.all() if not each.dropped]
    for was, now in matched(before, after):
        if now.lineage != was.lineage:
            now.lineage = was.lineage
            now.save(update_fields=["lineage"])
    record(old, verb="plans.plan.superseded", by=by, unit_id=old.unit_id, detail={"by": new.pk})


@transaction.atomic
def tie_to_superior(plan: Plan, *, superior: Plan | None, by: User | None) -> Plan:
    """Tie the plan to a published one of a unit above it, or to none. Allowed before and after publishing."""
    hold(plan)
    if superior is not None and superior.pk not in {each.pk for each in superior_candidates(plan)}:
        raise Invalid(_("Choose a published plan of a unit above this one."), field="superior")
    plan.superior = superior
    plan.save(update_fields=["superior"])
    detail = {"superior": superior.pk if superior else None}
    record(plan, verb="plans.plan.tie", by=by, unit_id=plan.unit_id, detail=detail)
    return plan
