"""The review page, and what is done to a plan as a whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import yaml
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Invalid
from qunfang.people.access import Verb, lineage, may
from qunfang.places.models import UnitKind
from qunfang.plans.access import access_plan
from qunfang.plans.models import Deliverable, Focus, LeadingRole, Plan, Requirement, label_of
from qunfang.plans.queries import Doers, actors_of, as_dict, owed_subplans, units_of, versions_of
from qunfang.plans.services import discard_plan, map_actor, publish_plan, restore_plan, set_period
from qunfang.web.requests import UserRequest
from qunfang.web.views.plans.cards import Desk, desk_of
from qunfang.web.views.plans.forms import PeriodForm, period_form, unit_choices
from qunfang.web.views.plans.text import paragraphs
from qunfang.web.views.plans.wording import goal_words


@login_required
def review(request: UserRequest, pk: int) -> HttpResponse:
    """The document on the left, its tasks on the right; read-only once published."""
    plan = access_plan(request.user, pk)
    return render(request, "plans/review.html", review_context(request, plan))


def review_context(request: UserRequest, plan: Plan, **more: Any) -> dict[str, Any]:
    """Everything that the review page shows."""
    desk = desk_of(plan)
    may_plan = may(request.user, Verb.PLAN, plan.unit)
    versions = versions_of(plan)
    return {
        "plan": plan,
        "desk": desk,
        "paragraphs": paragraphs(plan.document.text, desk.tasks, title=plan.title),
        "lineage": lineage(plan.unit, request.user),
        "may_plan": may_plan,
        "editable": may_plan and plan.is_draft,
        "versions": versions if len(versions) > 1 else [],
        "actors": _actor_rows(desk) if plan.is_draft else [],
        "period_form": period_form(plan),
        "summary": _summary(plan.reading),
        "owed": owed_subplans(plan),
        "deliverables": Deliverable.choices,
        **more,
    }


def _actor_rows(desk: Desk) -> list[dict[str, Any]]:
    """Each actor of the text: who it is in this tree, how many units that is, and what can be chosen."""
    kinds = [(kind, label) for kind, label in UnitKind.choices if kind in desk.branch.kinds]
    rows = []
    for actor in actors_of(desk.plan):
        mapped = desk.plan.actor_map.get(actor) or {"kinds": [], "units": []}
        doers = Doers(kinds=mapped["kinds"], units=mapped["units"])
        rows.append(
            {
                "actor": actor,
                "words": desk.who(doers.kinds, doers.units),
                "number": len(units_of(doers, desk.branch)),
                "tasks": sum(actor in (task.actors or [""]) for task in desk.alive),
                "kinds": [(kind, label, kind in doers.kinds) for kind, label in kinds],
                "units": [(pk, name, pk in doers.units) for pk, name in unit_choices(desk.branch, doers.units)],
            }
        )
    return rows


def _summary(reading: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The rest of the reading: (heading, lines), empty ones left out."""
    roles = [
        f"{label_of(LeadingRole, each['role'])}: {each.get('title') or _('left blank')}"
        for each in reading.get("roles", [])
    ]
    found = [
        (_("Goals"), [goal_words(each) for each in reading.get("goals", [])]),
        (_("Who leads"), roles),
        (_("Units with duties"), list(dict.fromkeys(str(each["unit"]) for each in reading.get("duties", [])))),
        (
            _("Kinds of fraud named"),
            list(dict.fromkeys(label_of(Focus, each["type"]) for each in reading.get("focus", []))),
        ),
        (_("Demanded of all"), [label_of(Requirement, each) for each in reading.get("requirements", [])]),
    ]
    return [(heading, lines) for heading, lines in found if lines]


@login_required
@require_POST
def period(request: UserRequest, pk: int) -> HttpResponse:
    """Set from when to when the campaign runs."""
    plan = access_plan(request.user, pk, Verb.PLAN)
    form = PeriodForm(request.POST)
    if form.is_valid():
        try:
            set_period(plan, **form.cleaned_data, by=request.user)
            return redirect("plan-review", pk=pk)
        except Invalid as refusal:
            form.add_error(refusal.field, refusal.message)
    return render(request, "plans/review.html", review_context(request, plan, period_form=form), status=400)


@login_required
@require_POST
def actor(request: UserRequest, pk: int) -> HttpResponse:
    """Say who an actor of the text is in this tree (several at once where a button says so)."""
    plan = access_plan(request.user, pk, Verb.PLAN)
    kinds, units = request.POST.getlist("kinds"), request.POST.getlist("units")
    for each in request.POST.getlist("actor"):
        map_actor(plan, actor=each, kinds=kinds, units=units, by=request.user)
    return redirect(f"{reverse('plan-review', args=[pk])}#{request.POST.get('place', 'actors')}")


@login_required
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Make the draft hold."""
    plan = access_plan(request.user, pk, Verb.PLAN)
    try:
        publish_plan(plan, by=request.user)
        messages.success(request, _("Published. Every unit now sees what it has to do."))
    except Invalid as refusal:
        messages.error(request, refusal.message)
    return redirect("plan-review", pk=pk)


@login_required
@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Put a draft aside."""
    plan = discard_plan(access_plan(request.user, pk, Verb.PLAN), by=request.user)
    messages.success(
        request, _("“%(title)s” is put aside. You find it among the discarded ones.") % {"title": plan.title}
    )
    return redirect("plan-review", pk=pk)


@login_required
@require_POST
def restore(request: UserRequest, pk: int) -> HttpResponse:
    """Take up a draft that was put aside."""
    restore_plan(access_plan(request.user, pk, Verb.PLAN), by=request.user)
    return redirect("plan-review", pk=pk)


@login_required
def yaml_file(request: UserRequest, pk: int) -> HttpResponse:
    """The plan as it stands, corrections and all, as YAML."""
    plan = access_plan(request.user, pk)
    body = yaml.safe_dump(as_dict(plan), allow_unicode=True, sort_keys=False, width=100_000)
    name = quote(f"{plan.title}-v{plan.version}.yaml")
    headers = {"Content-Disposition": f"attachment; filename=\"plan-{plan.pk}.yaml\"; filename*=UTF-8''{name}"}
    return HttpResponse(body, content_type="application/yaml; charset=utf-8", headers=headers)
