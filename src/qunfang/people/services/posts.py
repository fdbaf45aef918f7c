"""Posts: given, ended, taken up again. One verb, one transaction."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.people.access import Verb, demand, demand_role, forget_posts
from qunfang.people.models import Post, Role, User
from qunfang.places.models import Unit


@transaction.atomic
def give_post(person: User, *, unit: Unit, role: str, by: User) -> Post:
    """A further post for somebody who has an account, from today."""
    demand(by, Verb.PEOPLE, unit)
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), field="role")
    demand_role(by, role, unit)
    if unit.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": unit.name})
    _refuse_second(person, unit, role)
    made = Post.objects.create(user=person, unit=unit, role=role, since=clock.today())
    forget_posts(person)
    record(made, verb="people.give_post", by=by, unit_id=unit.pk, detail={"user": person.pk, "role": role})
    return made


@transaction.atomic
def end_post(post: Post, *, by: User) -> Post:
    """The post is over at once: yesterday was its last day. One's own is ended by a colleague."""
    held: Post = Post.objects.select_for_update().get(pk=post.pk)
    demand(by, Verb.PEOPLE, held.unit)
    demand_role(by, held.role, held.unit)
    if held.user_id == by.pk:
        raise Conflict(_("You cannot end your own post. Ask a colleague or the level above."))
    if held.until is not None and held.until < clock.today():
        raise Conflict(_("This post has ended already."))
    held.until = clock.today() - dt.timedelta(1)
    held.save(update_fields=["until"])
    record(held, verb="people.end_post", by=by, unit_id=held.unit_id, detail={"user": held.user_id, "role": held.role})
    return held


@transaction.atomic
def resume_post(post: Post, *, by: User) -> Post:
    """Undo `end_post`: the same post goes on."""
    held: Post = Post.objects.select_for_update().get(pk=post.pk)
    demand(by, Verb.PEOPLE, held.unit)
    demand_role(by, held.role, held.unit)
    if held.until is None:
        raise Conflict(_("This post has not ended."))
    _refuse_second(held.user, held.unit, held.role)
    held.until = None
    held.save(update_fields=["until"])
    record(
        held, verb="people.resume_post", by=by, unit_id=held.unit_id, detail={"user": held.user_id, "role": held.role}
    )
    return held


def _refuse_second(person: User, unit: Unit, role: str) -> None:
    if Post.objects.filter(user=person, unit=unit, role=role, until=None).exists():
        raise Conflict(_("%(name)s holds this post already.") % {"name": person})
