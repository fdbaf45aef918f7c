"""The only door to a due: through the unit where it stands, or through the unit that must do it."""

from __future__ import annotations

from qunfang.common.errors import NotFound
from qunfang.coverage.queries import Due, due_by_key
from qunfang.people.access import Verb, demand, may
from qunfang.people.models import User


def may_with_due(user: User, due: Due, verb: Verb) -> bool:
    """Whether a post of the user grants `verb` where the due stands or at its doer (an office beside the place)."""
    return may(user, verb, due.unit) or may(user, verb, due.doer)


def access_due(user: User, key: str, verb: Verb = Verb.VIEW) -> Due:
    """The due of that key, if the user may do `verb` with it. Raises NotFound or Forbidden."""
    due = due_by_key(key)
    if may_with_due(user, due, verb):
        return due
    try:
        demand(user, verb, due.unit)
    except NotFound:
        demand(user, verb, due.doer)
    return due
