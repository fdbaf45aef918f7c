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
from qunfang.common.errors import Invalid
from qunfang.coverage.queries import Due, due_by_key, dues_for
from qunfang.evidence.models import Submission
from qunfang.evidence.services import submit_evidence
from qunfang.people.access import Verb, access_unit, demand, held_paths, home_unit, may
from qunfang.places.models import Unit
from qunfang.web.requests import UserRequest
from qunfang.web.workbooks import workbook_response

LIGHTS = ("open", "red", "amber", "green", "claimed", "rejected", "verified")
PAGE = 40


def _mine(request: UserRequest) -> list[Due]:
    """Dues of the reader's own units, none twice."""
    paths = sorted(held_paths(request.user))
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    found = {due.key: due for unit in Unit.objects.filter(path__in=tops) for due in dues_for(unit)}
    return sorted(found.values(), key=lambda due: (due.period.due, due.unit.path))


def _passes(due: Due, light: str) -> bool:
    if light == "open":
        return due.state in {"missing", "rejected"}
    return due.state == light if light in {"claimed", "rejected", "verified"} else due.light == light


@login_required
def home(request: UserRequest) -> HttpResponse:
    """Today's page: what is open, the most urgent first."""
    dues = _mine(request)
    left = [due for due in dues if _passes(due, "open")]
    groups = [(name, [due for due in left if due.light == name]) for name in ("red", "amber", "green")]
    counts = {name: len(found) for name, found in groups}
    context = {
        "groups": [(name, found[:30], len(found)) for name, found in groups if found],
        "left": len(left),
        "done": sum(due.state == "verified" for due in dues),
        "waiting": sum(due.state == "claimed" for due in dues),
        "all": len(dues),
        "counts": counts,
        "today": clock.today(),
        "unit": home_unit(request.user),
    }
    return render(request, "dues/home.html", context)


@login_required
def dues_list(request: UserRequest) -> HttpResponse:
    """All dues of my units, filtered and searched."""
    asked = _asked(request)
    page = Paginator(asked["found"], PAGE).get_page(request.GET.get("page"))
    return render(request, "dues/list.html", {**asked, "page": page})


@login_required
def dues_export(request: UserRequest) -> HttpResponse:
    """The filtered list as Excel."""
    rows: list[list[Any]] = [[_("Place"), _("Unit"), _("What"), _("Clause"), _("Due"), _("Expected"), _("Verified")]]
    rows[0] += [_("Waiting"), _("Returned"), _("Missing")]
    for due in _asked(request)["found"]:
        facts = [due.place, due.unit.name, due.obligation.name, due.obligation.clause]
        rows.append([*facts, due.period.due, due.expected, due.verified, due.claimed, due.rejected, due.missing])
    return workbook_response(f"{_('To do')}-{clock.today():%Y%m%d}.xlsx", {_("To do"): rows})


def _asked(request: UserRequest) -> dict[str, Any]:
    pk = request.GET.get("unit", "")
    unit = access_unit(request.user, int(pk)) if pk.isdigit() else None
    words = request.GET.get("q", "").strip()
    light = request.GET.get("light", "open")
    light = light if light in LIGHTS else "open"
    dues = dues_for(unit) if unit else _mine(request)
    near = [due for due in dues if not words or words in f"{due.place}{due.unit.name}{due.obligation.clause}"]
    chips = [(name, sum(_passes(due, name) for due in near)) for name in LIGHTS]
    found = [due for due in near if _passes(due, light)]
    return {"found": found, "chips": chips, "light": light, "words": words, "unit": unit}


@login_required
def due_page(request: UserRequest, key: str) -> HttpResponse:
    """One due: the plan's words, what has been handed in, and the form."""
    due = due_by_key(key)
    demand(request.user, Verb.VIEW, due.unit)
    refusal = None
    if request.method == "POST":
        demand(request.user, Verb.SUBMIT, due.unit)
        try:
            _submit(request, due)
            messages.success(request, _("Handed in. It counts once it has been reviewed."), extra_tags="green")
            return redirect("due", key=key)
        except Invalid as caught:
            refusal = caught
    history = Submission.objects.filter(
        lineage=due.obligation.lineage,
        unit=due.unit,
        site=due.site,
        period_start__range=(due.period.start, due.period.end),
    ).prefetch_related("attachments")
    context = {"due": due, "history": history, "refusal": refusal, "client_key": uuid.uuid4(), "given": request.POST}
    context["can_submit"] = may(request.user, Verb.SUBMIT, due.unit)
    return render(request, "dues/due.html", context, status=400 if refusal else 200)


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
