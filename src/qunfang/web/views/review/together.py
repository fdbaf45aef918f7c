"""Proofs against which the checks found nothing: looked over side by side, accepted together."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from qunfang.common.errors import Conflict, Invalid
from qunfang.evidence.access import access_submission
from qunfang.evidence.models import Submission
from qunfang.evidence.services import MOST_TOGETHER, accept_together, undo_together
from qunfang.people.access import Verb
from qunfang.web.requests import UserRequest
from qunfang.web.views.review.rooms import clean_for, rooms, shown_number

PAGE = 24


@login_required
def together(request: UserRequest) -> HttpResponse:
    """GET: the oldest clean proofs. POST: accept those chosen, or undo that."""
    if request.method == "POST":
        return _decide(request)
    clean = clean_for(request.user)
    shown = list(clean.select_related("replaces").prefetch_related("attachments")[:PAGE])
    undo = [pk for pk in request.GET.get("undo", "").split("-") if pk.isdigit()][:MOST_TOGETHER]
    context = {"shown": shown, "undo": undo, "number": shown_number(clean) if len(shown) == PAGE else len(shown)}
    context["rooms"] = rooms(request.user, "review-together")
    return render(request, "review/together.html", context)


def _decide(request: UserRequest) -> HttpResponse:
    chosen = _chosen(request)
    here = reverse("review-together")
    try:
        if request.POST.get("act") == "undo":
            undo_together(chosen, by=request.user)
            return redirect(here)
        made = accept_together(chosen, by=request.user)
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message, extra_tags="red")
        return redirect(here)
    return redirect(f"{here}?undo={'-'.join(str(each.pk) for each in made)}")


def _chosen(request: UserRequest) -> list[Submission]:
    """Those that were ticked; NotFound or Forbidden for the whole where one is not this person's to review."""
    keys = [int(pk) for pk in request.POST.getlist("pk") if pk.isdigit()][: MOST_TOGETHER + 1]
    return [access_submission(request.user, pk, verb=Verb.REVIEW) for pk in keys]
