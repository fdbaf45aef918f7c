"""A person's own preferences, and switching accounts off and on. One verb, one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common.errors import Conflict, Forbidden, Invalid
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
