"""Amending a plan, what a version changed, and the plan above it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from qunfang.common.errors import Conflict, Invalid
from qunfang.people.access import Verb, lineage, may
from qunfang.places.models import Unit
from qunfang.plans.access import access_plan
from qunfang.plans.models import Plan, SiteName, label_of
from qunfang.plans.queries import (
    Difference,
    current_version,
    difference,
    missing_of_superior,
    owed_subplans,
    superior_candidates,
)
from qunfang.plans.services import amend_plan, tie_to_superior
from qunfang.web.requests import UserRequest
from qunfang.web.views.plans.forms import DocumentForm, SuperiorForm
from qunfang.web.views.plans.wording import joined, slot_title, slot_words


@login_required
def amend(request: UserRequest, pk: int) -> HttpResponse:
    """Hand in the amended text; the next version starts as a draft."""
    plan = access_plan(request.user, pk, Verb.PLAN)
    form = DocumentForm(request.POST or None, request.FILES or None, initial={"text": plan.document.text})
    if request.method == "POST" and form.is_valid():
        text, name = form.content()
        try:
            draft = amend_plan(plan, text=text, name=name, by=request.user)
            return redirect("plan-difference", pk=draft.pk)
        except (Invalid, Conflict) as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"plan": plan, "form": form, "lineage": lineage(plan.unit, request.user)}
    return render(request, "plans/amend.html", context, status=400 if form.errors else 200)


@login_required
def difference_page(request: UserRequest, pk: int) -> HttpResponse:
    """What this version asks otherwise than the one before it."""
    plan = access_plan(request.user, pk)
    found = difference(plan.supersedes, plan) if plan.supersedes else Difference()
    context = {
        "plan": plan,
        "before": plan.supersedes,
        "found": found,
        "changes": _changes(found, plan),
        "lineage": lineage(plan.unit, request.user),
    }
    return render(request, "plans/difference.html", context)


def _changes(found: Difference, plan: Plan) -> list[dict[str, Any]]:
    """Changed tasks with their slots in words."""
    names = dict(Unit.objects.within(plan.unit).values_list("pk", "name"))
    return [
        {
            "task": change.new,
            "slots": [
                (slot_title(slot), slot_words(slot, old, names), slot_words(slot, new, names))
                for slot, old, new in change.slots
            ],
        }
        for change in found.changed
    ]


@login_required
def superior(request: UserRequest, pk: int) -> HttpResponse:
    """The plan above, what this one misses of it, and the sub-plans that units below owe."""
    plan = access_plan(request.user, pk)
    candidates = superior_candidates(plan)
    form = SuperiorForm(request.POST or None, candidates=candidates, initial={"superior": plan.superior_id})
    if request.method == "POST" and form.is_valid():
        access_plan(request.user, pk, Verb.PLAN)
        chosen = next((each for each in candidates if str(each.pk) == form.cleaned_data["superior"]), None)
        tie_to_superior(plan, superior=chosen, by=request.user)
        return redirect("plan-superior", pk=pk)
    return render(request, "plans/superior.html", _superior_context(request, plan, form))


def _superior_context(request: UserRequest, plan: Plan, form: SuperiorForm) -> dict[str, Any]:
    gaps = [(gap, joined(label_of(SiteName, site) for site in gap.sites)) for gap in missing_of_superior(plan)]
    owed = owed_subplans(plan)
    return {
        "plan": plan,
        "above": current_version(plan.superior) if plan.superior else None,
        "form": form,
        "gaps": gaps,
        "owed": owed,
        "handed_in": sum(each.state == "handed_in" for each in owed),
        "may_plan": may(request.user, Verb.PLAN, plan.unit),
        "lineage": lineage(plan.unit, request.user),
    }
