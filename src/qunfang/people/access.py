"""The only door to units and what hangs on them: what a role may do, and where.

A post at a unit holds for the unit and everything below it. Absent and not-yours give the same `NotFound`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import rules
from django.db.models import Q
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Forbidden, NotFound
from qunfang.people.models import Role, User
from qunfang.places.models import Site, Unit
from qunfang.places.queries import ancestor_paths


class Verb(StrEnum):
    """What can be allowed at a unit."""

    VIEW = "qunfang.view"
    SUBMIT = "qunfang.submit"
    REVIEW = "qunfang.review"
    PLAN = "qunfang.plan"
    PLACES = "qunfang.places"
    PEOPLE = "qunfang.people"
    AUDIT = "qunfang.audit"
    SCREENING = "qunfang.screening"


GRANTS: dict[str, frozenset[Verb]] = {
    Role.ADMINISTRATOR: frozenset(Verb),
    Role.LEADER: frozenset({Verb.VIEW, Verb.REVIEW, Verb.PLAN, Verb.AUDIT}),
    Role.OFFICER: frozenset({Verb.VIEW, Verb.SUBMIT, Verb.REVIEW, Verb.PLAN, Verb.PLACES, Verb.PEOPLE, Verb.SCREENING}),
    Role.FIELD_WORKER: frozenset({Verb.VIEW, Verb.SUBMIT}),
    Role.TEACHER: frozenset({Verb.VIEW, Verb.SUBMIT}),
    Role.TELLER: frozenset({Verb.VIEW, Verb.SUBMIT}),
    Role.POLICE: frozenset({Verb.VIEW, Verb.SUBMIT, Verb.SCREENING}),
    Role.INSPECTOR: frozenset({Verb.VIEW, Verb.REVIEW, Verb.AUDIT}),
}


def held_paths(user: User, verb: Verb = Verb.VIEW) -> list[str]:
    """Tree paths at which the user's present posts grant `verb`; kept on the user for the request."""
    held: dict[Verb, list[str]] | None = user.__dict__.get("_held_paths")
    if held is None:
        today = clock.today()
        posts = user.posts.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
        held = {each: [] for each in Verb}
        for role, path in posts.values_list("role", "unit__path"):
            for each in GRANTS[role]:
                held[each].append(path)
        user.__dict__["_held_paths"] = held
    return held[verb]


def forget_posts(user: User) -> None:
    """Drop what `held_paths` keeps, after the user's posts have changed."""
    user.__dict__.pop("_held_paths", None)


def may(user: User, verb: Verb, unit: Unit | None = None) -> bool:
    """Whether a post of the user grants `verb` at `unit`; with no unit, anywhere."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    held = held_paths(user, verb)
    return bool(held) if unit is None else any(unit.path.startswith(path) for path in held)


def _holding(verb: Verb) -> Callable[..., bool]:
    return lambda user, unit=None: may(user, verb, unit)


for _verb in Verb:
    rules.add_perm(_verb.value, rules.predicate(_holding(_verb)))


def visible_to(user: User, verb: Verb = Verb.VIEW, *, field: str = "path") -> Q:
    """Filter for rows whose unit path (`field`) lies where the user's posts grant `verb`."""
    query = Q(pk__in=[])
    for path in held_paths(user, verb) if getattr(user, "is_authenticated", False) else []:
        query |= Q(**{f"{field}__startswith": path})
    return query


def demand(user: User, verb: Verb, unit: Unit) -> None:
    """Pass, or refuse: `NotFound` where the unit is not even visible, `Forbidden` where only the act is not."""
    if may(user, verb, unit):
        return
    if may(user, Verb.VIEW, unit):
        raise Forbidden(_("Your post does not allow this here. Ask the unit's administrator."))
    raise NotFound(_("There is no such page, or it is not yours to see."))


def demand_anywhere(user: User, verb: Verb) -> None:
    """Pass if a post of the user grants `verb` at some unit; `NotFound` otherwise."""
    if not may(user, verb):
        raise NotFound(_("There is no such page, or it is not yours to see."))


def access_unit(user: User, pk: int, *, verb: Verb = Verb.VIEW) -> Unit:
    """The unit, if the user may do `verb` there."""
    unit: Unit | None = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, verb, unit)
    return unit


def access_site(user: User, pk: int, *, verb: Verb = Verb.VIEW) -> Site:
    """The site, if the user may do `verb` at its unit."""
    site: Site | None = Site.objects.select_related("unit").filter(pk=pk).first()
    if site is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, verb, site.unit)
    return site


def home_unit(user: User) -> Unit | None:
    """The highest unit of the user's posts: where coverage and lists open."""
    paths = held_paths(user)
    return Unit.objects.filter(path=min(paths, key=len)).first() if paths else None


def lineage(unit: Unit, user: User) -> list[Unit]:
    """The unit's ancestors that the user may see and the unit itself, root first: the breadcrumb."""
    units = Unit.objects.filter(path__in=ancestor_paths(unit.path)).order_by("path")
    return [each for each in units if may(user, Verb.VIEW, each)]


def grants_of(user: User) -> dict[str, Any]:
    """Verb name → whether granted anywhere, for menus."""
    return {verb.name.lower(): may(user, verb) for verb in Verb}
