"""Named questions about plans."""

from qunfang.plans.queries.actors import Branch, Doers, actors_of, doers_of, doing_units, suggest, units_of
from qunfang.plans.queries.assumptions import Assumption, Blocker, assumptions, blockers, is_unmapped
from qunfang.plans.queries.saved import as_dict
from qunfang.plans.queries.superior import Gap, OwedPlan, missing_of_superior, owed_subplans, superior_candidates
from qunfang.plans.queries.versions import Change, Difference, current_version, difference, matched, versions_of

__all__ = [
    "Assumption",
    "Blocker",
    "Branch",
    "Change",
    "Difference",
    "Doers",
    "Gap",
    "OwedPlan",
    "actors_of",
    "as_dict",
    "assumptions",
    "blockers",
    "current_version",
    "difference",
    "doers_of",
    "doing_units",
    "is_unmapped",
    "matched",
    "missing_of_superior",
    "owed_subplans",
    "suggest",
    "superior_candidates",
    "units_of",
    "versions_of",
]
