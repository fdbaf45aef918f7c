"""Invitations: made as a link and a QR code, listed, withdrawn, taken up."""

from __future__ import annotations

from typing import Any

import segno
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.people.access import (
    Verb,
    access_invitation,
    access_unit,
    demand_somewhere,
    lineage,
    roles_to_give,
    visible_to,
)
from qunfang.people.models import Invitation, InvitationState, User
from qunfang.people.services import (
    accept_as,
    accept_invitation,
    invite,
    open_invitation,
    person_of_secret,
    set_password,
    withdraw_invitation,
)
from qunfang.places.models import Unit
from qunfang.web.requests import UserRequest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHOICES = 800


def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: with a new account, or as who is logged in."""
    invitation = open_invitation(secret)
    context = {"invitation": invitation, "given": request.POST, "refusal": None}
    if request.method == "POST":
        try:
            _take_up(request, secret)
            return redirect("home")
        except (Invalid, Conflict) as refusal:
            context["refusal"] = refusal
    return render(request, "people/join.html", context, status=400 if context["refusal"] else 200)


def _take_up(request: HttpRequest, secret: str) -> None:
    if "as_me" in request.POST and isinstance(request.user, User):
        accept_as(secret, user=request.user)
        return
    given = {key: request.POST.get(key, "") for key in ("username", "password", "name")}
    login(request, accept_invitation(secret, **given), backend=BACKEND)
    UserSession.objects.create_from_request(request)  # the list of devices begins with this one


@login_required
def invite_page(request: UserRequest, pk: int) -> HttpResponse:
    """Invite somebody to a post at this unit or below; the link and its QR are shown once."""
    unit, refusal = access_unit(request.user, pk, verb=Verb.PEOPLE), None
    context = {"unit": unit, "lineage": lineage(unit, request.user), "roles": roles_to_give(request.user, unit)}
    context |= {"units": Unit.objects.within(unit).filter(closed_on=None)[:CHOICES], "given": request.POST}
    if request.method == "POST":
        asked = request.POST.get("unit", "")
        target = access_unit(request.user, int(asked) if asked.isdigit() else pk, verb=Verb.PEOPLE)
        try:
            role, name = request.POST.get("role", ""), request.POST.get("name", "")
            made, secret = invite(target, role=role, name=name, by=request.user)
            link = request.build_absolute_uri(reverse("join", args=[secret]))
            context |= {"invitation": made, "link": link, "qr": qr_drawing(link)}
        except Invalid as caught:
            refusal = caught
    return render(request, "people/invite.html", context | {"refusal": refusal}, status=400 if refusal else 200)


def new_password(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a new password by a colleague's link; the login, with its second step, comes after."""
    context: dict[str, Any] = {"person": person_of_secret(secret), "refusal": None}
    if request.method == "POST":
        try:
            set_password(secret, password=request.POST.get("password", ""))
            messages.success(request, _("The new password is set. Please log in with it."), extra_tags="green")
            return redirect("account_login")
        except Invalid as refusal:
            context["refusal"] = refusal
    return render(request, "people/new_password.html", context, status=400 if context["refusal"] else 200)


def qr_drawing(link: str) -> SafeString:
    """The link as an SVG in the page."""
    svg = segno.make(link, error="m").svg_inline(border=1, omitsize=True)
    return mark_safe(svg)  # noqa: S308 - our own drawing


@login_required
def invitations(request: UserRequest) -> HttpResponse:
    """Invitations that nobody has taken up yet, where the reader looks after people."""
    demand_somewhere(request.user, Verb.PEOPLE)
    now = clock.now()
    rows = Invitation.objects.filter(visible_to(request.user, Verb.PEOPLE, field="unit__path")).waiting()
    rows = rows.select_related("unit", "invited_by").order_by("expires_at")
    listed = [{"invitation": each, "state": each.state_at(now)} for each in rows]
    number = sum(each["state"] == InvitationState.OPEN for each in listed)
    return render(request, "people/invitations.html", {"rows": listed, "number": number})


@login_required
@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """The link stops working at once."""
    withdraw_invitation(access_invitation(request.user, pk), by=request.user)
    messages.success(request, _("Withdrawn. The link no longer works."), extra_tags="green")
    return redirect("invitations")
