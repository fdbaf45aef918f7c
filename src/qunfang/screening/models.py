"""What is remembered of screening: counts, reports that a verdict was wrong, and confirmed scams. Never the asking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qunfang.people.models import User


class Source(models.TextChoices):
    """Through which door a text came."""

    PAGE = "page", _("Public page")
    PICTURE = "picture", _("Screenshot")
    CODE = "code", _("QR code")
    API = "api", _("Interface")


class DayCount(models.Model):
    """How many texts were screened on a day, by door and verdict; nothing of their content is kept."""

    day = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)
    level = models.CharField(max_length=8)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "source", "level"], name="one_count_a_day")]


class FeedbackState(models.TextChoices):
    """A report waits, then a person says what the text really is; they may take it back."""

    OPEN = "open", _("Waiting")
    SCAM = "scam", _("It is a scam")
    HONEST = "honest", _("It is honest")


FEEDBACK_MOVES: dict[str, frozenset[str]] = {
    FeedbackState.OPEN: frozenset({FeedbackState.SCAM, FeedbackState.HONEST}),
    FeedbackState.SCAM: frozenset({FeedbackState.OPEN}),
    FeedbackState.HONEST: frozenset({FeedbackState.OPEN}),
}


class Feedback(models.Model):
    """Somebody says that a verdict was wrong and hands the text over on purpose; erased after its time."""

    text = models.TextField(help_text="As handed over, phone, card and identity numbers masked.")
    channel = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=8, help_text="What the screen had said.")
    risk = models.FloatField()
    type = models.CharField(max_length=24, blank=True)
    version = models.CharField(max_length=40, help_text="Model and rules that gave the verdict.")
    says_scam = models.BooleanField(help_text="What the sender holds it to be.")
    state = models.CharField(max_length=8, choices=FeedbackState.choices, default=FeedbackState.OPEN)
    sent_at = models.DateTimeField()
    erase_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["state", "sent_at"], name="feedback_state")]


class KnownScam(models.Model):
    """A text that a person has confirmed as a scam: its like is recognised at once, before any retraining."""

    feedback = models.OneToOneField(Feedback, null=True, on_delete=models.SET_NULL, related_name="known")
    text = models.TextField(help_text="Masked; needed to show what it is like and to compare.")
    type = models.CharField(max_length=24, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
