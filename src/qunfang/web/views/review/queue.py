"""The reviewer's queue: accept, return with a reason, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Conflict, Invalid
from qunfang.evidence.access import access_submission, visible_submissions
from qunfang.evidence.models import Submission
from qunfang.evidence.queries import behind, by_doubt
from qunfang.evidence.services import accept, reject, undo_decision
from qunfang.people.access import Verb
from qunfang.web.requests import UserRequest
from qunfang.web.views.findings import shown_files
from qunfang.web.views.review.rooms import rooms


@login_required
def queue(request: UserRequest) -> HttpResponse:
    """The most doubtful proof that waits, and how many wait behind it."""
    waiting = by_doubt(visible_submissions(request.user, Verb.REVIEW)).exclude(submitted_by=request.user)
    after = request.GET.get("after", "")
    shown = _next(waiting.select_related("replaces", "second_look__looked_by"), after)
    decided = request.GET.get("undo", "")
    context: dict[str, Any] = {"shown": shown, "number": waiting.count(), "undo": decided if decided.isdigit() else ""}
    context["rooms"] = rooms(request.user, "review")
    context["files"] = shown_files(request.user, shown) if shown else []
    context["reasons"] = [
        _("The photo is too blurred. Please go closer."),
        _("The photo does not show what was asked."),
        _("The same photo was sent before. Please take one today."),
    ]
    return render(request, "review/queue.html", context)


def _next(waiting: QuerySet[Submission], after: str) -> Submission | None:
    """The one behind submission `after` in the queue, or the first where there is none behind."""
    passed = waiting.filter(pk=int(after)).first() if after.isdigit() else None
    if passed is None:
        return waiting.first()
    return behind(waiting, passed).first() or waiting.first()


@login_required
@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """Accept, return or undo one submission."""
    submission = access_submission(request.user, pk, verb=Verb.REVIEW)
    try:
        if request.POST.get("act") == "accept":
            accept(submission, by=request.user)
        elif request.POST.get("act") == "undo":
            undo_decision(submission, by=request.user)
            return redirect("review")
        else:
            reject(submission, by=request.user, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message, extra_tags="red")
        return redirect("review")
    return redirect(f"/review/?undo={pk}")
