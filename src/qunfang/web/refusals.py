"""How a refusal looks: status, title and the sentence that tells what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable

STATUS: dict[type[Refusal], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}


def status_of(refusal: Refusal) -> int:
    """HTTP status of a refusal, by its kind."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)


def _title(status: int) -> str:
    titles = {
        403: _("Not allowed"),
        404: _("Nothing here"),
        409: _("It has changed meanwhile"),
        500: _("Something broke on our side"),
        503: _("Not reachable right now"),
    }
    return titles.get(status, _("That did not work"))


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": message}, status=status)
    template = "refusal_fragment.html" if getattr(request, "htmx", False) else "refusal.html"
    return render(request, template, {"title": _title(status), "message": message}, status=status)


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to an expected refusal."""
    return _page(request, status_of(refusal), refusal.message)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 of the URL resolver; the same words as for what is not yours."""
    return _page(request, 404, _("There is no such page, or it is not yours to see."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, mostly an expired form."""
    return _page(request, 403, _("The page was open too long. Go back, reload it and try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without a database."""
    return HttpResponse(_("Something broke on our side. Nothing was saved; please try again."), status=500)
