"""What happens to plans that later rooms must know of."""

from __future__ import annotations

from dataclasses import dataclass

from qunfang.plans.models import Plan


@dataclass(frozen=True, kw_only=True)
class PlanPublished:
    """A plan holds from now on; the version before it, if any, does not any more."""

    plan: Plan
