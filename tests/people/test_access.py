"""What may be seen as a list and what opens as a page are the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunfang.common import clock
from qunfang.common.errors import Forbidden, NotFound
from qunfang.people.access import (
    Verb,
    access_person,
    access_site,
    access_unit,
    may,
    people_in_care,
    visible_to,
)
from qunfang.people.models import Post, Role, User
from qunfang.places.models import Site, Unit
from tests.cast import Cast, make_cast, make_user

pytestmark = pytest.mark.django_db
POSTS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=11),
        st.sampled_from(Role.values),
        st.integers(min_value=-3, max_value=3),
        st.one_of(st.none(), st.integers(min_value=-3, max_value=3)),
    ),
    max_size=4,
    unique_by=lambda post: post[:2],
)


def opens(door: Any, *args: Any, **kwargs: Any) -> bool:
    try:
        door(*args, **kwargs)
    except (NotFound, Forbidden):
        return False
    return True


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=POSTS, active=st.booleans(), verb=st.sampled_from(list(Verb)))
def test_visible_to_agrees_with_access(db: None, posts: Any, active: bool, verb: Verb) -> None:
    with transaction.atomic():
        make_cast()
        units, today = list(Unit.objects.all()), clock.today()
        user = make_user("somebody")
        User.objects.filter(pk=user.pk).update(is_active=active)
        for place, role, since, until in posts:
            end = None if until is None else today + dt.timedelta(until)
            Post.objects.create(user=user, unit=units[place], role=role, since=today + dt.timedelta(since), until=end)
        user = User.objects.get(pk=user.pk)
        listed = set(Unit.objects.filter(visible_to(user, verb)).values_list("pk", flat=True))
        assert listed == {unit.pk for unit in units if opens(access_unit, user, unit.pk, verb=verb)}
        assert listed == {unit.pk for unit in units if may(user, verb, unit)}
        sites = set(Site.objects.filter(visible_to(user, verb, field="unit__path")).values_list("pk", flat=True))
        assert sites == {site.pk for site in Site.objects.all() if opens(access_site, user, site.pk, verb=verb)}
        care = set(people_in_care(user).values_list("pk", flat=True))
        assert care == {each.pk for each in User.objects.all() if opens(access_person, user, each.pk)}
        transaction.set_rollback(True)


def test_absent_and_not_yours_are_told_alike(cast: Cast) -> None:
    told = []
    for pk in (cast.other_town.pk, 10**9):
        with pytest.raises(NotFound) as caught:
            access_unit(cast.officer, pk)
        told.append(caught.value.message)
    assert told[0] == told[1]
