"""Adding, changing, moving, closing and reopening a unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qunfang.common.errors import Invalid
from qunfang.people.access import Verb, access_unit, lineage, visible_to
from qunfang.places.models import Unit, UnitKind
from qunfang.places.queries import named_paths, unit_meant
from qunfang.places.services import add_unit, change_unit, close_unit, move_unit, reopen_unit
from qunfang.web.requests import UserRequest

FIELDS = ("name", "kind", "code", "opened_on")


@login_required
def add(request: UserRequest, pk: int) -> HttpResponse:
    """A new unit below this one."""
    parent = access_unit(request.user, pk, verb=Verb.PLACES)
    given, refusal = _given(request), None
    if request.method == "POST":
        try:
            made = add_unit(parent, **given, by=request.user)
            messages.success(request, _("%(name)s was added.") % {"name": made.name}, extra_tags="green")
            return redirect(
                "unit-add" if "again" in request.POST else "unit", pk=pk if "again" in request.POST else made.pk
            )
        except Invalid as caught:
            refusal = caught
    return _form(request, parent, given=given, refusal=refusal, adding=True)


@login_required
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Other name, kind, code or first day."""
    found, refusal = access_unit(request.user, pk, verb=Verb.PLACES), None
    given: dict[str, Any] = {key: getattr(found, key) for key in FIELDS}
    if request.method == "POST":
        given = _given(request)
        try:
            change_unit(found, **given, by=request.user)
            messages.success(request, _("Saved."), extra_tags="green")
            return redirect("unit", pk=pk)
        except Invalid as caught:
            refusal = caught
    return _form(request, found, given=given, refusal=refusal, adding=False)


@login_required
def move(request: UserRequest, pk: int) -> HttpResponse:
    """Put the unit below another one; both must be the user's to change."""
    found, refusal = access_unit(request.user, pk, verb=Verb.PLACES), None
    targets = list(Unit.objects.filter(visible_to(request.user, Verb.PLACES)).order_by("path"))
    targets = [each for each in targets if not each.path.startswith(found.path) and not each.closed_on]
    text = request.POST.get("to", "")
    if request.method == "POST":
        try:
            move_unit(found, to=_meant(text, targets), by=request.user)
            messages.success(request, _("%(name)s was moved.") % {"name": found.name}, extra_tags="green")
            return redirect("unit", pk=pk)
        except Invalid as caught:
            refusal = caught
    context = {"unit": found, "lineage": lineage(found, request.user), "refusal": refusal, "text": text}
    context["targets"] = list(named_paths(targets))
    return render(request, "places/unit_move.html", context, status=400 if refusal else 200)


@login_required
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Close the unit with everything below it; the answer offers to undo it."""
    found = access_unit(request.user, pk, verb=Verb.PLACES)
    number = close_unit(found, by=request.user)
    told = ngettext(
        "Closed, with all below it: %(number)s entry.", "Closed, with all below it: %(number)s entries.", number
    )
    messages.warning(request, told % {"number": number})
    return redirect("unit", pk=pk)


@login_required
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Open the unit again."""
    found = access_unit(request.user, pk, verb=Verb.PLACES)
    number = reopen_unit(found, by=request.user)
    told = ngettext("Open again: %(number)s entry.", "Open again: %(number)s entries.", number)
    messages.success(request, told % {"number": number}, extra_tags="green")
    return redirect("unit", pk=pk)


def _given(request: UserRequest) -> dict[str, Any]:
    return {key: request.POST.get(key, "") for key in FIELDS}


def _meant(text: str, targets: list[Unit]) -> Unit:
    found = unit_meant(text, targets)
    if found is None:
        raise Invalid(_("No single unit is meant by this. Choose one from the list, or give its code."), field="to")
    return found


def _form(
    request: UserRequest, unit: Unit, *, given: dict[str, Any], refusal: Invalid | None, adding: bool
) -> HttpResponse:
    context = {"unit": unit, "lineage": lineage(unit, request.user), "given": given, "refusal": refusal}
    context |= {"adding": adding, "kinds": UnitKind.choices}
    return render(request, "places/unit_form.html", context, status=400 if refusal else 200)
