"""The only door to units and what hangs on them: what a role may do, and where.

A post at a unit holds for the unit and everything below it. Absent and not-yours give the same `NotFound`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import rules
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Forbidden, NotFound
from qunfang.people.models import Invitation, Post, Role, User
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
    COUNTER = "qunfang.counter"
    MATERIALS = "qunfang.materials"


GRANTS: dict[str, frozenset[Verb]] = {
    Role.ADMINISTRATOR: frozenset(Verb),
    Role.LEADER: frozenset({Verb.VIEW, Verb.REVIEW, Verb.PLAN, Verb.AUDIT, Verb.COUNTER}),
    Role.OFFICER: frozenset(Verb) - {Verb.AUDIT, Verb.COUNTER},
    Role.FIELD_WORKER: frozenset({Verb.VIEW, Verb.SUBMIT}),
    Role.TEACHER: frozenset({Verb.VIEW, Verb.SUBMIT, Verb.MATERIALS}),
    Role.TELLER: frozenset({Verb.VIEW, Verb.SUBMIT, Verb.COUNTER}),
    Role.POLICE: frozenset({Verb.VIEW, Verb.SUBMIT, Verb.SCREENING, Verb.MATERIALS}),
    Role.INSPECTOR: frozenset({Verb.VIEW, Verb.REVIEW, Verb.AUDIT}),
}


def held_paths(user: User, verb: Verb = Verb.VIEW) -> list[str]:
    """Tree paths at which the user's present posts grant `verb`."""
    found = {path for role, path in held_posts(user) if verb in GRANTS[role]}
    return sorted(found)


def held_posts(user: User) -> list[tuple[str, str]]:
    """(role, tree path) of the user's present posts; none for a deactivated account. Kept for the request."""
    held: list[tuple[str, str]] | None = user.__dict__.get("_held_posts")
    if held is None:
        posts = user.posts.present(clock.today()) if user.is_active else user.posts.none()
        held = list(posts.values_list("role", "unit__path"))
        user.__dict__["_held_posts"] = held
    return held


def forget_posts(user: User) -> None:
    """Drop what `held_paths` keeps, after the user's posts have changed."""
    user.__dict__.pop("_held_posts", None)


def may(user: User, verb: Verb, unit: Unit | None = None) -> bool:
    """Whether a post of the user grants `verb` at `unit`; with no unit, anywhere."""
    if not getattr(user, "is_authenticated", False):
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


def demand_somewhere(user: User, verb: Verb) -> None:
    """Pass when a post of the user grants `verb` anywhere."""
    if not may(user, verb):
        raise Forbidden(_("Your post does not allow this here. Ask the unit's administrator."))


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


def access_post(user: User, pk: int) -> Post:
    """The post, if the user may look after people at its unit; an administrator's only by an administrator."""
    found: Post | None = Post.objects.select_related("unit", "user").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, Verb.PEOPLE, found.unit)
    demand_role(user, found.role, found.unit)
    return found


def access_invitation(user: User, pk: int) -> Invitation:
    """The invitation, if the user may look after people at its unit."""
    found: Invitation | None = Invitation.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, Verb.PEOPLE, found.unit)
    return found


def people_in_care(user: User) -> QuerySet[User]:
    """Everybody who holds, or held, a post where the user may look after people."""
    posts = Post.objects.filter(visible_to(user, Verb.PEOPLE, field="unit__path"))
    return User.objects.filter(pk__in=posts.values("user_id"))


def access_person(user: User, pk: int) -> User:
    """Somebody who holds, or held, a post where the user may look after people.

    Others of the user's own units may be seen, but not looked after.
    """
    found = people_in_care(user).filter(pk=pk).first()
    if found is None:
        seen = Post.objects.filter(visible_to(user, field="unit__path"), user_id=pk)
        if seen.exists():
            raise Forbidden(_("Your post does not allow this here. Ask the unit's administrator."))
        raise NotFound(_("There is no such page, or it is not yours to see."))
    return found


def is_administrator(user: User, unit: Unit) -> bool:
    """Whether the user administers the unit."""
    return any(role == Role.ADMINISTRATOR and unit.path.startswith(path) for role, path in held_posts(user))


def demand_role(user: User, role: str, unit: Unit) -> None:
    """Only an administrator gives and takes an administrator's post."""
    if role == Role.ADMINISTRATOR and not is_administrator(user, unit):
        raise Forbidden(_("Only an administrator can give or end an administrator's post."))


def roles_to_give(user: User, unit: Unit) -> list[tuple[str, str]]:
    """Roles that the user may give at the unit, as choices."""
    all_roles = is_administrator(user, unit)
    return [(str(value), str(word)) for value, word in Role.choices if all_roles or value != Role.ADMINISTRATOR]


def may_switch_off(user: User, person: User) -> bool:
    """Whether the user may deactivate the person: not oneself, and all the person's present posts are in one's care."""
    if user.pk == person.pk:
        return False
    posts = Post.objects.present(clock.today()).filter(user=person).select_related("unit")
    return all(
        may(user, Verb.PEOPLE, post.unit) and (post.role != Role.ADMINISTRATOR or is_administrator(user, post.unit))
        for post in posts
    )


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
