"""One file for many sites: asked for, watched, stopped, fetched."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common.errors import Invalid, NotFound
from qunfang.materials.access import access_batch, access_piece
from qunfang.materials.models import BatchState, ContentPiece, PrintBatch
from qunfang.materials.services.batches import OPEN, ask_for_batch, batch_path, stop_batch
from qunfang.materials.services.printing import FORMS, Wish
from qunfang.people.access import Verb, access_unit
from qunfang.web.requests import UserRequest
from qunfang.web.views.materials.lists import piece_context


@login_required
@require_POST
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Queue the file for the sites of a unit and all below it."""
    found = access_piece(request.user, pk)
    try:
        made = _asked(request, found)
    except Invalid as refusal:
        context = piece_context(request.user, found, refusal=refusal, given=request.POST)
        return render(request, "materials/piece.html", context, status=400)
    return redirect("batch", pk=made.pk)


@login_required
def batch(request: UserRequest, pk: int) -> HttpResponse:
    """How far it is; the fragment that the page asks for every two seconds, or the page."""
    found = access_batch(request.user, pk)
    context = {"batch": found, "open": found.state in OPEN, "form": FORMS[found.form]}
    context["percent"] = 100 * found.done // max(1, found.total)
    return render(request, "materials/batch_state.html" if "part" in request.GET else "materials/batch.html", context)


@login_required
@require_POST
def stop(request: UserRequest, pk: int) -> HttpResponse:
    """Stop it."""
    stop_batch(access_batch(request.user, pk))
    return redirect("batch", pk=pk)


@login_required
def fetch(request: UserRequest, pk: int) -> HttpResponseBase:
    """The finished file."""
    found = access_batch(request.user, pk)
    path = batch_path(found)
    if found.state != BatchState.DONE or not path.is_file():
        raise NotFound(_("The file is not there. Ask for it anew."))
    name = f"{found.piece.title}-{found.unit.name}-{found.total}.pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _asked(request: UserRequest, piece: ContentPiece) -> PrintBatch:
    unit, form = request.POST.get("unit", ""), request.POST.get("form", "")
    if not unit.isdecimal() or len(unit) > 18:
        raise Invalid(_("Choose one of the list."), field="unit")
    if form not in FORMS:
        raise Invalid(_("Choose one of the list."), field="form")
    return ask_for_batch(
        piece,
        unit=access_unit(request.user, int(unit), verb=Verb.VIEW),
        kind=request.POST.get("kind", ""),
        wish=Wish(form=FORMS[form], large=request.POST.get("large") == "1"),
        by=request.user,
    )
