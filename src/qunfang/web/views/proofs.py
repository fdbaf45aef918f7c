"""Proof to take along: what was handed in during a month, for one task, as a ZIP that a clerk can file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Invalid, NotFound
from qunfang.engine.photo import UnreadablePicture, clean_rendition
from qunfang.evidence.access import visible_submissions
from qunfang.evidence.models import Attachment, Submission
from qunfang.evidence.queries import by_obligation, handed_in
from qunfang.people.access import access_unit, home_unit
from qunfang.people.models import User
from qunfang.places.models import Unit
from qunfang.plans.models import Obligation
from qunfang.web.archives import Entry, archive_response, file_name
from qunfang.web.requests import UserRequest
from qunfang.web.templatetags.house import month as month_word
from qunfang.web.workbooks import workbook_bytes

MOST = 2000
"""Proofs in one archive."""
LONGEST = 2048


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The month (its first day), and the unit with all below it; None for all that the reader sees."""

    month: dt.date
    unit: Unit | None

    def proofs(self, user: User) -> QuerySet[Submission]:
        found = handed_in(visible_submissions(user), self.month)
        return found.filter(unit__path__startswith=self.unit.path) if self.unit else found


@login_required
def proofs(request: UserRequest) -> HttpResponse:
    """What was handed in during a month, task by task."""
    unit = request.GET.get("unit", "")
    asked = Asked(
        month=_month(request.GET.get("month")), unit=access_unit(request.user, int(unit)) if unit.isdigit() else None
    )
    rows = by_obligation(asked.proofs(request.user))
    tasks = Obligation.objects.select_related("plan").in_bulk([row["task"] for row in rows])
    context: dict[str, Any] = {"asked": asked, "unit": asked.unit or home_unit(request.user), "most": MOST}
    context["rows"] = [{**row, "obligation": tasks[row["task"]]} for row in rows]
    context["number"] = sum(row["proofs"] for row in rows)
    context["before"], context["after"] = _neighbours(asked.month)
    return render(request, "proofs/proofs.html", context)


@login_required
def proofs_archive(request: UserRequest, pk: int, month: str) -> StreamingHttpResponse:
    """The ZIP: photos without the camera's notes, or with `?originals=1` as they came; an index beside them."""
    task = Obligation.objects.filter(pk=pk).first()
    unit = request.GET.get("unit", "")
    asked = Asked(month=_month(month), unit=access_unit(request.user, int(unit)) if unit.isdigit() else None)
    found = asked.proofs(request.user).filter(lineage=task.lineage) if task else Submission.objects.none()
    wanted = found.select_related("decided_by").prefetch_related("attachments")
    chosen = list(wanted[: MOST + 1])
    if task is None or not chosen:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    if len(chosen) > MOST:
        raise Invalid(
            _("These are more than %(most)s proofs. Choose a unit below and take one after the other.") % {"most": MOST}
        )
    place = asked.unit or home_unit(request.user)
    name = file_name(f"{task.name} {month_word(asked.month)} {place.name if place else ''}")
    return archive_response(f"{name}.zip", _entries(chosen, originals=request.GET.get("originals") == "1"))


def _month(text: str | None) -> dt.date:
    try:
        return dt.datetime.strptime(text or "", "%Y-%m").date()
    except ValueError:
        return clock.today().replace(day=1)


def _neighbours(month: dt.date) -> tuple[dt.date, dt.date | None]:
    """The month before, and the one after unless it lies ahead."""
    after = (month + dt.timedelta(days=32)).replace(day=1)
    return (month - dt.timedelta(days=1)).replace(day=1), after if after <= clock.today() else None


def _entries(chosen: list[Submission], *, originals: bool) -> Iterator[Entry]:
    """Files unit by unit, then the index, which says what was not there any more. All words are made at once."""
    heads = [_("File"), _("Place"), _("Unit"), _("What"), _("Handed in"), _("State"), _("How many"), _("Sent by")]
    heads += [_("Decided by"), _("Why returned"), _("Note"), _("SHA-256 of the original")]
    named = _named(chosen, originals=originals)
    states = {each.pk: str(each.get_state_display()) for each in chosen}
    tasks = {each.pk: each.obligation.name for each in chosen}
    title, index, gone = _("Index"), _("00 index.xlsx"), _("(the file is not there any more)")

    def entries() -> Iterator[Entry]:
        rows: list[list[Any]] = [heads]
        for each in chosen:
            facts: list[Any] = [each.site.name if each.site else each.unit.name, each.unit.name, tasks[each.pk]]
            facts += [
                each.submitted_at.astimezone(clock.CHINA),
                states[each.pk],
                each.quantity,
                str(each.submitted_by or ""),
            ]
            facts += [str(each.decided_by or ""), each.reason, each.note]
            files = named[each.pk]
            rows += [] if files else [["", *facts, ""]]
            for name, file in files:
                content = _content(file, originals=originals)
                rows.append([name if content is not None else gone, *facts, file.sha256])
                if content is not None:
                    yield name, each.submitted_at, _already(content)
        yield index, clock.now(), lambda: workbook_bytes({title: rows})

    return entries()


def _already(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _content(file: Attachment, *, originals: bool) -> bytes | None:
    """The original, or a photo without its notes; None where it is gone. What cannot be read stays out unless asked."""
    try:
        with file.file.open("rb") as stream:
            content: bytes = stream.read()
        clean = file.kind == "photo" and not originals
        return clean_rendition(content, longest=LONGEST, quality=88, kind="JPEG") if clean else content
    except (FileNotFoundError, UnreadablePicture):
        return None


def _named(chosen: list[Submission], *, originals: bool) -> dict[int, list[tuple[str, Attachment]]]:
    """Submission → its files with names like `石坪村/便民超市 2026-11-03 已核实.jpg`; none twice."""
    taken: set[str] = set()
    named: dict[int, list[tuple[str, Attachment]]] = {}
    for each in chosen:
        place = each.site.name if each.site else each.unit.name
        day = each.submitted_at.astimezone(clock.CHINA).date()
        stem = f"{file_name(each.unit.name)}/{file_name(f'{place} {day} {each.get_state_display()}')}"
        named[each.pk] = [
            (_free(stem, _ending(file, originals=originals), taken), file) for file in each.attachments.all()
        ]
    return named


def _ending(file: Attachment, *, originals: bool) -> str:
    return "jpg" if file.kind == "photo" and not originals else str(file.file.name).rsplit(".", 1)[-1]


def _free(stem: str, ending: str, taken: set[str]) -> str:
    """The name, with a number where it is taken. Windows does not tell small letters from large ones."""
    number, name = 1, f"{stem}.{ending}"
    while name.lower() in taken:
        number += 1
        name = f"{stem} {number}.{ending}"
    taken.add(name.lower())
    return name
