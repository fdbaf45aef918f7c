"""Taking up an invitation, inviting, and one's own account."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from qunfang.common.errors import Invalid
from qunfang.people.access import Verb, access_unit, home_unit
from qunfang.people.models import Role
from qunfang.people.services import accept_invitation, invite, open_invitation, set_preferences
from qunfang.places.models import Unit
from qunfang.web.requests import UserRequest


def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: a name, a user name, a password."""
    context = {"invitation": open_invitation(secret), "given": request.POST}
    if request.method == "POST":
        given = {key: request.POST.get(key, "") for key in ("username", "password", "name")}
        try:
            user = accept_invitation(secret, **given)
        except Invalid as refusal:
            return render(request, "people/join.html", {**context, "refusal": refusal}, status=400)
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("home")
    return render(request, "people/join.html", context)


@login_required
def invite_page(request: UserRequest, pk: int) -> HttpResponse:
    """Invite somebody to a post at this unit; the link and its QR are shown once."""
    unit = access_unit(request.user, pk, verb=Verb.PEOPLE)
    context = {"unit": unit, "roles": Role.choices, "units": Unit.objects.within(unit)[:500]}
    if request.method == "POST":
        target = access_unit(request.user, int(request.POST.get("unit") or unit.pk), verb=Verb.PEOPLE)
        made, secret = invite(
            target, role=request.POST.get("role", ""), name=request.POST.get("name", ""), by=request.user
        )
        link = request.build_absolute_uri(f"/join/{secret}/")
        svg = segno.make(link, error="m").svg_inline(scale=5, border=2)
        context |= {"invitation": made, "link": link, "qr": mark_safe(svg)}  # noqa: S308 - our own drawing
    return render(request, "people/invite.html", context)


@login_required
def me(request: UserRequest) -> HttpResponse:
    """Name, large type, posts, and the ways to secure the account."""
    refusal = None
    if request.method == "POST":
        try:
            set_preferences(
                request.user, name=request.POST.get("name", ""), large_type=bool(request.POST.get("large_type"))
            )
            messages.success(request, _("Saved."), extra_tags="green")
            return redirect("me")
        except Invalid as caught:
            refusal = caught
    posts = request.user.posts.select_related("unit")
    context = {"posts": posts, "refusal": refusal, "unit": home_unit(request.user)}
    return render(request, "people/me.html", context, status=400 if refusal else 200)
