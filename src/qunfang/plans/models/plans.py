"""Documents, the plans compiled from them, and the obligations that a plan puts on units."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from qunfang.people.models import User
from qunfang.places.models import Unit
from qunfang.plans.models.lists import Deliverable, label_of


class Document(models.Model):
    """A 方案 as it was handed in; its text never changes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(_("file name"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()


class PlanState(models.TextChoices):
    """A plan is corrected as a draft, holds when published, and gives way when superseded."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", _("Discarded")


PLAN_MOVES: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.PUBLISHED, PlanState.DISCARDED}),
    PlanState.PUBLISHED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
    PlanState.DISCARDED: frozenset({PlanState.DRAFT}),
}


class Plan(models.Model):
    """One version of a unit's plan: the reading of one document, corrected by a person."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="plans")
    superior = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subplans")
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12)
    starts_on = models.DateField(_("starts on"), null=True)
    ends_on = models.DateField(_("ends on"), null=True)
    reading = models.JSONField(help_text="The compiled plan as the engine read it: goals, roles, duties and so on.")
    actor_map = models.JSONField(
        default=dict, help_text="Actor as written ('' for the issuing body) → {kinds, units} of this tree."
    )
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~models.Q(state=PlanState.DISCARDED),
                name="one_successor_of_a_plan",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it can still be corrected."""
        return self.state == PlanState.DRAFT


class Obligation(models.Model):
    """One thing that units must put up, do, hold or send, as read from one clause and corrected by a person.

    `lineage` stays the same from version to version, so that what was proved stays proved.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="obligations")
    lineage = models.UUIDField(default=uuid.uuid4, db_index=True)
    position = models.PositiveIntegerField()
    clause = models.TextField(help_text="The words of the document that ask for it.")
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    deliverable = models.CharField(max_length=24)
    actors = models.JSONField(default=list, help_text="As written in the text.")
    sites = models.JSONField(default=list, help_text="Site kinds of the closed list.")
    min_count = models.PositiveIntegerField(null=True)
    per = models.CharField(max_length=10, null=True)
    every = models.CharField(max_length=12, null=True)
    by = models.CharField(max_length=12, null=True, help_text="YYYY-MM-DD, --MM-DD, DD/month or 1-7/week.")
    doer_kinds = models.JSONField(default=list, help_text="Kinds of unit in this tree that the actors stand for.")
    doer_units = models.JSONField(default=list, help_text="Ids of single units that the actors stand for.")
    dropped = models.BooleanField(default=False, help_text="A person decided that this is no task.")
    doubts = models.JSONField(default=list, help_text="Slots that the text leaves unclear, for a person to decide.")
    trace = models.JSONField(default=list, help_text="Why the engine read it so.")
    corrected = models.JSONField(default=list, help_text="Names of the slots that a person has set.")

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "lineage"], name="one_obligation_a_lineage")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is, in the reader's language."""
        return label_of(Deliverable, self.deliverable)

    @property
    def open_doubts(self) -> list[dict[str, str]]:
        """Doubts that still wait for a decision."""
        return [] if self.dropped else list(self.doubts)
