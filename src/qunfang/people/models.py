"""People, the posts they hold at units, and invitations to a post."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from qunfang.people.queries import InvitationQuerySet, PostQuerySet
from qunfang.places.models import Unit


class Role(models.TextChoices):
    """What a person is at a unit; what each may do stands in people.access."""

    ADMINISTRATOR = "administrator", _("Administrator")
    LEADER = "leader", _("Leader")
    OFFICER = "officer", _("Anti-fraud officer")
    FIELD_WORKER = "field_worker", _("Field worker")
    TEACHER = "teacher", _("Teacher")
    TELLER = "teller", _("Teller")
    POLICE = "police", _("Police liaison")
    INSPECTOR = "inspector", _("Inspector")


class User(AbstractUser):
    """A person who can log in."""

    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    large_type = models.BooleanField(_("large type"), default=False)

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username


class Post(models.Model):
    """A role that a person holds at a unit, and so over everything below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=models.Q(until=None), name="one_post_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class InvitationState(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Taken up")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


MOVES: dict[str, frozenset[str]] = {
    InvitationState.OPEN: frozenset({InvitationState.ACCEPTED, InvitationState.WITHDRAWN, InvitationState.EXPIRED}),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.WITHDRAWN: frozenset(),
    InvitationState.EXPIRED: frozenset({InvitationState.WITHDRAWN}),
}
"""State → states that may follow. What has expired can still be put away."""


class Invitation(models.Model):
    """A link that lets one person take a post; only the digest of its secret is kept."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    name = models.CharField(_("name"), max_length=60, blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def state_at(self, now: dt.datetime) -> InvitationState:
        """What has become of it; taken up and withdrawn outlast the expiry."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if self.expires_at < now else InvitationState.OPEN
