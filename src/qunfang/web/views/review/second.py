"""The second look: clean proofs drawn at random, seen by another person; and where the two disagree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qunfang.common.errors import Conflict, Invalid
from qunfang.evidence.access import access_look, visible_looks
from qunfang.evidence.services import look_again, undo_look
from qunfang.web.requests import UserRequest
from qunfang.web.views.findings import shown_files
from qunfang.web.views.review.rooms import looks_for, rooms, shown_number

MOST_DISAGREEMENTS = 40


@login_required
def second_looks(request: UserRequest) -> HttpResponse:
    """The oldest that was drawn and waits for another person; below, where two saw it differently."""
    waiting, all_looks = looks_for(request.user), visible_looks(request.user)
    shown, undo = waiting.first(), request.GET.get("undo", "")
    figures = all_looks.aggregate(looked=Count("pk", filter=~Q(agrees=None)), apart=Count("pk", filter=Q(agrees=False)))
    context: dict[str, Any] = {"shown": shown, "number": shown_number(waiting), **figures}
    context["undo"] = undo if undo.isdigit() else ""
    context["files"] = shown_files(request.user, shown.submission) if shown else []
    context["disagreements"] = all_looks.filter(agrees=False).order_by("-looked_at")[:MOST_DISAGREEMENTS]
    context["rooms"] = rooms(request.user, "second-looks")
    return render(request, "review/second.html", context)


@login_required
@require_POST
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Agree, disagree with a reason, or take the answer back."""
    look = access_look(request.user, pk)
    try:
        if request.POST.get("act") == "undo":
            undo_look(look, by=request.user)
            return redirect("second-looks")
        agrees = request.POST.get("act") == "agree"
        look_again(look, by=request.user, agrees=agrees, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message, extra_tags="red")
        return redirect("second-looks")
    return redirect(f"/review/second/?undo={pk}")
