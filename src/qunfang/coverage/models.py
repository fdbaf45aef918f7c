"""Tallies kept of each change, and the changes that are not folded into them yet."""

from __future__ import annotations

from django.db import models

from qunfang.places.models import Unit
from qunfang.plans.models import Obligation


class Numbers(models.Model):
    """What is counted: dues, each under one state, and the pieces that they ask for (only within one measure).

    `expected` are steps: from period `nth` on so many more are expected in each period. The others belong to
    period `nth` alone. Missing is what is left: expected - verified - claimed - rejected.
    """

    nth = models.IntegerField(help_text="Number of the obligation's period, from 0.")
    expected = models.BigIntegerField(default=0)
    verified = models.BigIntegerField(default=0)
    claimed = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    expected_pieces = models.BigIntegerField(default=0)
    verified_pieces = models.BigIntegerField(default=0)
    claimed_pieces = models.BigIntegerField(default=0)
    rejected_pieces = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


COLUMNS = (
    "expected",
    "verified",
    "claimed",
    "rejected",
    "expected_pieces",
    "verified_pieces",
    "claimed_pieces",
    "rejected_pieces",
)
"""The counted columns, in the order in which arrays and statements hold them."""


class Tally(Numbers):
    """What one unit with everything below it has to show for one obligation and period; a sum, never a fact."""

    pk = models.CompositePrimaryKey("obligation_id", "unit_id", "nth", "parent_id")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    parent_id = models.BigIntegerField(help_text="The unit above when the period ended, or now; 0 for none.")

    class Meta:
        indexes = [models.Index(fields=["parent_id", "obligation"], name="tally_children")]


class Delta(Numbers):
    """One accepted change, counted at its unit; rows are only added, and taken away when they are folded in."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    chain = models.CharField(max_length=255, help_text="Ids from the topmost unit down to where it counts: /1/5/27/.")

    class Meta:
        indexes = [models.Index(fields=["obligation", "nth"], name="delta_period")]


class Basis(models.Model):
    """What an obligation's tallies stand on; an obligation without one has no tallies.

    `stretches`: for each stretch of the tree without moves, its last day (null: until now) and the kinds of place
    of which any stands below a unit that must do it. Where none does, all of them count.
    """

    obligation = models.OneToOneField(Obligation, on_delete=models.CASCADE, primary_key=True, related_name="basis")
    stretches = models.JSONField()
    made_at = models.DateTimeField()
