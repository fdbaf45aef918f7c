"""Looking after people: who holds which post, ending and giving posts, switching accounts off and on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.people.access import (
    Verb,
    access_person,
    access_post,
    access_unit,
    demand_somewhere,
    home_unit,
    is_administrator,
    may_switch_off,
    visible_to,
)
from qunfang.people.models import Invitation, Post, Role, User
from qunfang.people.services import deactivate, end_post, give_post, password_secret, reactivate, resume_post
from qunfang.places.models import Unit
from qunfang.web.requests import UserRequest
from qunfang.web.views.people.joining import qr_drawing
from qunfang.web.views.places.exports import post_rows
from qunfang.web.workbooks import workbook_response

PAGE = 50
CHOICES = 800
SORTS = {
    "unit": ("unit__path", "role", "user__name"),
    "name": ("user__name", "unit__path"),
    "newest": ("-since", "-pk"),
}


class _Question:
    """What is asked of the list: words, a role or a state, an order."""

    def __init__(self, request: UserRequest) -> None:
        self.user, self.today = request.user, clock.today()
        self.words = request.GET.get("q", "").strip()[:100]
        self.only = request.GET.get("only", "")
        self.sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else "unit"
        care = Post.objects.filter(visible_to(request.user, Verb.PEOPLE, field="unit__path"))
        found = care.matching(self.words) if self.words else care
        self.present = found.present(self.today).filter(user__is_active=True)
        self.off = found.present(self.today).filter(user__is_active=False)
        self.ended = found.ended(self.today)

    def rows(self) -> QuerySet[Post]:
        """The posts asked for."""
        states = {"off": self.off, "ended": self.ended}
        rows = states.get(self.only, self.present)
        rows = rows.filter(role=self.only) if self.only in Role.values else rows
        return rows.select_related("user", "unit").order_by(*SORTS[self.sort])

    def chips(self) -> list[tuple[str, str, int]]:
        """Value, word, number."""
        numbers = dict(self.present.order_by().values_list("role").annotate(number=Count("pk")))
        chips = [(str(value), str(word), numbers[value]) for value, word in Role.choices if numbers.get(value)]
        rest = [("off", _("Deactivated"), self.off.count()), ("ended", _("Ended"), self.ended.count())]
        return [("", _("All"), sum(numbers.values())), *chips, *(chip for chip in rest if chip[2])]


@login_required
def people(request: UserRequest) -> HttpResponse:
    """Posts where the reader looks after people."""
    demand_somewhere(request.user, Verb.PEOPLE)
    asked = _Question(request)
    care = visible_to(request.user, Verb.PEOPLE, field="unit__path")
    context: dict[str, Any] = {"asked": asked, "page": Paginator(asked.rows(), PAGE).get_page(request.GET.get("page"))}
    context["chips"] = asked.chips()
    context["number"] = asked.present.values("user_id").distinct().count()
    context["open"] = Invitation.objects.filter(care).open_at(clock.now()).count()
    context["unit"] = home_unit(request.user)
    return render(request, "people/people.html", context)


@login_required
def people_export(request: UserRequest) -> HttpResponse:
    """The list on the page as an Excel file."""
    demand_somewhere(request.user, Verb.PEOPLE)
    rows = post_rows(_Question(request).rows())
    return workbook_response(f"{_('people')}-{clock.today():%Y%m%d}.xlsx", {_("People"): rows})


@login_required
def person(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody's posts in the reader's care; a further post is given here."""
    found, refusal = access_person(request.user, pk), None
    if request.method == "POST":
        try:
            _give(request, found)
            messages.success(request, _("The post was given."), extra_tags="green")
            return redirect("person", pk=pk)
        except (Invalid, Conflict) as caught:
            refusal = caught
    return render(
        request, "people/person.html", _person(request, found) | {"refusal": refusal}, status=_status(refusal)
    )


def _status(refusal: Invalid | Conflict | None) -> int:
    return 400 if refusal else 200


def _give(request: UserRequest, found: User) -> None:
    asked = request.POST.get("unit", "")
    if not asked.isdigit():
        raise Invalid(_("Choose a unit from the list."), field="unit")
    unit = access_unit(request.user, int(asked), verb=Verb.PEOPLE)
    give_post(found, unit=unit, role=request.POST.get("role", ""), by=request.user)


def _person(request: UserRequest, found: User) -> dict[str, Any]:
    care, today = visible_to(request.user, Verb.PEOPLE, field="unit__path"), clock.today()
    posts = Post.objects.filter(care, user=found).select_related("unit")
    units = Unit.objects.filter(visible_to(request.user, Verb.PEOPLE), closed_on=None).order_by("path")[:CHOICES]
    top = home_unit(request.user)
    all_roles = top is not None and is_administrator(request.user, top)
    return {
        "person": found,
        "posts": posts.present(today),
        "ended": posts.ended(today),
        "elsewhere": Post.objects.present(today).filter(user=found).exclude(care).count(),
        "units": units,
        "roles": [choice for choice in Role.choices if all_roles or choice[0] != Role.ADMINISTRATOR],
        "may_switch": may_switch_off(request.user, found),
        "given": request.POST,
    }


@login_required
@require_POST
def end(request: UserRequest, pk: int) -> HttpResponse:
    """End a post, or take it up again."""
    post = access_post(request.user, pk)
    if request.POST.get("act") == "resume":
        resume_post(post, by=request.user)
        messages.success(request, _("The post goes on."), extra_tags="green")
    else:
        end_post(post, by=request.user)
        messages.warning(request, _("The post has ended. It stands below, and can go on at any time."))
    return redirect("person", pk=post.user_id)


@login_required
@require_POST
def password_link(request: UserRequest, pk: int) -> HttpResponse:
    """A link for a new password, shown once, to hand to the person."""
    found = access_person(request.user, pk)
    link = request.build_absolute_uri(reverse("new-password", args=[password_secret(found, by=request.user)]))
    context = {"person": found, "link": link, "qr": qr_drawing(link)}
    return render(request, "people/password_link.html", context)


@login_required
@require_POST
def switch(request: UserRequest, pk: int) -> HttpResponse:
    """Deactivate or reactivate an account."""
    found = access_person(request.user, pk)
    if request.POST.get("act") == "on":
        reactivate(found, by=request.user)
        messages.success(request, _("The account works again."), extra_tags="green")
    else:
        deactivate(found, by=request.user)
        messages.warning(request, _("The account is deactivated and logged out."))
    return redirect("person", pk=pk)
