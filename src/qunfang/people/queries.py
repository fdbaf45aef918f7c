"""Named questions about posts and invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from qunfang.places.models import Unit


IN_CHARGE = ("field_worker", "teacher", "teller", "officer", "police", "leader")
"""Roles that answer for a unit's dues, the nearest to the work first."""


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

    def in_charge(self, units: Iterable[Unit], day: dt.date) -> dict[int, str]:
        """Unit id → name of who answers for it on `day`; units without one are left out. One statement."""
        posts = self.present(day).filter(unit__in=list(units), role__in=IN_CHARGE, user__is_active=True)
        found: dict[int, str] = {}
        for post in sorted(posts.select_related("user"), key=lambda each: (IN_CHARGE.index(each.role), each.pk)):
            found.setdefault(post.unit_id, str(post.user))
        return found


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations by state."""

    def open_at(self, now: dt.datetime) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gte=now)

    def waiting(self) -> InvitationQuerySet:
        """Those that nobody has taken up or withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)
