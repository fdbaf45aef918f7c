"""One's own account: name, type size, posts, ways to sign in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Invalid
from qunfang.people.access import home_unit
from qunfang.people.services import set_preferences
from qunfang.web.requests import UserRequest


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
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "posts": request.user.posts.present(clock.today()).select_related("unit"),
        "refusal": refusal,
        "unit": home_unit(request.user),
        "second_step": kinds - {Authenticator.Type.RECOVERY_CODES},
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "people/me.html", context, status=400 if refusal else 200)
