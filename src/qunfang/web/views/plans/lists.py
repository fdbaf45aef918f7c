"""The list of plans, and the page for a new one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Invalid
from qunfang.people.access import Verb, access_unit, home_unit
from qunfang.plans.access import visible_plans
from qunfang.plans.models import Plan, PlanKind, PlanState, label_of
from qunfang.plans.services import add_document, draft_plan
from qunfang.web.requests import UserRequest
from qunfang.web.views.plans.forms import NewPlanForm

PAGE = 50
SORTS = {"newest": "-created_at", "unit": "unit__path", "title": "title", "ends": "ends_on"}


def _found(request: UserRequest) -> QuerySet[Plan]:
    """The plans that the filters leave, in the order asked for, with the number of their tasks."""
    query = request.GET.get("q", "").strip()
    found = visible_plans(request.user).annotate(tasks=Count("obligations", filter=Q(obligations__dropped=False)))
    if query:
        found = found.filter(Q(title__icontains=query) | Q(unit__name__icontains=query))
    return found.order_by(SORTS.get(request.GET.get("sort", ""), "-created_at"), "-pk")


def _of_state(found: QuerySet[Plan], state: str) -> QuerySet[Plan]:
    """Plans in one state; all but those put aside when none is named."""
    return found.filter(state=state) if state in PlanState.values else found.exclude(state=PlanState.DISCARDED)


@login_required
def plans(request: UserRequest) -> HttpResponse:
    """Plans that the reader may see."""
    state = request.GET.get("state", "")
    found = _found(request)
    numbers = Counter(found.order_by().values_list("state", flat=True))
    chips = [(value, label, numbers[value]) for value, label in PlanState.choices if numbers[value]]
    context = {
        "page": Paginator(_of_state(found, state), PAGE).get_page(request.GET.get("page")),
        "chips": chips,
        "state": state,
        "query": request.GET.get("q", ""),
        "sort": request.GET.get("sort", "newest"),
        "published": numbers[PlanState.PUBLISHED],
        "drafts": numbers[PlanState.DRAFT],
    }
    return render(request, "plans/plans.html", context)


@login_required
def plans_export(request: UserRequest) -> HttpResponse:
    """The list on the page as an Excel file."""
    from qunfang.web.workbooks import workbook_response

    heads = [_("Plan"), _("Unit"), _("Kind"), _("State"), _("Version"), _("Tasks"), _("First day"), _("Last day")]
    rows = [
        [each.title, each.unit.name, label_of(PlanKind, each.kind), each.get_state_display(), *_figures(each)]
        for each in _of_state(_found(request), request.GET.get("state", ""))
    ]
    name = f"{_('plans')}-{clock.today():%Y%m%d}.xlsx"
    return workbook_response(name, {_("Plans"): [list(heads), *rows]})


def _figures(plan: Any) -> list[Any]:
    return [plan.version, plan.tasks, plan.starts_on, plan.ends_on]


@login_required
def new_plan(request: UserRequest) -> HttpResponse:
    """Paste a plan or upload it; what was read of it comes next."""
    form = NewPlanForm(
        request.POST or None, request.FILES or None, user=request.user, initial={"unit": home_unit(request.user)}
    )
    if request.method == "POST" and form.is_valid():
        unit = access_unit(request.user, form.cleaned_data["unit"].pk, verb=Verb.PLAN)
        content, name = form.content()
        try:
            document = add_document(unit, text=content, name=name, by=request.user)
            return redirect("plan-review", pk=draft_plan(document, by=request.user).pk)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, "plans/new.html", {"form": form}, status=400 if form.errors else 200)
