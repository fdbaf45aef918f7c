"""Rosters in: the template, handing in a file, looking it through, writing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunfang.common.errors import Conflict, Invalid
from qunfang.people.access import Verb, access_unit, lineage
from qunfang.places.models import Upload
from qunfang.places.services import commit_upload, drop_upload, keep_upload, own_upload, preview_roster, template_bytes
from qunfang.places.services.rosters.grids import MAX_BYTES
from qunfang.web.requests import UserRequest
from qunfang.web.workbooks import TYPE

SHOWN = 200


@login_required
def template(request: UserRequest) -> HttpResponse:
    """The workbook to fill in."""
    name = content_disposition_header(as_attachment=True, filename=f"{_('Units and sites')}.xlsx") or "attachment"
    return HttpResponse(template_bytes(), content_type=TYPE, headers={"Content-Disposition": name})


@login_required
def hand_in(request: UserRequest, pk: int) -> HttpResponse:
    """Choose a file; it is kept for its owner and shown before anything is written."""
    unit, refusal = access_unit(request.user, pk, verb=Verb.PLACES), None
    if request.method == "POST":
        try:
            return redirect("roster-preview", pk=_keep(request, pk).pk)
        except Invalid as caught:
            refusal = caught
    context = {"unit": unit, "lineage": lineage(unit, request.user), "refusal": refusal}
    return render(request, "places/roster.html", context, status=400 if refusal else 200)


def _keep(request: UserRequest, pk: int) -> Upload:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file first."), field="file")
    unit = access_unit(request.user, pk, verb=Verb.PLACES)
    return keep_upload(unit, name=file.name or "", content=file.read(MAX_BYTES + 1), by=request.user)


@login_required
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """What the file would do; POST writes all of it, or lets it go."""
    upload = own_upload(pk, by=request.user)
    unit = access_unit(request.user, upload.unit_id, verb=Verb.PLACES)
    if request.method == "POST":
        if request.POST.get("act") == "drop":
            drop_upload(upload)
            return redirect("roster", pk=unit.pk)
        try:
            done = commit_upload(upload, by=request.user)
        except (Invalid, Conflict) as refusal:
            messages.error(request, refusal.message, extra_tags="red")
            return redirect("roster-preview", pk=pk)
        told = ngettext("%(number)s row was written.", "%(number)s rows were written.", done.writes)
        messages.success(request, told % {"number": done.writes}, extra_tags="green")
        return redirect("unit", pk=unit.pk)
    context: dict[str, Any] = {"upload": upload, "unit": unit, "lineage": lineage(unit, request.user)}
    context["preview"] = found = preview_roster(unit, bytes(upload.content))
    context["added"], context["changed"], context["same"] = (found.acts(act) for act in ("added", "changed", "same"))
    return render(request, "places/preview.html", context | {"shown": SHOWN})
