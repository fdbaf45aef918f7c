"""Parsing what people send about plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qunfang.common import clock
from qunfang.engine.schedule import parse_deadline
from qunfang.people.access import Verb, visible_to
from qunfang.people.models import User
from qunfang.places.models import Unit, UnitKind
from qunfang.plans.models import Deliverable, Every, Obligation, Per, Plan, SiteName, label_of
from qunfang.plans.queries import Branch

NOT_SAID = ("", _("not said"))
MOST_UNITS = 60
INDENT = "\u3000"
Choices = list[tuple[Any, Any]]


class DayInput(forms.DateInput):
    """A calendar in the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class IndentedUnits(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units as an indented tree."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, set in by its depth."""
        indent: str = "\u3000" * (obj.depth - 1)
        return indent + str(obj.name)


class DocumentForm(forms.Form):
    """A plan's text, pasted or as a file."""

    text = forms.CharField(label=_("Text of the plan"), required=False, widget=forms.Textarea(attrs={"rows": 14}))
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf,.yaml,.yml"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        cleaned = super().clean() or {}
        if not cleaned.get("text", "").strip() and not cleaned.get("file") and not self.errors:
            self.add_error("text", _("There is no text to read. Paste the plan or choose a file."))
        return cleaned

    def content(self) -> tuple[str | bytes, str]:
        """What was handed in, and its file name ('' when pasted)."""
        file = self.cleaned_data.get("file")
        return (file.read(), file.name) if file else (self.cleaned_data["text"], "")


class NewPlanForm(DocumentForm):
    """A plan's text and whose plan it is."""

    unit = IndentedUnits(label=_("Whose plan is it?"), queryset=Unit.objects.none(), empty_label=None)
    field_order = ["unit", "text", "file"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: QuerySet[Unit] = Unit.objects.filter(visible_to(user, Verb.PLAN)).exclude(kind=UnitKind.SCHOOL_CLASS)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    """From when to when the campaign runs."""

    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())


def period_form(plan: Plan) -> PeriodForm:
    """The plan's period, or what the text suggests where it leaves out the year or the beginning."""
    period = plan.reading.get("period") or {}
    today = clock.today()
    start = plan.starts_on or _suggested(period.get("start"), today) or today
    end = plan.ends_on or _suggested(period.get("end"), start) or dt.date(start.year, 12, 31)
    return PeriodForm(initial={"starts_on": start, "ends_on": end})


def _suggested(text: str | None, start: dt.date) -> dt.date | None:
    """The day itself, or the first such day from the January of `start`'s year on."""
    deadline = parse_deadline(text)
    return (
        deadline.date or deadline.within(start.replace(month=1, day=1), start.replace(month=12, day=31))
        if deadline
        else None
    )


class SuperiorForm(forms.Form):
    """The plan above, or none."""

    superior = forms.ChoiceField(label=_("Superior's plan"), required=False)

    def __init__(self, *args: Any, candidates: list[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed: Choices = [(each.pk, f"{each.unit.name} · {each.title}") for each in candidates]
        self.fields["superior"].choices = [("", _("none")), *listed]  # type: ignore[attr-defined]


class SlotForm(forms.Form):
    """One group of slots of a task; `values()` is what the service takes."""

    def __init__(self, *args: Any, task: Obligation, **kwargs: Any) -> None:
        self.task = task
        if not args:
            kwargs["initial"] = self.present()
        super().__init__(*args, **kwargs)

    def present(self) -> dict[str, Any]:
        """The slots as they stand."""
        return {name: getattr(self.task, name) for name in self.base_fields}

    def values(self) -> dict[str, Any]:
        """Slot → value."""
        return dict(self.cleaned_data)


class DeliverableForm(SlotForm):
    """What is done."""

    deliverable = forms.ChoiceField(label=_("What"), choices=Deliverable.choices)


class CountForm(SlotForm):
    """How many, and against what it is counted."""

    min_count = forms.IntegerField(label=_("At least"), required=False, min_value=1, max_value=100_000)
    per = forms.ChoiceField(label=_("Counted"), required=False, choices=[NOT_SAID, *Per.choices])


class SitesForm(SlotForm):
    """Where."""

    sites = forms.MultipleChoiceField(
        label=_("Where"), required=False, choices=SiteName.choices, widget=forms.CheckboxSelectMultiple()
    )


class RhythmForm(SlotForm):
    """How often, and the last day: a date, a day of each month or a weekday."""

    every = forms.ChoiceField(label=_("How often"), required=False, choices=[NOT_SAID, *Every.choices])
    day = forms.DateField(label=_("By this day"), required=False, widget=DayInput())
    month_day = forms.IntegerField(label=_("or by this day of each month"), required=False, min_value=1, max_value=31)
    weekday = forms.ChoiceField(
        label=_("or by this weekday"),
        required=False,
        choices=[
            NOT_SAID,
            ("1", _("Monday")),
            ("2", _("Tuesday")),
            ("3", _("Wednesday")),
            ("4", _("Thursday")),
            ("5", _("Friday")),
            ("6", _("Saturday")),
            ("7", _("Sunday")),
        ],
    )

    def present(self) -> dict[str, Any]:
        """The deadline taken apart; one without a year is shown in the campaign's."""
        deadline = parse_deadline(self.task.by)
        found: dict[str, Any] = {"every": self.task.every}
        if deadline is not None:
            start = self.task.plan.starts_on or clock.today()
            found["day"] = deadline.date or (_suggested(self.task.by, start) if deadline.month_day else None)
            found["month_day"], found["weekday"] = deadline.day_of_month, deadline.weekday
        return found

    def values(self) -> dict[str, Any]:
        """The deadline put together again; `by` sent as it is kept goes before all three."""
        sent = self.cleaned_data
        by = sent["day"].isoformat() if sent["day"] else None
        by = by or (f"{sent['month_day']}/month" if sent["month_day"] else None)
        by = by or (f"{sent['weekday']}/week" if sent["weekday"] else None)
        return {"every": sent["every"], "by": self.data.get("by") or by}


class DoersForm(SlotForm):
    """Who in this tree."""

    doer_kinds = forms.MultipleChoiceField(
        label=_("All units of these kinds"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    doer_units = forms.MultipleChoiceField(
        label=_("Single units"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, task: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, task=task, **kwargs)
        branch = Branch(task.plan.unit)
        kinds = [kind for kind in UnitKind.values if kind in {*branch.kinds, *task.doer_kinds}]
        self.fields["doer_kinds"].choices = [(kind, label_of(UnitKind, kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["doer_units"].choices = unit_choices(branch, task.doer_units)  # type: ignore[attr-defined]


def unit_choices(branch: Branch, chosen: list[int]) -> Choices:
    """The plan's own unit and those directly below, and any that are chosen already."""
    near = {branch.top.pk, *(unit.pk for unit in branch.children[:MOST_UNITS]), *chosen}
    return [(unit.pk, unit.name) for unit in branch.units if unit.pk in near]


SLOT_FORMS: dict[str, type[SlotForm]] = {
    "deliverable": DeliverableForm,
    "doers": DoersForm,
    "count": CountForm,
    "sites": SitesForm,
    "rhythm": RhythmForm,
}
