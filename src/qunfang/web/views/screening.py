"""Is this a scam? The public page, and the reviewer's list of verdicts that somebody holds for wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Conflict, Invalid, NotFound, Refusal, Unavailable
from qunfang.engine.photo import OcrMissing, UnreadablePicture, codes_of, text_of
from qunfang.people.access import Verb, demand_somewhere
from qunfang.screening.models import Feedback, FeedbackState, Source
from qunfang.screening.services import check_text, decide_feedback, report_verdict, turns_of
from qunfang.web.requests import UserRequest
from qunfang.web.views.spans import lit_pieces

READERS = ("resident", "elder", "parent", "teller", "officer")
CHANNELS = ("sms", "call", "chat", "mail")
PAGE = 20


def check_page(request: HttpRequest) -> HttpResponse:
    """Paste a text, a number or a link, or choose a picture; the verdict in words that a grandmother accepts."""
    reader = request.POST.get("reader", "resident")
    context: dict[str, Any] = {"reader": reader if reader in READERS else "resident", "readers": _readers()}
    if request.method == "POST":
        try:
            context |= _checked(request, context["reader"])
        except Refusal as refusal:
            context |= {"refusal": refusal, "text": request.POST.get("text", "")}
    layout = "base.html" if request.user.is_authenticated else "screening/public.html"
    status = 400 if "refusal" in context else 200
    response = render(request, "screening/check.html", {**context, "layout": layout}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _readers() -> list[tuple[str, str]]:
    words = [_("Myself"), _("An old person"), _("A parent"), _("A teller"), _("An officer")]
    return list(zip(READERS, words, strict=True))


def _checked(request: HttpRequest, reader: str) -> dict[str, Any]:
    text, source = request.POST.get("text", ""), Source.PAGE
    if picture := request.FILES.get("picture"):
        text, source = _read(picture.read())
    verdict = check_text(text, source=source, reader=reader)
    clear = next((turn for turn in turns_of(text, channel=None) if turn.clear), None)
    spans = [(reason.start, reason.end) for reason in verdict.reasons]
    reasons = [(reason.says, text[reason.start : reason.end]) for reason in verdict.reasons]
    return {
        "text": text,
        "verdict": verdict,
        "reasons": reasons,
        "source": source,
        "clear": text[clear.start : clear.end].strip() if clear else "",
        "pieces": lit_pieces(text, spans),
    }


def _read(content: bytes) -> tuple[str, Source]:
    """What stands in a picture: its codes where it holds any, else its words."""
    try:
        codes = codes_of(content)
        if codes:
            return "\n".join(codes), Source.CODE
        text = text_of(content)
    except UnreadablePicture as cause:
        raise Invalid(_("This is no picture that can be read. Send a JPG or PNG."), field="picture") from cause
    except OcrMissing as cause:
        raise Unavailable(
            _("Pictures cannot be read on this server yet. Please type or paste the words."), permanent=True
        ) from cause
    if not text.strip():
        raise Invalid(
            _("No words were found in the picture. Take it from nearer, or paste the words."), field="picture"
        )
    return text, Source.PICTURE


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """“This was wrong”: the text goes to a reviewer because its sender wants it."""
    channel = request.POST.get("channel") if request.POST.get("channel") in CHANNELS else None
    report_verdict(request.POST.get("text", ""), channel=channel, says_scam=request.POST.get("is") == "scam")
    messages.success(request, _("Thank you. A person will look at it."), extra_tags="green")
    return redirect("check")


@login_required
def feedback_list(request: UserRequest) -> HttpResponse:
    """Reports that wait for a reviewer, the oldest first."""
    demand_somewhere(request.user, Verb.SCREENING)
    state = request.GET.get("state", FeedbackState.OPEN)
    state = state if state in FeedbackState.values else FeedbackState.OPEN
    found = Feedback.objects.filter(state=state)
    chips = [(value, label, Feedback.objects.filter(state=value).count()) for value, label in FeedbackState.choices]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "screening/feedback.html", {"page": page, "chips": chips, "state": state})


@login_required
@require_POST
def feedback_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Say what a reported text really is, or take that back."""
    demand_somewhere(request.user, Verb.SCREENING)
    feedback = Feedback.objects.filter(pk=pk).first()
    if feedback is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    to = request.POST.get("to", "")
    if to not in FeedbackState.values:
        raise Invalid(_("Choose one from the list."))
    try:
        decide_feedback(feedback, to=FeedbackState(to), by=request.user)
        messages.success(request, _("Decided."), extra_tags="green")
    except Conflict as refusal:
        messages.error(request, refusal.message, extra_tags="red")
    return redirect("feedback")
