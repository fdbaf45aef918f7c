"""A plan and its superior's: what it misses of it, and the sub-plans that units below owe."""

from __future__ import annotations

from dataclasses import dataclass, field

from qunfang.engine.schedule import EVERY
from qunfang.places.models import UNIT_OF_SITE, Unit
from qunfang.places.queries import ancestor_paths
from qunfang.plans.models import Obligation, Plan, PlanState
from qunfang.plans.queries.actors import Branch, Doers, units_of
from qunfang.plans.queries.versions import current_version, versions_of


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What the superior asks and the plan does not. `kind`: absent, sites (some places lack), less (fewer, rarer)."""

    kind: str
    asked: Obligation
    sites: list[str] = field(default_factory=list)
    nearest: Obligation | None = None


@dataclass(frozen=True, kw_only=True)
class OwedPlan:
    """A unit that must write a plan of its own, and the plan it has tied to this one, if any."""

    unit: Unit
    obligation: Obligation
    plan: Plan | None = None

    @property
    def state(self) -> str:
        """handed_in, drafted or missing."""
        if self.plan is None:
            return "missing"
        return "drafted" if self.plan.is_draft else "handed_in"


def superior_candidates(plan: Plan) -> list[Plan]:
    """Published plans of the units above the plan's own, the nearest first."""
    above = ancestor_paths(plan.unit.path)[:-1]
    found = Plan.objects.filter(unit__path__in=above, state=PlanState.PUBLISHED).select_related("unit")
    return sorted(found, key=lambda each: -len(each.unit.path))


def missing_of_superior(plan: Plan) -> list[Gap]:
    """What the superior's plan asks of this unit and those below it, and this plan leaves out or asks less of."""
    if plan.superior is None:
        return []
    superior = current_version(plan.superior)
    branch = Branch(plan.unit)
    own = [each for each in plan.obligations.all() if not each.dropped]
    asked = [each for each in superior.obligations.all() if not each.dropped and _concerns(each, branch)]
    return [gap for each in asked if (gap := _gap(each, own))]


def _concerns(asked: Obligation, branch: Branch) -> bool:
    """Whether it falls on a unit of the branch, or on places within it."""
    here = units_of(Doers(kinds=asked.doer_kinds, units=asked.doer_units), branch)
    return bool(here) or any(UNIT_OF_SITE.get(site) in branch.kinds for site in asked.sites)


def _gap(asked: Obligation, own: list[Obligation]) -> Gap | None:
    """The gap that the plan leaves for one task of the superior; None when it is met."""
    same = [each for each in own if each.deliverable == asked.deliverable]
    if not same:
        return Gap(kind="absent", asked=asked)
    covered = {site for each in same for site in each.sites}
    lacking = [site for site in asked.sites if site not in covered]
    if lacking and len(lacking) == len(asked.sites) and all(each.sites for each in same):
        return Gap(kind="absent", asked=asked, sites=lacking, nearest=same[0])
    if lacking and covered:
        return Gap(kind="sites", asked=asked, sites=lacking, nearest=same[0])
    near = [each for each in same if not asked.sites or set(asked.sites) & set(each.sites)] or same
    if all(_asks_less(each, asked) for each in near):
        return Gap(kind="less", asked=asked, nearest=near[0])
    return None


def _asks_less(own: Obligation, asked: Obligation) -> bool:
    """Fewer pieces each time, or more rarely."""
    return (own.min_count or 1) < (asked.min_count or 1) or _rarity(own) > _rarity(asked)


def _rarity(obligation: Obligation) -> int:
    """Place in the order from daily to once; `continuous` is proved monthly."""
    every = "month" if obligation.every == "continuous" else obligation.every or "once"
    return EVERY.index(every)


def owed_subplans(plan: Plan) -> list[OwedPlan]:
    """Units below that must write a plan of their own, in tree order, each once, with what they handed in."""
    asking = [each for each in plan.obligations.all() if each.deliverable == "planning" and not each.dropped]
    if not asking:
        return []
    branch = Branch(plan.unit)
    handed_in = _subplans(plan)
    owed: dict[int, OwedPlan] = {}
    for each in asking:
        for unit in units_of(Doers(kinds=each.doer_kinds, units=each.doer_units), branch):
            if unit.pk != plan.unit_id:
                owed.setdefault(unit.pk, OwedPlan(unit=unit, obligation=each, plan=handed_in.get(unit.pk)))
    return sorted(owed.values(), key=lambda each: each.unit.path)


def _subplans(plan: Plan) -> dict[int, Plan]:
    """Unit → its plan tied to any version of this one; a published one goes before a draft."""
    tied = Plan.objects.filter(
        superior__in=versions_of(plan), state__in=[PlanState.DRAFT, PlanState.PUBLISHED]
    ).select_related("unit")
    return {each.unit_id: each for each in sorted(tied, key=lambda each: not each.is_draft)}
