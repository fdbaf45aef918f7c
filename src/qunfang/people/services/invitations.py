"""Invitations: made, withdrawn, taken up. One verb, one transaction."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid, NotFound
from qunfang.common.ids import digest, new_secret
from qunfang.people.access import Verb, demand, demand_role, forget_posts
from qunfang.people.models import MOVES, Invitation, InvitationState, Post, Role, User
from qunfang.places.models import UNNAMED, Unit, UnitKind

VALID_FOR = dt.timedelta(days=7)


@transaction.atomic
def invite(unit: Unit, *, role: str, name: str, by: User) -> tuple[Invitation, str]:
    """An invitation to a post and its secret, which is shown once and never kept."""
    demand(by, Verb.PEOPLE, unit)
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), field="role")
    demand_role(by, role, unit)
    if unit.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": unit.name})
    made, secret = _invitation(unit, role=role, name=name, by=by, valid_for=VALID_FOR)
    record(made, verb="people.invite", by=by, unit_id=unit.pk, detail={"role": role})
    return made, secret


def _invitation(
    unit: Unit, *, role: str, name: str, by: User | None, valid_for: dt.timedelta
) -> tuple[Invitation, str]:
    secret, now = new_secret(), clock.now()
    made = Invitation.objects.create(
        unit=unit,
        role=role,
        name=name.strip(),
        secret_digest=digest(secret),
        invited_by=by,
        created_at=now,
        expires_at=now + valid_for,
    )
    return made, secret


def open_invitation(secret: str) -> Invitation:
    """The invitation of a link, while it can still be taken up."""
    found: Invitation | None = Invitation.objects.select_related("unit").filter(secret_digest=digest(secret)).first()
    if found is None or found.state_at(clock.now()) != InvitationState.OPEN:
        raise NotFound(_("This link is used up or too old. Ask for a new one."))
    return found


@transaction.atomic
def accept_invitation(secret: str, *, username: str, password: str, name: str) -> User:
    """A new account with the post that the invitation names; works once."""
    held = _held(secret)
    user = _new_user(username.strip(), password, name.strip() or held.name)
    _take_up(held, user)
    return user


@transaction.atomic
def accept_as(secret: str, *, user: User) -> Post:
    """The post that the invitation names, for somebody who has an account; works once."""
    held = _held(secret)
    if Post.objects.filter(user=user, unit_id=held.unit_id, role=held.role, until=None).exists():
        raise Conflict(_("You hold this post already. Pass the link on to the right person."))
    return _take_up(held, user)


def _held(secret: str) -> Invitation:
    held: Invitation = Invitation.objects.select_for_update().get(pk=open_invitation(secret).pk)
    if held.state_at(clock.now()) != InvitationState.OPEN:
        raise Conflict(_("This link is used up or too old. Ask for a new one."))
    return held


def _take_up(held: Invitation, user: User) -> Post:
    post = Post.objects.create(user=user, unit_id=held.unit_id, role=held.role, since=clock.today())
    held.accepted_by, held.accepted_at = user, clock.now()
    held.save(update_fields=["accepted_by", "accepted_at"])
    forget_posts(user)
    record(held, verb="people.join", by=user, unit_id=held.unit_id, detail={"role": held.role})
    return post


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The link stops working at once."""
    held: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    demand(by, Verb.PEOPLE, held.unit)
    if InvitationState.WITHDRAWN not in MOVES[held.state_at(clock.now())]:
        raise Conflict(_("This invitation is taken up or withdrawn already."))
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    record(held, verb="people.withdraw", by=by, unit_id=held.unit_id, detail={"role": held.role})
    return held


def _new_user(username: str, password: str, name: str) -> User:
    if not username.isascii() or not username.replace("_", "").isalnum():
        raise Invalid(_("Use Latin letters and digits for the user name."), field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(_("This user name is taken. Choose another."), field="username")
    made = User(username=username, name=name)
    try:
        validate_password(password, made)
    except ValidationError as cause:
        raise Invalid(" ".join(cause.messages), field="password") from cause
    made.set_password(password)
    made.save()
    return made


@transaction.atomic
def first_administrator_link() -> str | None:
    """A one-time link, valid for a day, while nobody has an account yet; an earlier unused one ends."""
    if User.objects.exists():
        return None
    unit = Unit.objects.filter(depth=1).first() or Unit.objects.add_root(
        create_kwargs={"kind": UnitKind.COUNTY, "name": UNNAMED}
    )
    Invitation.objects.filter(accepted_at=None).update(withdrawn_at=clock.now())
    _made, secret = _invitation(unit, role=Role.ADMINISTRATOR, name="", by=None, valid_for=dt.timedelta(days=1))
    return f"{settings.ORIGIN}/join/{secret}/"
