"""A site's page; adding, changing, closing and reopening a site."""

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
from qunfang.people.access import Verb, access_site, access_unit, lineage, may
from qunfang.places.models import Site, SiteKind, Unit
from qunfang.places.services import SiteFacts, add_site, change_site, close_site, reopen_site
from qunfang.web.requests import UserRequest

FIELDS = ("name", "kind", "code", "address", "latitude", "longitude")


@login_required
def site(request: UserRequest, pk: int) -> HttpResponse:
    """What is known of the site, and its parts."""
    found = access_site(request.user, pk)
    context = {"site": found, "unit": found.unit, "lineage": lineage(found.unit, request.user)}
    context["parts"] = found.parts.order_by("closed_on", "kind", "name")
    context["manages"] = may(request.user, Verb.PLACES, found.unit)
    return render(request, "places/site.html", context)


@login_required
def add(request: UserRequest, pk: int) -> HttpResponse:
    """A new site of this unit."""
    unit, refusal = access_unit(request.user, pk, verb=Verb.PLACES), None
    given = _given(request) if request.method == "POST" else {"parent": request.GET.get("parent", "")}
    if request.method == "POST":
        try:
            made = add_site(unit, facts=_facts(request, unit), by=request.user)
            messages.success(request, _("%(name)s was added.") % {"name": made.name}, extra_tags="green")
            return redirect("site-add", pk=pk) if "again" in request.POST else redirect("site", pk=made.pk)
        except Invalid as caught:
            refusal = caught
    return _form(request, unit, given=given, refusal=refusal)


@login_required
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Other facts for the site."""
    found, refusal = access_site(request.user, pk, verb=Verb.PLACES), None
    given: dict[str, Any] = {key: getattr(found, key) for key in FIELDS} | {"parent": str(found.parent_id or "")}
    if request.method == "POST":
        given = _given(request)
        try:
            change_site(found, facts=_facts(request, found.unit), by=request.user)
            messages.success(request, _("Saved."), extra_tags="green")
            return redirect("site", pk=pk)
        except Invalid as caught:
            refusal = caught
    return _form(request, found.unit, given=given, refusal=refusal, site=found)


@login_required
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Close the site and its parts; the answer offers to undo it."""
    number = close_site(access_site(request.user, pk, verb=Verb.PLACES), by=request.user)
    told = ngettext("Closed: %(number)s site.", "Closed, with its parts: %(number)s sites.", number)
    messages.warning(request, told % {"number": number})
    return redirect("site", pk=pk)


@login_required
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Open the site again."""
    number = reopen_site(access_site(request.user, pk, verb=Verb.PLACES), by=request.user)
    told = ngettext("Open again: %(number)s site.", "Open again: %(number)s sites.", number)
    messages.success(request, told % {"number": number}, extra_tags="green")
    return redirect("site", pk=pk)


def _given(request: UserRequest) -> dict[str, Any]:
    return {key: request.POST.get(key, "") for key in (*FIELDS, "parent")}


def _facts(request: UserRequest, unit: Unit) -> SiteFacts:
    given = _given(request)
    asked = given.pop("parent")
    parent = Site.objects.filter(pk=int(asked), unit=unit).first() if asked.isdigit() else None
    if asked and parent is None:
        raise Invalid(_("A part belongs to a place of the same unit."), field="parent")
    return SiteFacts(**given, parent=parent)


def _form(
    request: UserRequest, unit: Unit, *, given: dict[str, Any], refusal: Invalid | None, site: Site | None = None
) -> HttpResponse:
    parents = Site.objects.filter(unit=unit, closed_on=None).order_by("kind", "name")
    context = {"unit": unit, "lineage": lineage(unit, request.user), "given": given, "refusal": refusal}
    context |= {"site": site, "kinds": SiteKind.choices}
    context["parents"] = parents.exclude(pk=site.pk) if site else parents
    return render(request, "places/site_form.html", context, status=400 if refusal else 200)
