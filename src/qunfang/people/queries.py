"""Named questions about people and their posts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from qunfang.common import clock
from qunfang.people.models import Post, Role
from qunfang.places.models import Unit

IN_CHARGE = (Role.FIELD_WORKER, Role.TEACHER, Role.TELLER, Role.OFFICER, Role.POLICE, Role.LEADER)
"""Who answers for a unit's dues, the nearest to the work first."""


def people_in_charge(units: Iterable[Unit]) -> dict[int, str]:
    """Unit id → name of the person who answers for it today; units without one are left out. One statement."""
    today = clock.today()
    posts = (
        Post.objects.filter(unit__in=list(units), role__in=IN_CHARGE, user__is_active=True)
        .filter(Q(until=None) | Q(until__gte=today), since__lte=today)
        .select_related("user")
    )
    found: dict[int, str] = {}
    for post in sorted(posts, key=lambda each: (IN_CHARGE.index(Role(each.role)), each.since, each.pk)):
        found.setdefault(post.unit_id, str(post.user))
    return found
