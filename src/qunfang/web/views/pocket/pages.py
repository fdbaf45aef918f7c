"""The pocket's page, its dues, its service worker, and the door behind a poster's QR code."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.coverage.access import may_with_due
from qunfang.coverage.queries import Due
from qunfang.people.access import Verb, held_paths
from qunfang.places.models import Site
from qunfang.web.requests import UserRequest
from qunfang.web.templatetags.house import day
from qunfang.web.views.due_lists import is_mine, passes, visible_dues
from qunfang.web.views.pocket.wording import words

MOST_DUES = 300
"""Dues that a phone keeps: the earliest first."""
SHELL = (
    "qunfang/qunfang.css",
    "qunfang/seal.svg",
    "qunfang/pocket/pocket.css",
    "qunfang/pocket/pocket.js",
    "qunfang/pocket/keeping.js",
    "qunfang/pocket/capture.js",
    "qunfang/pocket/sending.js",
    "qunfang/pocket/listing.js",
    "qunfang/pocket/manifest.webmanifest",
    "qunfang/pocket/icon-192.png",
)
TEMPLATES = ("pocket/pocket.html", "pocket/worker.js")


@login_required
def pocket(request: UserRequest) -> HttpResponse:
    """The shell: the same for everybody, so that the phone may keep it. What is due comes by `dues`."""
    return render(request, "pocket/pocket.html", {"words": words()})


@login_required
def dues(request: UserRequest) -> JsonResponse:
    """Open dues of the reader's own units (with `?site=` also of that site), who reads, and the token to send with."""
    site = request.GET.get("site", "")
    paths = held_paths(request.user)
    open_ones = [due for due in _doable(request) if is_mine(due, paths) or (due.site and str(due.site.pk) == site)]
    told = {
        "reader": {"id": request.user.pk, "name": str(request.user)},
        "token": get_token(request),
        "dues": [_told(due) for due in open_ones[:MOST_DUES]],
        "left_out": max(0, len(open_ones) - MOST_DUES),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _doable(request: UserRequest) -> list[Due]:
    """Open dues that the reader may hand in proof for, by due day."""
    user = request.user
    return [due for due in visible_dues(request) if passes(due, "open") and may_with_due(user, due, Verb.SUBMIT)]


def _told(due: Due) -> dict[str, Any]:
    return {
        "key": due.key,
        "site": due.site.pk if due.site else None,
        "place": due.place,
        "unit": due.unit.name,
        "measure": due.obligation.name,
        "clause": due.obligation.clause,
        "due": due.period.due.isoformat(),
        "day": day(due.period.due),
        "light": due.light,
        "state": due.state,
        "expected": due.expected,
        "left": due.expected - due.verified - due.claimed,
    }


@login_required
def site_door(request: UserRequest, name: str) -> HttpResponse:
    """From a poster's QR code (the site's code, or its number) to what is open there; NotFound where nothing is."""
    site = Site.objects.filter(code=name).first()
    if site is None and name.isdecimal() and len(name) < 19:
        site = Site.objects.filter(pk=int(name)).first()
    if site is None or not any(due.site and due.site.pk == site.pk for due in _doable(request)):
        raise NotFound(_("Nothing is open at this place that you could do."))
    return redirect(f"{reverse('pocket')}?site={site.pk}")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the top so that it may keep the pocket; it touches no other page.

    `?plain` leaves out the part that needs modules: sending while the page is closed.
    """
    context = {"version": pocket_version(), "shell": [reverse("pocket"), *map(static, SHELL)]}
    text: str = render_to_string("pocket/worker.js", context)
    if "plain" not in request.GET:
        text = f'import {{ sendAll }} from "{static("qunfang/pocket/sending.js")}";\n{text}{SYNC}'
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


SYNC = """
self.addEventListener("sync", (event) => {
  if (event.tag === "pocket") event.waitUntil(sendAll());
});
"""


def pocket_version() -> str:
    """Name of the shell as it is now: another one whenever a file of it changes."""
    return _version() if not settings.DEBUG else f"{clock.now():%H%M%S}"


@cache
def _version() -> str:
    found = hashlib.sha256()
    for name in SHELL:
        path = finders.find(name)
        if isinstance(path, str):
            with open(path, "rb") as stream:
                found.update(stream.read())
    for name in TEMPLATES:
        found.update((settings.PACKAGE / "web/templates" / name).read_bytes())
    return found.hexdigest()[:12]
