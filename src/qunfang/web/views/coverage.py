"""Coverage: expected = verified + claimed + rejected + missing, at every unit, by tree, obligation and month."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.coverage.queries import Count, Due, count_of, counts_by, dues_for, ranked_children, running_plans
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
    """Coverage of the highest unit that the reader answers for."""
    unit = home_unit(request.user)
    if unit is None:
        raise NotFound(_("You hold no post yet. Ask your unit's administrator for an invitation."))
    return redirect("coverage", pk=unit.pk)


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
        "count": count_of(asked.dues, pieces=asked.pieces),
        "rows": [row for row in rows if _passes(row["count"], asked.only)],
        "chips": [(name, sum(_passes(row["count"], name) for row in rows)) for name in FILTERS],
        "as_of": clock.now(),
    }
    return render(request, "coverage/coverage.html", context)


@login_required
def coverage_chart(request: UserRequest, pk: int) -> HttpResponse:
    """The months as stacked bars, an SVG."""
    asked = _Question(request, access_unit(request.user, pk))
    months = counts_by(asked.dues, lambda due: due.period.due.strftime("%Y-%m"), pieces=asked.pieces)
    svg = month_bars({month: months[month] for month in sorted(months)})
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
    lines.append([_("Together"), "", *_figures(count_of(asked.dues, pieces=asked.pieces))])
    name = f"{unit.name}-{_('coverage')}-{asked.today:%Y%m%d}.xlsx"
    return workbook_response(name, {_("Coverage"): [headings, *lines]})


def _figures(count: Count) -> list[int]:
    return [count.expected, count.verified, count.claimed, count.rejected, count.missing, count.overdue]


def _passes(count: Count, only: str) -> bool:
    tests = {"overdue": count.overdue > 0, "claimed": count.claimed > 0, "done": count.verified == count.expected}
    return tests.get(only, True)


class _Question:
    """What the reader asks of the page, parsed from the address, and the dues that answer it."""

    def __init__(self, request: UserRequest, unit: Unit) -> None:
        self.unit, self.today = unit, clock.today()
        self.plans: list[Plan] = running_plans(unit)
        leaf = unit.is_leaf()
        self.given = {name: request.GET.get(name, "") for name in KEPT}
        self.by = _one_of(self.given["by"] or ("obligations" if leaf else "units"), VIEWS)
        self.only = _one_of(request.GET.get("only"), FILTERS)
        self.plan = next((p for p in self.plans if str(p.pk) == request.GET.get("plan")), None)
        chosen = [self.plan] if self.plan else self.plans
        below = [d for d in dues_for(unit, today=self.today, plans=chosen) if d.unit.path.startswith(unit.path)]
        wanted = request.GET.get("obligation", "")
        self.obligation = next((d.obligation for d in below if str(d.obligation.pk) == wanted), None)
        self.pieces = self.obligation is not None
        self.month = request.GET.get("month", "")
        self.months = sorted({due.period.due.replace(day=1) for due in below})
        self.dues = [due for due in below if self._wanted(due)]

    def query(self, **changed: Any) -> str:
        """The address's query with some filters set anew; empty ones are left out."""
        merged = {**self.given, "by": self.by, **{name: str(value or "") for name, value in changed.items()}}
        return urlencode({name: value for name, value in merged.items() if value})

    def _wanted(self, due: Due) -> bool:
        right = self.obligation is None or due.obligation.pk == self.obligation.pk
        return right and (not self.month or f"{due.period.due:%Y-%m}" == self.month)

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the table: name, count, and the query or unit that drills down."""
        if self.by == "months":
            months = counts_by(self.dues, lambda due: due.period.due.replace(day=1), pieces=self.pieces)
            return [
                {"name": f"{m:%Y-%m}", "count": months[m], "month": m, "month_key": f"{m:%Y-%m}"}
                for m in sorted(months)
            ]
        if self.by == "obligations":
            return self._obligation_rows()
        ranked = ranked_children(self.unit, self.dues, pieces=self.pieces)
        in_charge = Post.objects.in_charge([unit for unit, _count in ranked], self.today)
        return [
            {"name": u.name, "count": c, "unit": None if u.pk == self.unit.pk else u, "who": in_charge.get(u.pk, "")}
            for u, c in ranked
        ]

    def _obligation_rows(self) -> list[dict[str, Any]]:
        known: dict[int, Obligation] = {due.obligation.pk: due.obligation for due in self.dues}
        counts = counts_by(self.dues, lambda due: due.obligation.pk)
        ranked = sorted(counts.items(), key=lambda item: (-item[1].overdue, item[1].share()))
        return [{"name": known[pk].clause, "count": count, "obligation": known[pk]} for pk, count in ranked]


def _one_of(given: str | None, allowed: tuple[str, ...]) -> str:
    return given if given in allowed else allowed[0]
