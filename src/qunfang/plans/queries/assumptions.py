"""What a plan leaves open: filled by a stated assumption, or left to a person before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunfang.places.models import REPORTED_SITES
from qunfang.plans.models import Obligation, Plan


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A slot that the text leaves open and the sentence that says how it is taken."""

    slot: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """Why a draft cannot be published yet. `place` is where to mend it: period, tasks, actors or doubts."""

    place: str
    sentence: str
    obligation: Obligation | None = None


def assumptions(obligation: Obligation) -> list[Assumption]:
    """How the slots that the text leaves open are taken; [] when it says everything."""
    found = []
    if obligation.min_count is None:
        found.append(Assumption(slot="count", sentence=_count_sentence(obligation)))
    if obligation.every is None:
        found.append(Assumption(slot="rhythm", sentence=_rhythm_sentence(obligation)))
    elif obligation.every == "continuous":
        found.append(Assumption(slot="rhythm", sentence=_("Goes on all the time: one proof a month.")))
    if set(obligation.sites) & REPORTED_SITES:
        found.append(Assumption(slot="sites", sentence=_("Cannot be listed place by place: units report a number.")))
    return found


def _count_sentence(obligation: Obligation) -> str:
    if obligation.per == "class":
        return _("No number in the text: one for each class.")
    if obligation.sites and obligation.per != "unit" and set(obligation.sites) - REPORTED_SITES:
        return _("No number in the text: one at each place.")
    return _("No number in the text: one for each unit.")


def _rhythm_sentence(obligation: Obligation) -> str:
    if obligation.by:
        return _("Not said how often: once, by the day given.")
    return _("Not said how often: once, by the end of the campaign.")


def is_unmapped(obligation: Obligation) -> bool:
    """Whether nobody in the tree stands for its actors yet."""
    return not (obligation.doer_kinds or obligation.doer_units)


def blockers(plan: Plan) -> list[Blocker]:
    """What must be decided before the draft can be published, most basic first; [] when nothing."""
    alive = [each for each in plan.obligations.all() if not each.dropped]
    found = []
    if not (plan.starts_on and plan.ends_on):
        found.append(Blocker(place="period", sentence=_("Say from when to when the campaign runs.")))
    if not alive:
        found.append(Blocker(place="tasks", sentence=_("There is no task in this plan yet. Add one first.")))
    unmapped = [each for each in alive if is_unmapped(each)]
    if unmapped:
        sentence = ngettext(
            "Say who does %(count)s task: nobody in your units matches.",
            "Say who does %(count)s tasks: nobody in your units matches.",
            len(unmapped),
        )
        found.append(Blocker(place="actors", sentence=sentence % {"count": len(unmapped)}, obligation=unmapped[0]))
    doubtful = [each for each in alive if each.doubts]
    if doubtful:
        sentence = ngettext(
            "Decide %(count)s task that the text leaves unclear.",
            "Decide %(count)s tasks that the text leaves unclear.",
            len(doubtful),
        )
        found.append(Blocker(place="doubts", sentence=sentence % {"count": len(doubtful)}, obligation=doubtful[0]))
    return found
