"""What is due: today, the lists, one due and handing in its proof."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.coverage.access import access_due, may_with_due
from qunfang.coverage.queries import Due, ranked_children, series_of
from qunfang.evidence.models import Submission
from qunfang.evidence.services import submit_evidence, withdraw
from qunfang.people.access import Verb, held_paths, home_unit
from qunfang.web.requests import UserRequest
from qunfang.web.views.due_lists import Asked, is_mine, passes, visible_dues
from qunfang.web.views.first_steps import first_steps
from qunfang.web.workbooks import workbook_response

PAGE = 40
FIRST_CARDS = 12
FIRST_UNITS = 8


@login_required
def home(request: UserRequest) -> HttpResponse:
    """Today's page: what my unit must do, the most urgent first; then how those below stand."""
    dues, paths = visible_dues(request), held_paths(request.user)
    mine = [due for due in dues if is_mine(due, paths)]
    below = [due for due in dues if not is_mine(due, paths)]
    unit = home_unit(request.user)
    context = {
        "groups": _groups(mine),
        "left": sum(passes(due, "open") for due in mine),
        "done": sum(due.state == "verified" for due in mine),
        "waiting": sum(due.state == "claimed" for due in mine),
        "any_mine": bool(mine),
        "below": _below(unit, below),
        "below_left": sum(passes(due, "open") for due in below),
        "below_red": sum(passes(due, "red") for due in below),
        "today": clock.today(),
        "unit": unit,
        "steps": [] if dues else first_steps(request.user, unit),
    }
    return render(request, "dues/home.html", context)


def _groups(mine: list[Due]) -> list[dict[str, Any]]:
    """Open series by the light of their earliest due: red, amber, green; empty lights left out."""
    series = series_of(due for due in mine if passes(due, "open"))
    groups = [(name, [each for each in series if each.first.light == name]) for name in ("red", "amber", "green")]
    return [{"light": name, "series": found[:FIRST_CARDS], "number": len(found)} for name, found in groups if found]


def _below(unit: Any, below: list[Due]) -> list[Any]:
    """Units under the reader's with something overdue, returned or soon due; the worst first."""
    rows = ranked_children(unit, below) if unit else []
    rows = [row for row in rows if row[1].overdue or row[1].rejected or row[1].soon]
    return sorted(rows, key=lambda row: (-row[1].overdue, row[0].path))[:FIRST_UNITS]


@login_required
def dues_list(request: UserRequest) -> HttpResponse:
    """All dues of my units and those below, filtered and searched."""
    asked = Asked(request)
    page = Paginator(asked.found, PAGE).get_page(request.GET.get("page"))
    return render(request, "dues/list.html", {"asked": asked, "page": page})


@login_required
def dues_export(request: UserRequest) -> HttpResponse:
    """The filtered list as Excel."""
    rows: list[list[Any]] = [[_("Place"), _("Unit"), _("What"), _("Clause"), _("Due"), _("Expected"), _("Verified")]]
    rows[0] += [_("Waiting"), _("Returned"), _("Missing")]
    for due in Asked(request).found:
        facts = [due.place, due.unit.name, due.obligation.name, due.obligation.clause]
        rows.append([*facts, due.period.due, due.expected, due.verified, due.claimed, due.rejected, due.missing])
    return workbook_response(f"{_('To do')}-{clock.today():%Y%m%d}.xlsx", {_("To do"): rows})


@login_required
def due_page(request: UserRequest, key: str) -> HttpResponse:
    """One due: the plan's words, what has been handed in, and the form."""
    due = access_due(request.user, key, Verb.SUBMIT if request.method == "POST" else Verb.VIEW)
    refusal = None
    if request.method == "POST":
        try:
            return _act(request, due)
        except (Invalid, Conflict) as caught:
            refusal = caught
    context = {"due": due, "history": _history(due), "refusal": refusal, "client_key": uuid.uuid4()}
    context["given"] = request.POST
    context["can_submit"] = may_with_due(request.user, due, Verb.SUBMIT)
    return render(request, "dues/due.html", context, status=400 if refusal else 200)


def _history(due: Due) -> Any:
    place = {"site": due.site} if due.site else {"unit": due.unit, "site": None}
    return (
        Submission.objects.filter(lineage=due.obligation.lineage, **place)
        .filter(period_start__range=(due.period.start, due.period.end))
        .select_related("submitted_by", "decided_by", "second_look__looked_by")
        .prefetch_related("attachments")
    )


def _act(request: UserRequest, due: Due) -> HttpResponse:
    pk = request.POST.get("withdraw", "")
    if pk.isdigit():
        own = _history(due).filter(pk=int(pk)).first()
        if own is None:
            raise Conflict(_("It is not there any more. Reload the page."))
        withdraw(own, by=request.user)
        messages.success(request, _("Taken back."), extra_tags="green")
    else:
        _submit(request, due)
        messages.success(request, _("Handed in. It counts once it has been reviewed."), extra_tags="green")
    return redirect("due", key=due.key)


def _submit(request: UserRequest, due: Due) -> Submission:
    quantity = request.POST.get("quantity", "1")
    try:
        client_key = uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        client_key = uuid.uuid4()
    return submit_evidence(
        due.obligation,
        unit=due.unit,
        site=due.site,
        period=due.period,
        quantity=int(quantity) if quantity.isdigit() else 0,
        note=request.POST.get("note", ""),
        files=request.FILES.getlist("files"),
        by=request.user,
        client_key=client_key,
    )
