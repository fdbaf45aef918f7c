"""A request of somebody who has logged in."""

from __future__ import annotations

from django.http import HttpRequest

from qunfang.people.models import User


class UserRequest(HttpRequest):
    """What `login_required` lets through."""

    user: User
