"""Own pieces: new, changed, a next version, published, dropped."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Conflict, Invalid
from qunfang.materials.access import access_own_piece, access_piece
from qunfang.materials.models import Audience, ContentPiece, Picture, PieceState, Topic
from qunfang.materials.services import (
    LIMITS,
    PieceWords,
    begin_version,
    change_draft,
    draft_piece,
    drop_draft,
    publish_piece,
    words_of,
)
from qunfang.people.access import Verb, access_unit, demand_somewhere, held_paths
from qunfang.people.models import User
from qunfang.places.models import Unit
from qunfang.web.requests import UserRequest
from qunfang.web.views.materials.lists import piece_context

BLANK = PieceWords(audience=Audience.GENERAL, topic=Topic.OTHER, picture=Picture.SHIELD, title="", line="", message="")


@login_required
def new(request: UserRequest) -> HttpResponse:
    """A piece of one's own, blank or from another (`?from=`)."""
    demand_somewhere(request.user, Verb.MATERIALS)
    words, refusal = _begun(request), None
    if request.method == "POST":
        words = _given(request)
        try:
            made = draft_piece(_unit(request), words=words, by=request.user)
            messages.success(request, _("Saved as a draft. Look it through, then publish it."), extra_tags="green")
            return redirect("piece", pk=made.pk)
        except Invalid as caught:
            refusal = caught
    return _form(request, words, refusal=refusal)


@login_required
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Other words for a draft."""
    found, refusal = access_own_piece(request.user, pk), None
    if found.state != PieceState.DRAFT:
        raise Conflict(_("What is published does not change. Begin a new version."))
    words = words_of(found)
    if request.method == "POST":
        words = _given(request)
        try:
            change_draft(found, words=words, by=request.user)
            messages.success(request, _("Saved."), extra_tags="green")
            return redirect("piece", pk=pk)
        except Invalid as caught:
            refusal = caught
    return _form(request, words, refusal=refusal, piece=found)


@login_required
@require_POST
def version(request: UserRequest, pk: int) -> HttpResponse:
    """The next version of an own piece, as a draft."""
    made = begin_version(access_own_piece(request.user, pk), by=request.user)
    return redirect("piece-edit", pk=made.pk)


@login_required
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """From now on for the unit and all below."""
    found = access_own_piece(request.user, pk)
    try:
        publish_piece(found, by=request.user)
    except Invalid as refusal:
        return render(
            request, "materials/piece.html", piece_context(request.user, found, publish_refusal=refusal), status=400
        )
    messages.success(request, _("Published. Colleagues of the unit and below see it now."), extra_tags="green")
    return redirect("piece", pk=pk)


@login_required
@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Take a draft away."""
    found = access_own_piece(request.user, pk)
    drop_draft(found, by=request.user)
    messages.warning(request, _("The draft “%(title)s” was dropped.") % {"title": found.title})
    return redirect("materials")


def _begun(request: UserRequest) -> PieceWords:
    origin = request.GET.get("from", "")
    if not origin.isdecimal() or len(origin) > 18:
        return BLANK
    return words_of(access_piece(request.user, int(origin)))


def _given(request: UserRequest) -> PieceWords:
    told = {name: request.POST.get(name, "") for name in PieceWords.__dataclass_fields__ if name != "steps"}
    return PieceWords(**told, steps=request.POST.getlist("steps"))


def _units(user: User) -> list[Unit]:
    return list(Unit.objects.filter(path__in=held_paths(user, Verb.MATERIALS)))


def _unit(request: UserRequest) -> Unit:
    asked = request.POST.get("unit", "")
    if not asked.isdecimal() or len(asked) > 18:
        raise Invalid(_("Choose one of the list."), field="unit")
    return access_unit(request.user, int(asked), verb=Verb.MATERIALS)


def _form(
    request: UserRequest, words: PieceWords, *, refusal: Invalid | None, piece: ContentPiece | None = None
) -> HttpResponse:
    given: dict[str, Any] = asdict(words)
    given["steps"] = (words.steps + [""] * 4)[:4]
    context: dict[str, Any] = {
        "given": given,
        "refusal": refusal,
        "piece": piece,
        "limits": LIMITS,
        "units": _units(request.user),
    }
    context |= {"audiences": Audience.choices, "topics": Topic.choices, "pictures": Picture.choices}
    return render(request, "materials/piece_form.html", context, status=400 if refusal else 200)
