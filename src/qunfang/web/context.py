"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qunfang.people.access import grants_of


def house(request: HttpRequest) -> dict[str, Any]:
    """`may`: verb name → granted anywhere; `menu`; `demo`: whether this is the demo county."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"may": {}, "menu": [], "demo": settings.DEMO}
    may = grants_of(user)
    return {"may": may, "menu": _menu(request, may), "demo": settings.DEMO}


def _menu(request: HttpRequest, may: dict[str, Any]) -> list[dict[str, Any]]:
    """The rooms that this user may enter, with a mark on the present one."""
    rooms = [
        ("home", _("To do"), True),
        ("plans", _("Plans"), True),
        ("coverage-home", _("Coverage"), True),
        ("materials", _("Materials"), True),
        ("review", _("To review"), may["review"]),
        ("units", _("Units and sites"), may["view"]),
        ("people", _("People"), may["people"]),
        ("check", _("Check a message"), True),
        ("counter", _("At the counter"), may["counter"]),
        ("feedback", _("Reported verdicts"), may["screening"]),
        ("me", _("My account"), True),
    ]
    found = []
    for name, word, allowed in rooms:
        url = _address(name) if allowed else ""
        if url:
            here = request.path == url if url == "/" else request.path.startswith(url)
            found.append({"name": name, "url": url, "word": word, "here": here})
    return found


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
