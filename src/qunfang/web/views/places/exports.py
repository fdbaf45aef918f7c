"""Rows of the Excel files: the headings are those of the rosters, so that a file can come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qunfang.people.models import Post
from qunfang.places.models import Site, Unit
from qunfang.places.queries import ancestor_paths
from qunfang.places.services.rosters.columns import SITES, UNITS

Rows = list[list[Any]]
CHUNK = 5000


def unit_rows(units: list[Unit]) -> Rows:
    """Units with the path of the one above."""
    paths = full_paths(units)
    rows: Rows = [[str(column.heading) for column in UNITS] + [_("Closed")]]
    for unit in units:
        above = paths.get(unit.path[: -Unit.steplen], "")
        rows.append([unit.name, unit.get_kind_display(), above, unit.code, unit.opened_on, unit.closed_on])
    return rows


def site_rows(sites: list[Site]) -> Rows:
    """Sites with the path of their unit."""
    paths = full_paths([site.unit for site in sites])
    rows: Rows = [[str(column.heading) for column in SITES] + [_("Closed")]]
    for site in sites:
        parent = site.parent.name if site.parent else ""
        facts = [site.name, site.get_kind_display(), paths[site.unit.path], parent, site.code, site.address]
        rows.append([*facts, _degrees(site.latitude), _degrees(site.longitude), site.closed_on])
    return rows


def post_rows(posts: Iterable[Post]) -> Rows:
    """People with their posts."""
    rows: Rows = [[_("Full name"), _("User name"), _("Role"), _("Unit"), _("Since"), _("Until"), _("Account")]]
    for post in posts:
        state = _("active") if post.user.is_active else _("deactivated")
        person = [post.user.name, post.user.username, post.get_role_display(), post.unit.name]
        rows.append([*person, post.since, post.until, state])
    return rows


def full_paths(units: list[Unit]) -> dict[str, str]:
    """Tree path → '安和县/青石镇' for the units and all their ancestors; one statement for some thousand of them."""
    wanted = sorted({path for unit in units for path in ancestor_paths(unit.path)})
    names: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        names |= dict(Unit.objects.filter(path__in=chunk).values_list("path", "name"))
    return {path: "/".join(names[each] for each in ancestor_paths(path)) for path in wanted}


def _degrees(value: Any) -> float | str:
    return "" if value is None else float(value)
