"""What the checks of a photo found, in words for the reviewer; nothing of a place that the reviewer may not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from qunfang.evidence.models import Attachment, PhotoTrace, Submission
from qunfang.people.access import Verb, may
from qunfang.people.models import User
from qunfang.web.templatetags.house import moment

TONES = {"refuse": "red", "warn": "amber"}
Figures = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One check's answer as a sentence; `tone` red, amber or empty."""

    tone: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    """A file of a submission, what its checks found, and the earlier photo to hold beside it where it may be seen."""

    file: Attachment
    checked: bool = False
    against: tuple[Finding, ...] = ()
    others: tuple[Finding, ...] = ()
    earlier: Attachment | None = None


def shown_files(user: User, submission: Submission) -> list[ShownFile]:
    """All files of a submission, in the order in which they were handed in."""
    files = list(submission.attachments.select_related("trace").order_by("pk"))
    earlier = _earlier([trace for file in files if (trace := getattr(file, "trace", None))])
    return [_shown(user, file, earlier) for file in files]


def _earlier(traces: list[PhotoTrace]) -> dict[int, Attachment]:
    """Earlier photos that the traces name, by the key of their own trace."""
    keys = {each["figures"]["key"] for trace in traces for each in trace.outcomes if "key" in each["figures"]}
    if not keys:
        return {}
    found = PhotoTrace.objects.filter(pk__in=keys).select_related(
        "attachment__submission__unit", "attachment__submission__site"
    )
    return {trace.pk: trace.attachment for trace in found}


def _shown(user: User, file: Attachment, earlier: dict[int, Attachment]) -> ShownFile:
    trace: PhotoTrace | None = getattr(file, "trace", None)
    if trace is None or trace.checked_at is None:
        return ShownFile(file=file)
    visible = {key: each for key, each in earlier.items() if may(user, Verb.VIEW, each.submission.unit)}
    said = [_finding(each, visible) for each in trace.outcomes]
    keys = [each["figures"].get("key") for each in trace.outcomes if each["result"] in TONES]
    beside = next((visible[key] for key in keys if key in visible), None)
    return ShownFile(
        file=file,
        checked=True,
        against=tuple(each for each in said if each.tone),
        others=tuple(each for each in said if not each.tone),
        earlier=beside,
    )


def _finding(outcome: Figures, visible: dict[int, Attachment]) -> Finding:
    tone = TONES.get(outcome["result"], "")
    figures = outcome["figures"]
    if "key" in figures:
        return Finding(tone=tone, words=_of_earlier(outcome["check"], figures, visible.get(figures["key"])))
    reason = outcome["reason"]
    if reason in SPECIAL:
        return Finding(tone=tone, words=SPECIAL[reason](figures))
    plain = PLAIN[reason]
    return Finding(tone=tone, words=_(plain))


def _of_earlier(check: str, figures: Figures, other: Attachment | None) -> str:
    """About another photo; of one that the reader may not see, only that it exists."""
    if other is None:
        if check == "similar":
            return _("It looks like a photo of another site, handed in by another unit.")
        return _("This picture was used before at another unit.")
    sent = other.submission
    told = {"place": sent.site.name if sent.site else sent.unit.name, "at": moment(sent.submitted_at)}
    told |= {"points": figures["points"]}
    if check == "similar":
        return _("It looks like the photo of another site: %(place)s, %(at)s. Is it really two places?") % told
    if figures["how"] == "the same file":
        return _("The very same file was handed in before: %(place)s, %(at)s.") % told
    if figures["how"] == "photographed from a screen":
        return _("A photo of a picture handed in before: %(place)s, %(at)s; %(points)s points match.") % told
    return _("The same picture was handed in before: %(place)s, %(at)s; %(points)s points match.") % told


def _late(figures: Figures) -> str:
    days = max(1, round(figures["hours"] / 24))
    allowed = {"days": days, "hours": round(figures["allowed"])}
    return (
        ngettext(
            "Taken %(days)s day before it was handed in; at most %(hours)s hours are allowed.",
            "Taken %(days)s days before it was handed in; at most %(hours)s hours are allowed.",
            days,
        )
        % allowed
    )


def _far(figures: Figures) -> str:
    return _("Taken %(metres)s metres from the site; at most %(allowed)s are allowed.") % figures


def _near(figures: Figures) -> str:
    return _("Taken at the site (%(metres)s metres away).") % figures


def _editor(figures: Figures) -> str:
    return _("Saved by an editing program: %(software)s.") % figures


SPECIAL: dict[str, Callable[[Figures], str]] = {
    "taken long before it was sent": _late,
    "far from the site": _far,
    "at the site": _near,
    "saved by an editor": _editor,
}
PLAIN = {
    "taken in the app": gettext_noop("Taken with the app's own camera."),
    "not taken in the app": gettext_noop("Not taken with the app's own camera."),
    "not known how it was taken": gettext_noop("How it was taken is not known."),
    "no time in the picture": gettext_noop("The file does not say when it was taken."),
    "taken after it was sent": gettext_noop("The file says it was taken after it was handed in: its clock is wrong."),
    "taken in time": gettext_noop("Taken shortly before it was handed in."),
    "no place in the picture": gettext_noop("The file does not say where it was taken."),
    "the site has no place yet": gettext_noop("The site's place on the map is not known yet."),
    "the site has no code": gettext_noop("The site's own code is not in the picture."),
    "the site's code is in the picture": gettext_noop("The site's own code is in the picture."),
    "another code is in the picture": gettext_noop("The code in the picture is not the site's."),
    "no code in the picture": gettext_noop("The site's code is not in the picture."),
    "nobody read the picture": gettext_noop("The words in the picture were not read."),
    "no wording is asked for": gettext_noop("No certain wording is asked for."),
    "the wording is there": gettext_noop("The wording asked for is in the picture."),
    "the wording was not found": gettext_noop("The wording asked for was not found in the picture."),
    "not seen before": gettext_noop("It was not handed in before."),
    "no other site looks like this": gettext_noop("No other site's photo looks like it."),
    "no editor named": gettext_noop("No editing program is named in the file."),
    "the picture can be read": gettext_noop("All of the picture is there."),
    "accepted here before": gettext_noop("The very same file was accepted here before, under this plan."),
    "not accepted here before": gettext_noop("The file was not accepted here before."),
    "the picture cannot be read": gettext_noop("The picture is damaged and cannot be read."),
}
"""Reason of the engine → sentence."""
