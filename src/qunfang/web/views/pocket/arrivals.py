"""What the pocket sends: photos piece by piece, then the proof they belong to. Answers are JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qunfang.common.errors import Invalid, Refusal
from qunfang.coverage.access import access_due
from qunfang.evidence.access import access_upload
from qunfang.evidence.models import Submission
from qunfang.evidence.services import Capture, KeptProof, Piece, WrongOffset, receive_piece, received_of, submit_kept
from qunfang.people.access import Verb
from qunfang.web.refusals import status_of
from qunfang.web.requests import UserRequest


@login_required
@require_http_methods(["GET", "POST", "PUT"])
def upload(request: UserRequest, key: UUID) -> HttpResponse:
    """GET: how much of the photo is there. POST or PUT: the next piece, `?offset=&size=&name=&sha256=`."""
    try:
        if request.method == "GET":
            known = access_upload(request.user, key)
            return JsonResponse({"received": received_of(key) if known else 0, "whole": bool(known and known.whole)})
        held = receive_piece(key, _piece(request), by=request.user)
    except WrongOffset as refusal:
        return JsonResponse({"error": refusal.message, "offset": refusal.offset}, status=409)
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"received": received_of(key), "whole": held.whole})


def _piece(request: UserRequest) -> Piece:
    given = request.GET
    return Piece(
        offset=_whole_number(given.get("offset")),
        content=request.body,
        size=_whole_number(given.get("size")),
        name=given.get("name", ""),
        sha256=given.get("sha256", "")[:64].lower(),
    )


@login_required
@require_POST
def proof(request: UserRequest) -> HttpResponse:
    """One kept proof, handed in; sent again, it gives the same answer."""
    try:
        kept, due_key = _kept(request.body)
        made = Submission.objects.filter(client_key=kept.client_key, submitted_by=request.user).first()
        if made is None:
            due = access_due(request.user, due_key, Verb.SUBMIT)
            made = submit_kept(kept, due.obligation, unit=due.unit, site=due.site, period=due.period, by=request.user)
    except Refusal as refusal:
        return _refused(refusal)
    return JsonResponse({"submission": made.pk, "client_key": str(made.client_key)})


def _kept(body: bytes) -> tuple[KeptProof, str]:
    """The proof and the key of its due, from `{client_key, due, quantity, note, uploads, captured_…, latitude, …}`."""
    try:
        given: dict[str, Any] = json.loads(body)
        uploads = [UUID(each) for each in given["uploads"]]
        capture = Capture(
            in_app=bool(given["captured_in_app"]) if uploads else None,
            at=_moment(given.get("captured_at")) if uploads else None,
            latitude=_degrees(given.get("latitude"), most=90),
            longitude=_degrees(given.get("longitude"), most=180),
            within=_degrees(given.get("within"), most=1e7),
        )
        kept = KeptProof(
            client_key=UUID(given["client_key"]),
            quantity=int(given["quantity"]),
            note=str(given.get("note", "")),
            uploads=uploads,
            capture=capture,
        )
        return kept, str(given["due"])
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise Invalid(_("This proof cannot be read. Open the page anew and keep it again.")) from cause


def _moment(text: Any) -> dt.datetime | None:
    found = parse_datetime(str(text)) if text else None
    if found is not None and found.tzinfo is None:
        raise ValueError("a moment without a zone")
    return found


def _degrees(given: Any, *, most: float) -> float | None:
    """A figure between -most and most; None for none."""
    if given is None:
        return None
    figure = float(given)
    if not (math.isfinite(figure) and abs(figure) <= most):
        raise ValueError("not on this globe")
    return figure


def _whole_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else -1


def _refused(refusal: Refusal) -> JsonResponse:
    return JsonResponse({"error": refusal.message, "field": refusal.field}, status=status_of(refusal))
