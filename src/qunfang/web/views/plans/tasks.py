"""One task at a time: its slots, its doubts, whether it is a task at all. Fragments for htmx, redirects without."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Invalid, NotFound
from qunfang.people.access import Verb
from qunfang.plans.access import access_obligation, access_plan
from qunfang.plans.models import Obligation
from qunfang.plans.services import (
    add_obligation,
    confirm_slot,
    correct_slots,
    drop_obligation,
    restore_obligation,
)
from qunfang.web.requests import UserRequest
from qunfang.web.views.plans.cards import desk_of
from qunfang.web.views.plans.forms import SLOT_FORMS, SlotForm
from qunfang.web.views.plans.wording import slot_title


def _answer(request: UserRequest, task: Obligation) -> HttpResponse:
    """The card anew with the totals, or back to the page."""
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('plan-review', args=[task.plan_id])}#task-{task.pk}")
    desk = desk_of(task.plan)
    shown = next(each for each in desk.tasks if each.pk == task.pk)
    context = {"plan": task.plan, "desk": desk, "card": desk.card(shown), "editable": task.plan.is_draft}
    return render(request, "plans/answer.html", context)


@login_required
def card(request: UserRequest, pk: int) -> HttpResponse:
    """One card, as when a correction is called off."""
    return _answer(request, access_obligation(request.user, pk, Verb.PLAN))


@login_required
def slot(request: UserRequest, pk: int, slot: str) -> HttpResponse:
    """Correct one group of slots in place."""
    task = access_obligation(request.user, pk, Verb.PLAN)
    if slot not in SLOT_FORMS:
        raise NotFound(_("There is no such detail of a task."))
    form = SLOT_FORMS[slot](request.POST, task=task) if request.method == "POST" else SLOT_FORMS[slot](task=task)
    if request.method == "POST" and form.is_valid() and _corrected(request, task, form):
        return _answer(request, task)
    return _asked(request, task, slot, form)


def _asked(request: UserRequest, task: Obligation, slot: str, form: SlotForm) -> HttpResponse:
    """The form of one group of slots, opened in its card or on a page of its own."""
    context = {"form": form, "task": task, "plan": task.plan, "slot": slot, "slot_title": slot_title(slot)}
    if not getattr(request, "htmx", False):
        return render(request, "plans/slot_page.html", context, status=400 if form.errors else 200)
    answer = render(request, "plans/slot.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#edit-{task.pk}", "innerHTML"
    return answer


def _corrected(request: UserRequest, task: Obligation, form: SlotForm) -> bool:
    """Whether the service took the values; its refusal is shown beside the field."""
    try:
        correct_slots(task, values=form.values(), by=request.user)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


@login_required
@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Decide a doubt in favour of what was read."""
    task = access_obligation(request.user, pk, Verb.PLAN)
    return _answer(request, confirm_slot(task, slot=request.POST.get("slot", ""), by=request.user))


@login_required
@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """It is no task."""
    return _answer(request, drop_obligation(access_obligation(request.user, pk, Verb.PLAN), by=request.user))


@login_required
@require_POST
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """It is a task after all."""
    return _answer(request, restore_obligation(access_obligation(request.user, pk, Verb.PLAN), by=request.user))


@login_required
@require_POST
def add_task(request: UserRequest, pk: int) -> HttpResponse:
    """Add a task that the text does not spell out."""
    plan = access_plan(request.user, pk, Verb.PLAN)
    added = add_obligation(plan, deliverable=request.POST.get("deliverable", ""), by=request.user)
    return redirect(f"{reverse('plan-review', args=[pk])}#task-{added.pk}")
