"""Posts and accounts: who may give, end and switch off what; each act counts at once and can be undone."""

from __future__ import annotations

import pytest

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound
from qunfang.people.access import Verb, may
from qunfang.people.models import Post, Role, User
from qunfang.people.services import deactivate, end_post, give_post, reactivate, resume_post
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_ended_post_grants_nothing_at_once_and_can_go_on(cast: Cast) -> None:
    post = cast.field_worker.posts.get()
    end_post(post, by=cast.officer)
    assert not may(anew(cast.field_worker), Verb.VIEW, cast.village)
    with pytest.raises(Conflict):
        end_post(post, by=cast.officer)
    resume_post(post, by=cast.officer)
    assert may(anew(cast.field_worker), Verb.VIEW, cast.village)
    assert [record.verb for record in Record.objects.order_by("pk")] == ["people.end_post", "people.resume_post"]


def test_a_further_post_counts_from_today_and_only_once(cast: Cast) -> None:
    give_post(cast.field_worker, unit=cast.community, role=Role.FIELD_WORKER, by=cast.officer)
    assert may(anew(cast.field_worker), Verb.SUBMIT, cast.community)
    with pytest.raises(Conflict):
        give_post(cast.field_worker, unit=cast.community, role=Role.FIELD_WORKER, by=cast.officer)
    with pytest.raises(Invalid):
        give_post(cast.field_worker, unit=cast.community, role="king", by=cast.officer)


def test_nobody_gives_a_post_outside_their_care(cast: Cast) -> None:
    with pytest.raises(NotFound):
        give_post(cast.field_worker, unit=cast.other_village, role=Role.FIELD_WORKER, by=cast.officer)
    with pytest.raises(Forbidden):
        give_post(cast.teacher, unit=cast.village, role=Role.TEACHER, by=cast.field_worker)


def test_only_administrators_make_and_unmake_administrators(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        give_post(cast.field_worker, unit=cast.town, role=Role.ADMINISTRATOR, by=cast.officer)
    post = give_post(cast.field_worker, unit=cast.town, role=Role.ADMINISTRATOR, by=cast.admin)
    with pytest.raises(Forbidden):
        end_post(post, by=cast.officer)
    end_post(post, by=cast.admin)


def test_ones_own_post_is_ended_by_somebody_else(cast: Cast) -> None:
    with pytest.raises(Conflict):
        end_post(cast.officer.posts.get(), by=cast.officer)
    end_post(cast.officer.posts.get(), by=cast.county_officer)


def test_a_deactivated_account_may_nothing_and_comes_back_with_its_posts(cast: Cast) -> None:
    deactivate(cast.field_worker, by=cast.officer)
    assert not may(anew(cast.field_worker), Verb.VIEW, cast.village)
    with pytest.raises(Conflict):
        deactivate(cast.field_worker, by=cast.officer)
    reactivate(cast.field_worker, by=cast.officer)
    assert may(anew(cast.field_worker), Verb.VIEW, cast.village)


def test_an_account_with_posts_elsewhere_is_not_ones_to_switch_off(cast: Cast) -> None:
    Post.objects.create(user=cast.field_worker, unit=cast.other_village, role=Role.POLICE, since="2026-01-01")
    with pytest.raises(Forbidden):
        deactivate(cast.field_worker, by=cast.officer)
    deactivate(cast.field_worker, by=cast.county_officer)
    with pytest.raises(Forbidden):
        deactivate(cast.officer, by=cast.officer)
    with pytest.raises(Forbidden):
        deactivate(cast.admin, by=cast.county_officer)
