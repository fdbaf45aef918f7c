"""Which dues a reader asks for: my unit's, those below, by plan, measure, unit, month, words and light."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from qunfang.coverage.queries import Due, dues_for
from qunfang.people.access import access_unit, held_paths
from qunfang.places.models import Unit
from qunfang.plans.models import Obligation, Plan
from qunfang.web.requests import UserRequest

LIGHTS = ("open", "red", "amber", "green", "claimed", "rejected", "verified", "all")
SCOPES = ("all", "mine", "below")
KEPT = ("scope", "light", "q", "plan", "unit", "obligation", "series", "month")


def visible_dues(request: UserRequest) -> list[Due]:
    """Dues of the reader's own units and of all below them, none twice, by due day."""
    paths = sorted(held_paths(request.user))
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    found = {due.key: due for unit in Unit.objects.filter(path__in=tops) for due in dues_for(unit)}
    return sorted(found.values(), key=lambda due: (due.period.due, due.unit.path, due.obligation.position))


def is_mine(due: Due, paths: list[str]) -> bool:
    """Whether a unit at which the reader holds a post must do it itself."""
    return due.doer.path in paths


def passes(due: Due, light: str) -> bool:
    """Whether a due belongs under a chip: by its traffic light (anything not verified yet) or by its state."""
    if light == "open":
        return due.state in {"missing", "rejected"}
    return light in ("all", due.light, due.state)


class Asked:
    """The list that the address asks for, and what its chips and tabs show."""

    def __init__(self, request: UserRequest) -> None:
        given = {name: request.GET.get(name, "").strip() for name in KEPT}
        self.given = given
        self.words = given["q"]
        self.light = given["light"] if given["light"] in LIGHTS else "open"
        self.scope = given["scope"] if given["scope"] in SCOPES else "all"
        pk = given["unit"]
        self.unit = access_unit(request.user, int(pk)) if pk.isdigit() else None
        dues = dues_for(self.unit) if self.unit else visible_dues(request)
        self.plans: list[Plan] = list({due.obligation.plan_id: due.obligation.plan for due in dues}.values())
        paths = held_paths(request.user)
        near = [due for due in dues if self._near(due)]
        sides = {"all": near, "mine": [due for due in near if is_mine(due, paths)]}
        sides["below"] = [due for due in near if not is_mine(due, paths)]
        self.scopes = [(name, sum(passes(due, "open") for due in sides[name])) for name in SCOPES]
        self.split = bool(sides["mine"] and sides["below"])
        scoped = sides[self.scope]
        self.chips = [(name, sum(passes(due, name) for due in scoped)) for name in LIGHTS]
        self.found = [due for due in scoped if passes(due, self.light)]
        self.obligation: Obligation | None = next((due.obligation for due in near), None) if self._narrow() else None

    def _narrow(self) -> bool:
        return bool(self.given["obligation"] or self.given["series"])

    def _near(self, due: Due) -> bool:
        given, task = self.given, due.obligation
        if given["plan"] and str(task.plan_id) != given["plan"]:
            return False
        if given["obligation"] and str(task.pk) != given["obligation"]:
            return False
        if given["series"] and not due.key.startswith(f"{given['series']}-"):
            return False
        if given["month"] and f"{due.period.due:%Y-%m}" != given["month"]:
            return False
        return not self.words or self.words.lower() in f"{due.place}{due.unit.name}{task.name}{task.clause}".lower()

    def query(self, **changed: Any) -> str:
        """The address's query with some filters set anew; empty ones are left out."""
        merged = {**self.given, **{name: str(value or "") for name, value in changed.items()}}
        return urlencode({name: value for name, value in merged.items() if value})
