"""The only door to plans: whose they are, and whom a published one binds.

A published plan is an order: everybody at a unit under it may read it. A draft is seen only by those who may plan.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qunfang.common.errors import Forbidden, NotFound
from qunfang.people.access import Verb, held_paths, may, visible_to
from qunfang.people.models import User
from qunfang.places.queries import ancestor_paths
from qunfang.plans.models import Obligation, Plan, PlanState

OPEN = [PlanState.PUBLISHED, PlanState.SUPERSEDED]


def visible_plans(user: User) -> QuerySet[Plan]:
    """Plans that the user may see: of units below their posts, and published ones of the units above."""
    if not getattr(user, "is_authenticated", False):
        return Plan.objects.none()
    above = {path for held in held_paths(user) for path in ancestor_paths(held)}
    published = Q(state__in=OPEN) & (visible_to(user, field="unit__path") | Q(unit__path__in=above))
    return Plan.objects.filter(published | visible_to(user, Verb.PLAN, field="unit__path")).select_related("unit")


def access_plan(user: User, pk: int, verb: Verb = Verb.VIEW) -> Plan:
    """The plan with its unit, document and superior, if the user may do `verb` with it."""
    plan = visible_plans(user).select_related("document", "superior__unit").filter(pk=pk).first()
    if plan is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    if verb != Verb.VIEW and not may(user, verb, plan.unit):
        raise Forbidden(_("Your post does not allow this here. Ask the unit's administrator."))
    return plan


def access_obligation(user: User, pk: int, verb: Verb = Verb.VIEW) -> Obligation:
    """One task of a plan, if the user may do `verb` with the plan."""
    found: Any = Obligation.objects.filter(pk=pk).values_list("plan_id", flat=True).first()
    plan = access_plan(user, found or 0, verb)
    obligation = plan.obligations.get(pk=pk)
    obligation.plan = plan
    return obligation
