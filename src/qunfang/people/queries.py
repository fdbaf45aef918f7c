"""Named questions about posts and invitations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class PostQuerySet(models.QuerySet[Any]):
    """Posts by day, role and words."""

    def present(self, day: dt.date) -> PostQuerySet:
        """Posts that are held on `day`."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def ended(self, day: dt.date) -> PostQuerySet:
        """Posts that were over before `day`."""
        return self.filter(until__lt=day)

    def matching(self, words: str) -> PostQuerySet:
        """Posts whose holder's name or user name, or whose unit, contains every word."""
        found = self
        for word in words.split():
            about = Q(user__name__icontains=word) | Q(user__username__icontains=word)
            found = found.filter(about | Q(unit__name__icontains=word) | Q(unit__code__startswith=word))
        return found


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations by state."""

    def open_at(self, now: dt.datetime) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gte=now)

    def waiting(self) -> InvitationQuerySet:
        """Those that nobody has taken up or withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)
