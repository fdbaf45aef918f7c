"""A person's own preferences, and switching accounts off and on. One verb, one transaction."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound
from qunfang.people.access import forget_posts, may_switch_off
from qunfang.people.models import User


@transaction.atomic
def set_preferences(user: User, *, name: str, large_type: bool) -> User:
    """The name that others see, and the size of type."""
    if not name.strip():
        raise Invalid(_("Give the name that your colleagues know."), field="name")
    user.name, user.large_type = name.strip(), large_type
    user.save(update_fields=["name", "large_type"])
    record(user, verb="people.preferences", by=user)
    return user


@transaction.atomic
def deactivate(person: User, *, by: User) -> User:
    """The person can no longer log in and is logged out everywhere; what they did stays theirs."""
    return _switch(person, active=False, by=by)


@transaction.atomic
def reactivate(person: User, *, by: User) -> User:
    """The person can log in again, with the posts that have not been ended."""
    return _switch(person, active=True, by=by)


def _switch(person: User, *, active: bool, by: User) -> User:
    held = User.objects.select_for_update().get(pk=person.pk)
    if not may_switch_off(by, held):
        raise Forbidden(_("This account also holds posts outside your care, or it is your own. Ask a level above."))
    if held.is_active is active:
        raise Conflict(_("The account is in that state already."))
    held.is_active = active
    held.save(update_fields=["is_active"])
    forget_posts(held)
    record(held, verb="people.reactivate" if active else "people.deactivate", by=by)
    return held


@transaction.atomic
def password_secret(person: User, *, by: User) -> str:
    """The secret of a link by which the person sets a new password, for who has forgotten it.

    It is kept nowhere: it holds until the password is set, the person logs in, or PASSWORD_RESET_TIMEOUT has passed.
    """
    if not may_switch_off(by, person):
        raise Forbidden(_("This account also holds posts outside your care, or it is your own. Ask a level above."))
    if not person.is_active:
        raise Conflict(_("The account is deactivated. Reactivate it first."))
    record(person, verb="people.password_link", by=by)
    return f"{person.pk}.{default_token_generator.make_token(person)}"


def person_of_secret(secret: str) -> User:
    """Whose link it is, while it holds."""
    pk, _dot, token = secret.partition(".")
    found = User.objects.filter(pk=int(pk), is_active=True).first() if pk.isdigit() and len(pk) < 16 else None
    if found is None or not default_token_generator.check_token(found, token):
        raise NotFound(_("This link is used up or too old. Ask for a new one."))
    return found


@transaction.atomic
def set_password(secret: str, *, password: str) -> User:
    """The new password of the link's person; the link and all sessions end with it."""
    held = User.objects.select_for_update().get(pk=person_of_secret(secret).pk)
    try:
        validate_password(password, held)
    except ValidationError as cause:
        raise Invalid(" ".join(cause.messages), field="password") from cause
    held.set_password(password)
    held.save(update_fields=["password"])
    record(held, verb="people.password", by=held)
    return held
