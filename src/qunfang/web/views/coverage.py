"""Coverage: expected = verified + claimed + rejected + missing, at every unit, by tree, obligation and month."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.coverage.queries import (
    Count,
    Window,
    counts_below,
    counts_by_slot,
    due_months,
    kept_obligations,
    ranked,
    running_plans,
    window_of,
)
from qunfang.people.access import access_unit, home_unit, lineage
from qunfang.people.models import Post
from qunfang.places.models import Unit
from qunfang.plans.models import Obligation, Plan
from qunfang.web.charts import month_bars
from qunfang.web.requests import UserRequest
from qunfang.web.workbooks import workbook_response

VIEWS = ("units", "obligations", "months")
FILTERS = ("all", "overdue", "claimed", "done")
KEPT = ("by", "only", "plan", "obligation", "month")


@login_required
def coverage_home(request: UserRequest) -> HttpResponse:
    """Coverage of the highest unit that the reader answers for, with the view and filters asked for."""
    unit = home_unit(request.user)
    if unit is None:
        raise NotFound(_("You hold no post yet. Ask your unit's administrator for an invitation."))
    query = request.GET.urlencode()
    return redirect(reverse("coverage", args=[unit.pk]) + (f"?{query}" if query else ""))


@login_required
def coverage(request: UserRequest, pk: int) -> HttpResponse:
    """One unit's coverage with what lies below it."""
    unit = access_unit(request.user, pk)
    asked = _Question(request, unit)
    rows = asked.rows()
    context = {
        "unit": unit,
        "lineage": lineage(unit, request.user),
        "asked": asked,
        "count": asked.whole,
        "rows": [row for row in rows if _passes(row["count"], asked.only)],
        "chips": [(name, sum(_passes(row["count"], name) for row in rows)) for name in FILTERS],
        "as_of": clock.now(),
    }
    return render(request, "coverage/coverage.html", context)


@login_required
def coverage_chart(request: UserRequest, pk: int) -> HttpResponse:
    """The months as stacked bars, an SVG."""
    asked = _Question(request, access_unit(request.user, pk))
    svg = month_bars({f"{month:%Y-%m}": count for month, count in asked.by_month()})
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@login_required
def coverage_export(request: UserRequest, pk: int) -> HttpResponse:
    """The table on the page as an Excel file."""
    unit = access_unit(request.user, pk)
    asked = _Question(request, unit)
    headings = [
        _("Name"),
        _("In charge"),
        _("Expected"),
        _("Verified"),
        _("Waiting"),
        _("Returned"),
        _("Missing"),
        _("Overdue"),
    ]
    lines = [[row["name"], row.get("who", ""), *_figures(row["count"])] for row in asked.rows()]
    lines.append([_("Together"), "", *_figures(asked.whole)])
    name = f"{unit.name}-{_('coverage')}-{asked.today:%Y%m%d}.xlsx"
    return workbook_response(name, {_("Coverage"): [headings, *lines]})


def _figures(count: Count) -> list[int]:
    return [count.expected, count.verified, count.claimed, count.rejected, count.missing, count.overdue]


def _passes(count: Count, only: str) -> bool:
    tests = {"overdue": count.overdue > 0, "claimed": count.claimed > 0, "done": count.verified == count.expected}
    return tests.get(only, True)


class _Question:
    """What the reader asks of the page, parsed from the address, and the numbers that answer it."""

    def __init__(self, request: UserRequest, unit: Unit) -> None:
        self.unit, self.today = unit, clock.today()
        self.plans: list[Plan] = running_plans(unit)
        leaf = unit.is_leaf()
        self.given = {name: request.GET.get(name, "") for name in KEPT}
        self.by = _one_of(self.given["by"] or ("obligations" if leaf else "units"), VIEWS)
        self.only = _one_of(request.GET.get("only"), FILTERS)
        self.plan = next((p for p in self.plans if str(p.pk) == request.GET.get("plan")), None)
        known = {each.pk: each for each in kept_obligations([self.plan] if self.plan else self.plans)}
        self.obligation = next((each for pk, each in known.items() if str(pk) == self.given["obligation"]), None)
        self.pieces = self.obligation is not None
        self.tasks: dict[int, Obligation] = {self.obligation.pk: self.obligation} if self.obligation else known
        self.months = due_months(known.values(), today=self.today)
        self.month = self.given["month"]
        self._month = next((month for month in self.months if f"{month:%Y-%m}" == self.month), None)
        self.whole, self._below = self._counted()

    def query(self, **changed: Any) -> str:
        """The address's query with some filters set anew; empty ones are left out."""
        merged = {**self.given, "by": self.by, **{name: str(value or "") for name, value in changed.items()}}
        return urlencode({name: value for name, value in merged.items() if value})

    def _windows(self) -> list[Window[int]]:
        """The periods asked for, labelled with the obligation's id; none where the month is none of these."""
        wanted = self.tasks.values() if self._month or not self.month else []
        return [window_of(each, today=self.today, slot=each.pk, month=self._month) for each in wanted]

    def _counted(self) -> tuple[Count, dict[int, Count]]:
        """The unit's count, and what it is made of: by child where units are asked for, else by obligation."""
        if self.by == "units":
            return counts_below(self.unit, self._windows(), pieces=self.pieces)
        slots = counts_by_slot(self.unit, self._windows(), pieces=self.pieces)
        return sum(slots.values(), start=Count()), slots

    def by_month(self) -> list[tuple[dt.date, Count]]:
        """First day of the month → count of what falls due in it, in their order."""
        months = [self._month] if self.month else self.months
        windows = [
            window_of(each, today=self.today, slot=month, month=month)
            for month in months
            if month
            for each in self.tasks.values()
        ]
        return sorted(counts_by_slot(self.unit, windows, pieces=self.pieces).items())

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the table: name, count, and the query or unit that drills down."""
        if self.by == "months":
            return [
                {"name": f"{m:%Y-%m}", "count": count, "month": m, "month_key": f"{m:%Y-%m}"}
                for m, count in self.by_month()
            ]
        if self.by == "obligations":
            return self._obligation_rows()
        found = ranked((unit, self._below[unit.pk]) for unit in Unit.objects.filter(pk__in=self._below))
        in_charge = Post.objects.in_charge([unit for unit, _count in found], self.today)
        return [
            {"name": u.name, "count": c, "unit": None if u.pk == self.unit.pk else u, "who": in_charge.get(u.pk, "")}
            for u, c in found
        ]

    def _obligation_rows(self) -> list[dict[str, Any]]:
        worst_first = sorted(self._below.items(), key=lambda item: (-item[1].overdue, item[1].share()))
        return [{"name": self.tasks[pk].clause, "count": c, "obligation": self.tasks[pk]} for pk, c in worst_first]


def _one_of(given: str | None, allowed: tuple[str, ...]) -> str:
    return given if given in allowed else allowed[0]
