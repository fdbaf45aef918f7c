"""The likely answers to a doubt: each one press of a button."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from qunfang.places.models import Unit
from qunfang.plans.models import Every, Obligation, label_of
from qunfang.web.views.plans.wording import count_words, rhythm_words, slot_words

GROUPS: dict[str, tuple[str, ...]] = {
    "deliverable": ("deliverable",),
    "doers": ("doer_kinds", "doer_units"),
    "count": ("min_count", "per"),
    "sites": ("sites",),
    "rhythm": ("every", "by"),
}
"""Slots that are asked for together."""
GROUP_OF = {slot: group for group, slots in GROUPS.items() for slot in slots} | {"actors": "doers"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A button: what it says, where it goes, and what it sends. `whole`: the answer changes more than this card."""

    label: str
    url: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = False


def choices_of(task: Obligation, slot: str) -> list[Choice]:
    """Two or three answers to a doubt about `slot`, that it is no task always the last."""
    group = GROUP_OF.get(slot, slot)
    makers = {"doers": _doers, "count": _counts, "rhythm": _rhythms}
    answers = makers[group](task) if group in makers else [_as_read(task, slot)]
    return [*answers, Choice(label=_("Not a task"), url=reverse("plan-drop", args=[task.pk]))]


def _as_read(task: Obligation, slot: str) -> Choice:
    value = getattr(task, slot, None)
    label = _("Keep: %(value)s") % {"value": slot_words(slot, value)} if value else _("Keep as read")
    return Choice(label=label, url=reverse("plan-confirm", args=[task.pk]), fields=[("slot", slot)])


def _counts(task: Obligation) -> list[Choice]:
    url = reverse("plan-slot", args=[task.pk, "count"])
    numbers = [task.min_count, 1] if task.min_count not in (None, 1) else [1]
    return [
        Choice(
            label=count_words(number, task.per) or str(number),
            url=url,
            fields=[("min_count", str(number)), ("per", task.per or "")],
        )
        for number in numbers
    ]


def _rhythms(task: Obligation) -> list[Choice]:
    url = reverse("plan-slot", args=[task.pk, "rhythm"])
    rhythms = dict.fromkeys([task.every, "once", "month"] if task.every else ["once", "month"])
    return [
        Choice(
            label=rhythm_words(every, task.by) if every == task.every else label_of(Every, every),
            url=url,
            fields=[("every", str(every)), ("by", task.by or "")],
        )
        for every in list(rhythms)[:2]
    ]


def _doers(task: Obligation) -> list[Choice]:
    plan = task.plan
    if task.doer_kinds or task.doer_units:
        return [_as_read(task, "actors")]
    url = reverse("plan-actor", args=[plan.pk])
    sent = [("actor", actor) for actor in task.actors if not plan.actor_map.get(actor, {}).get("kinds")]
    own = Choice(label=plan.unit.name, url=url, fields=[*sent, ("units", str(plan.unit.pk))], whole=True)
    kinds = sorted(set(Unit.objects.get_children(plan.unit).values_list("kind", flat=True)))
    if not kinds:
        return [own]
    below = _("All units directly below")
    return [own, Choice(label=below, url=url, fields=[*sent, *(("kinds", kind) for kind in kinds)], whole=True)]
