"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from qunfang.people.access import grants_of


def house(request: HttpRequest) -> dict[str, Any]:
    """`may`: verb name → granted anywhere; `demo`: whether this is the demo county."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"may": {}, "demo": settings.DEMO}
    return {"may": grants_of(user), "demo": settings.DEMO}
