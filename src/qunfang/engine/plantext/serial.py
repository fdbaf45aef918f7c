"""A plan as a dictionary (JSON) and as YAML that a person can read, edit and compile again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import yaml

from qunfang.engine.plantext.model import Doubt, Duty, Focus, Goal, Obligation, Plan, Role, Span


class BrokenPlan(ValueError):
    """The YAML is no plan; the message names the field."""


def plan_to_dict(plan: Plan) -> dict[str, Any]:
    """JSON-ready; spans as [start, end], the period as {"start", "end"}."""
    start, end = plan.period
    found = _plain(asdict(plan))
    found["period"] = {"start": start, "end": end}
    result: dict[str, Any] = found
    return result


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def plan_from_dict(told: Any) -> Plan:
    """Back from `plan_to_dict`. Raises BrokenPlan naming the field that is missing or wrong."""
    if not isinstance(told, dict):
        raise BrokenPlan("A plan is a mapping of fields; this file is not.")
    try:
        period = told["period"]
        return Plan(
            title=told["title"],
            kind=told["kind"],
            period=(period["start"], period["end"]),
            goals=tuple(Goal(**{**each, "span": _span(each)}) for each in told["goals"]),
            roles=tuple(Role(**{**each, "span": _span(each)}) for each in told["roles"]),
            duties=tuple(Duty(**{**each, "span": _span(each)}) for each in told["duties"]),
            focus=tuple(Focus(**{**each, "span": _span(each)}) for each in told["focus"]),
            obligations=tuple(_obligation(each) for each in told["obligations"]),
            requirements=tuple(told["requirements"]),
            warnings=tuple(told.get("warnings", ())),
        )
    except KeyError as cause:
        raise BrokenPlan(f"The field {cause} is missing.") from cause
    except (TypeError, ValueError, AttributeError) as cause:
        raise BrokenPlan(f"A field is wrong: {cause}.") from cause


def _span(told: dict[str, Any]) -> Span:
    start, end = told["span"]
    return int(start), int(end)


def _obligation(told: dict[str, Any]) -> Obligation:
    lists = {key: tuple(told.get(key, ())) for key in ("actors", "sites", "trace")}
    doubts = tuple(Doubt(**each) for each in told.get("doubts", ()))
    return Obligation(**{**told, **lists, "doubts": doubts, "span": _span(told)})


def plan_to_yaml(plan: Plan) -> str:
    """Readable, diffable YAML; Chinese as it is."""
    text: str = yaml.safe_dump(plan_to_dict(plan), allow_unicode=True, sort_keys=False, width=100)
    return text


def plan_from_yaml(text: str) -> Plan:
    """Back from `plan_to_yaml`. Raises BrokenPlan."""
    try:
        return plan_from_dict(yaml.safe_load(text))
    except yaml.YAMLError as cause:
        raise BrokenPlan("The file is no YAML; check its indentation.") from cause
