"""What a new installation still needs before anything can be due, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.people.access import Verb, may
from qunfang.people.models import Invitation, Post, User
from qunfang.places.models import UNNAMED, Unit
from qunfang.plans.models import Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step: what it is called, why it is worth doing, where it is done, and whether it is."""

    name: str
    why: str
    url: str
    done: bool


def first_steps(user: User, unit: Unit | None) -> list[Step]:
    """The steps for whoever may take all of them at `unit`; none for others, and none once all are done."""
    if unit is None or not all(may(user, verb, unit) for verb in (Verb.PLACES, Verb.PEOPLE, Verb.PLAN)):
        return []
    within = {"unit__path__startswith": unit.path}
    asked = Invitation.objects.filter(**within).exclude(invited_by=None).exists()
    invited = asked or Post.objects.present(clock.today()).filter(**within).count() > 1
    steps = [
        Step(
            name=_("Name your unit"),
            why=_("As it stands on its seal, and whether it is a county, a town, a school or a bank."),
            url=reverse("unit-edit", args=[unit.pk]),
            done=unit.name != UNNAMED,
        ),
        Step(
            name=_("Bring in units and sites"),
            why=_("Villages, classes, counters; entrances, lifts, notice boards. From Excel in one go, or one by one."),
            url=reverse("roster", args=[unit.pk]),
            done=unit.numchild > 0,
        ),
        Step(
            name=_("Invite colleagues"),
            why=_("Each gets a link or a QR and sees only their own unit and those below."),
            url=reverse("invite", args=[unit.pk]),
            done=invited,
        ),
        Step(
            name=_("Hand in your plan"),
            why=_("Paste it or upload the Word file: it is read into tasks, and you look them over before they count."),
            url=reverse("plan-new"),
            done=Plan.objects.filter(**within).exists(),
        ),
    ]
    return [] if all(step.done for step in steps) else steps
