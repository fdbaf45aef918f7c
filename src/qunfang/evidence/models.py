"""What units hand in to show that a due was met, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Obligation


class State(models.TextChoices):
    """Handed in, then accepted or returned; a returned one may be sent anew, and is then replaced."""

    CLAIMED = "claimed", _("Waiting for review")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Returned")
    REPLACED = "replaced", _("Sent anew")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES: dict[str, frozenset[str]] = {
    State.CLAIMED: frozenset({State.VERIFIED, State.REJECTED, State.WITHDRAWN}),
    State.VERIFIED: frozenset({State.CLAIMED}),
    State.REJECTED: frozenset({State.CLAIMED, State.REPLACED}),
    State.REPLACED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

COUNTED = (State.VERIFIED, State.CLAIMED, State.REJECTED)
"""States whose pieces stand for something; replaced and withdrawn ones stand for nothing any more."""


class Submission(models.Model):
    """One proof for one due: obligation × unit (and site) × period. A rejected one never counts and never vanishes.

    Obligation and users are without a constraint in the database: PostgreSQL would write a lock into their few rows
    for each proof, and all writers would queue there. Django's own `on_delete` guards them.
    """

    client_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Made by the sender: a repeat is known.")
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="submissions", db_constraint=False
    )
    lineage = models.UUIDField(help_text="The obligation's lineage: proof outlives a new version.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="submissions")
    period_start = models.DateField()
    period_end = models.DateField()
    quantity = models.PositiveIntegerField(default=1)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    reason = models.TextField(blank=True, help_text="Why it was returned.")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False)
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False)
    decided_at = models.DateTimeField(null=True)
    doubt = models.PositiveSmallIntegerField(default=0, help_text="How much the checks of its photos speak against it.")

    captured_in_app = models.BooleanField(null=True, help_text="Taken in the pocket; none where nobody can tell.")
    captured_at = models.DateTimeField(null=True, help_text="By the phone's clock: its earliest photo.")
    captured_latitude = models.FloatField(null=True, help_text="Degrees, WGS 84, where the phone stood.")
    captured_longitude = models.FloatField(null=True)
    captured_within = models.FloatField(null=True, help_text="Metres: the phone's own uncertainty.")

    class Meta:
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["lineage", "unit", "site", "period_start"], name="submission_due"),
            models.Index(fields=["state", "submitted_at"], name="submission_state"),
            models.Index(fields=["state", "-doubt", "submitted_at"], name="submission_doubt"),
        ]


class Attachment(models.Model):
    """A photo or file of a submission; the original is kept as it came."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=[("photo", _("Photo")), ("file", _("File"))])
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField(null=True, help_text="Pixels.")
    height = models.PositiveIntegerField(null=True, help_text="Pixels.")


class Rendition(models.Model):
    """A photo as pages show it: smaller, WebP, and with no note of time, place, device or person."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="renditions")
    size = models.CharField(max_length=8, choices=[("small", _("Small")), ("large", _("Large"))])
    file = models.FileField(upload_to="renditions/%Y/%m/")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "size"], name="one_rendition_a_size")]


class PhotoTrace(models.Model):
    """What was found out about one photo: its facts, its fingerprint, and how each check came out."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="trace")
    words = models.BinaryField(help_text="The fingerprint: 24-bit words, 4 bytes each, least significant first.")
    taken_at = models.DateTimeField(null=True, help_text="By the camera's own clock; none where it wrote no zone.")
    latitude = models.FloatField(null=True, help_text="Degrees, WGS 84, as the file says.")
    longitude = models.FloatField(null=True)
    device = models.CharField(max_length=170, blank=True)
    policy = models.CharField(max_length=20, blank=True, help_text="Version of the policy that ran; empty before.")
    outcomes = models.JSONField(default=list, help_text="Check, result, reason and figures, the gravest first.")
    checked_at = models.DateTimeField(null=True)


class SecondLook(models.Model):
    """An accepted clean proof, drawn at random, that another person looks at too; until then `agrees` is empty."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="second_look")
    first_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    drawn_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    reason = models.TextField(blank=True, help_text="What the second person sees differently.")
    looked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agrees", "drawn_at"], name="second_look_open")]


class Upload(models.Model):
    """A photo that a phone sends piece by piece; gone when its proof is handed in, or a week after its last piece."""

    client_key = models.UUIDField(unique=True, help_text="Made by the phone; names the file in uploads/.")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes of the whole photo.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="As announced; when whole, as found.")
    whole = models.BooleanField(default=False)
    updated_at = models.DateTimeField(db_index=True, help_text="When the last piece came.")
