"""The interface itself: its routers and the one mapper from refusals to JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from qunfang.common.errors import Refusal
from qunfang.web.api.screening import router as screening
from qunfang.web.refusals import status_of

api = NinjaAPI(title="Qunfang", version="1", docs_url=None, urls_namespace="api")
api.add_router("/screen", screening)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as `{"error", "field"}` with the status of its kind."""
    told = {"error": refusal.message, "field": refusal.field}
    return api.create_response(request, told, status=status_of(refusal))
