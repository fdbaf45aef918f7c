"""Accounts come from invitations only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: a post comes with an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed; see people.services.accept_invitation."""
        return False
