"""Documents, the plans compiled from them, the obligations they put on units, and the closed lists of all slots."""

from qunfang.plans.models.lists import (
    Deliverable,
    Every,
    Focus,
    LeadingRole,
    Metric,
    Per,
    PlanKind,
    Requirement,
    SiteName,
    label_of,
)
from qunfang.plans.models.plans import PLAN_MOVES, Document, Obligation, Plan, PlanState

__all__ = [
    "PLAN_MOVES",
    "Deliverable",
    "Document",
    "Every",
    "Focus",
    "LeadingRole",
    "Metric",
    "Obligation",
    "Per",
    "Plan",
    "PlanKind",
    "PlanState",
    "Requirement",
    "SiteName",
    "label_of",
]
