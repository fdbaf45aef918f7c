"""A plan as it stands, as one dict: what is saved as YAML and can be handed in again."""

from __future__ import annotations

from typing import Any

from qunfang.plans.models import Obligation, Plan

READ_ONCE = ("goals", "roles", "duties", "focus")
SLOTS = ("deliverable", "actors", "sites", "min_count", "per", "every", "by")


def as_dict(plan: Plan) -> dict[str, Any]:
    """SCHEMA's keys, with a person's corrections and without the tasks that a person dropped."""
    days = (plan.starts_on, plan.ends_on)
    start, end = (day.isoformat() if day else None for day in days)
    return {
        "title": plan.title,
        "kind": plan.kind,
        "period": {"start": start, "end": end},
        **{key: plan.reading.get(key, []) for key in READ_ONCE},
        "obligations": [_as_dict(each) for each in plan.obligations.all() if not each.dropped],
        "requirements": plan.reading.get("requirements", []),
    }


def _as_dict(obligation: Obligation) -> dict[str, Any]:
    found = {slot: getattr(obligation, slot) for slot in SLOTS}
    span = [obligation.span_start, obligation.span_end]
    return {**found, "span": span, "text": obligation.clause, "trace": obligation.trace, "doubts": obligation.doubts}
