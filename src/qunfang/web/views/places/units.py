"""The tree of units: search, a unit's page with what lies below it, its sites and its people; Excel out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.people.access import Verb, access_unit, held_paths, lineage, may, visible_to
from qunfang.people.models import Post
from qunfang.places.models import Site, Unit, UnitKind
from qunfang.web.requests import UserRequest
from qunfang.web.views.places.exports import post_rows, site_rows, unit_rows
from qunfang.web.views.places.lists import SITE_SORTS, UNIT_SORTS, Listing, posts_of, sites_of, with_counts
from qunfang.web.workbooks import workbook_response

VIEWS = ("units", "sites", "people")


@login_required
def units(request: UserRequest) -> HttpResponse:
    """Search over all units of the reader; without a question, the highest one's page."""
    listing = Listing(request.GET, sorts=UNIT_SORTS)
    tops = _tops(request)
    if not tops:
        raise NotFound(_("You hold no post yet. Ask your unit's administrator for an invitation."))
    if len(tops) == 1 and not request.GET:
        return redirect("unit", pk=tops[0].pk)
    rows = Unit.objects.filter(visible_to(request.user))
    rows = rows if request.GET else rows.filter(pk__in=[top.pk for top in tops])
    page = listing.page(listing.narrow(rows, UnitKind))
    page.object_list = _name_above(list(page.object_list))
    context = {"listing": listing, "page": page, "top": tops[0]}
    return render(request, "places/units.html", context)


@login_required
def units_export(request: UserRequest) -> HttpResponse:
    """The units that the search leaves, as an Excel file that can be imported again."""
    listing = Listing(request.GET, sorts=UNIT_SORTS)
    rows = list(listing.narrow(Unit.objects.filter(visible_to(request.user)), UnitKind))
    return workbook_response(f"{_('units')}-{clock.today():%Y%m%d}.xlsx", {_("Units"): unit_rows(rows)})


@login_required
def unit(request: UserRequest, pk: int) -> HttpResponse:
    """One unit: the units below it, its sites by kind, its people."""
    found = access_unit(request.user, pk)
    show = request.GET.get("show") if request.GET.get("show") in VIEWS else ""
    context: dict[str, Any] = {
        "unit": found,
        "lineage": lineage(found, request.user),
        "numbers": _numbers(found),
        "manages": may(request.user, Verb.PLACES, found),
        "invites": may(request.user, Verb.PEOPLE, found),
    }
    context["show"] = show or ("units" if context["numbers"]["units"] or not context["numbers"]["sites"] else "sites")
    context |= _tab(found, context["show"], request)
    return render(request, "places/unit.html", context)


@login_required
def unit_export(request: UserRequest, pk: int) -> HttpResponse:
    """The list on the page as an Excel file; units and sites can be imported again."""
    found = access_unit(request.user, pk)
    show = request.GET.get("show", "units")
    if show == "sites":
        rows, title = site_rows(list(sites_of(found, Listing(request.GET, sorts=SITE_SORTS)))), _("Sites")
    elif show == "people":
        rows, title = post_rows(posts_of(found, Listing(request.GET, sorts=UNIT_SORTS))), _("People")
    else:
        listing = Listing(request.GET, sorts=UNIT_SORTS)
        rows, title = unit_rows(list(listing.narrow(Unit.objects.within(found), UnitKind))), _("Units")
    return workbook_response(f"{found.name}-{title}-{clock.today():%Y%m%d}.xlsx", {title: rows})


def _tops(request: UserRequest) -> list[Unit]:
    """The highest units of the reader's posts: none of them lies below another."""
    paths = held_paths(request.user)
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return list(Unit.objects.filter(path__in=tops).order_by("path"))


def _name_above(found: list[Unit]) -> list[Unit]:
    """Tell each unit the name of the one above it, for telling apart what bears one name."""
    above = {each.path[: -Unit.steplen] for each in found}
    names = dict(Unit.objects.filter(path__in=above).values_list("path", "name"))
    for each in found:
        each.above_name = names.get(each.path[: -Unit.steplen], "")
    return found


def _numbers(found: Unit) -> dict[str, int]:
    """What the unit's branch holds at present."""
    today = clock.today()
    posts = Post.objects.present(today).filter(unit__path__startswith=found.path, user__is_active=True)
    return {
        "units": Unit.objects.below(found).standing(today).count(),
        "sites": Site.objects.within(found).standing(today).count(),
        "people": posts.values("user_id").distinct().count(),
    }


def _tab(found: Unit, show: str, request: UserRequest) -> dict[str, Any]:
    listing = Listing(request.GET, sorts=SITE_SORTS if show == "sites" else UNIT_SORTS)
    if show == "sites":
        page = listing.page(sites_of(found, listing))
        page.object_list = list(page.object_list)
        addressed = any(site.address for site in page.object_list)
        return {"listing": listing, "page": page, "addressed": addressed}
    if show == "people":
        return {"listing": listing, "page": listing.page(posts_of(found, listing))}
    page = listing.page(listing.narrow(Unit.objects.children_of(found), UnitKind))
    return {"listing": listing, "page": page, "rows": with_counts(list(page.object_list), found)}
