"""The reviewer sees what the checks found, in words, and of other units no more than is theirs to see."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client

from qunfang.evidence.checks import check_submission
from qunfang.evidence.models import SecondLook, Submission
from qunfang.evidence.services import accept
from qunfang.people.models import User
from qunfang.plans.models import Obligation
from tests.cast import Cast
from tests.conftest import NOON
from tests.evidence.conftest import PERIOD, HandIn, _nothing_known, duty, hand_in
from tests.evidence.test_checks import reused, scene
from tests.evidence.test_together import keys

__all__ = ["_nothing_known", "duty", "hand_in"]
pytestmark = pytest.mark.django_db
Door = Callable[[User], Client]


def page(client: Client, address: str = "/review/", language: str = "zh-hans") -> str:
    """A page's words in one language."""
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_earlier_photo_stands_beside_where_the_reviewer_may_see_it(
    cast: Cast, hand_in: HandIn, as_user: Door
) -> None:
    first = hand_in(cast.community_worker, cast.community, scene(), site=cast.lift)
    again = hand_in(cast.field_worker, cast.village, reused())
    for each in (first, again):
        check_submission(each.pk)
    seen = page(as_user(cast.officer))
    earlier = first.attachments.get()
    assert "同一张照片以前上报过：1号楼电梯" in seen
    assert "处细节吻合" in seen
    assert f'src="/files/{earlier.pk}/large/"' in seen
    told = page(as_user(cast.officer), language="en")
    assert "The same picture was handed in before: 1号楼电梯" in told


def test_of_a_photo_at_another_unit_only_that_it_was_used_is_told(cast: Cast, hand_in: HandIn, as_user: Door) -> None:
    first = hand_in(cast.user("field_worker", cast.other_village), cast.other_village, scene())
    again = hand_in(cast.field_worker, cast.village, reused())
    for each in (first, again):
        check_submission(each.pk)
    reviewer = as_user(cast.officer)
    seen = page(reviewer)
    earlier = first.attachments.get()
    assert "这张照片在其他单位用过。" in seen
    assert "河口村" not in seen
    assert f"/files/{earlier.pk}/" not in seen
    for door in ("", "small/", "large/"):
        assert reviewer.get(f"/files/{earlier.pk}/{door}").status_code == 404
    above = page(as_user(cast.county_officer))
    assert "河口村" in above
    assert f'src="/files/{earlier.pk}/large/"' in above


def test_the_most_doubtful_comes_first_and_a_clean_one_says_so(cast: Cast, hand_in: HandIn, as_user: Door) -> None:
    first = hand_in(cast.community_worker, cast.community, scene())
    check_submission(first.pk)
    clean = page(as_user(cast.officer))
    assert "自动核查没有发现疑点" in clean
    assert "以前没有上报过。" in clean
    again = hand_in(cast.field_worker, cast.village, reused())
    assert "这张照片还没有自动核查" in page(as_user(cast.officer), f"/review/?after={first.pk}")
    check_submission(again.pk)
    assert f"/review/{again.pk}/" in page(as_user(cast.officer))


def test_what_nobody_handed_in_twice_names_no_other_photo(cast: Cast, hand_in: HandIn, as_user: Door) -> None:
    other = np.asarray(np.random.default_rng(3).integers(0, 255, (480, 640, 3)), np.uint8)
    for shot in (scene(), other):
        check_submission(hand_in(cast.field_worker, cast.village, shot).pk)
    assert 'class="pair"' not in page(as_user(cast.officer))


def test_the_badge_shows_no_more_than_99_so_that_every_page_stays_quick(
    cast: Cast, duty: Obligation, as_user: Door
) -> None:
    place = {"lineage": duty.lineage, "period_start": PERIOD.start, "period_end": PERIOD.end, "submitted_at": NOON}
    made = [
        Submission(obligation=duty, unit=cast.village, quantity=1, submitted_by=cast.field_worker, **place)
        for _ in range(100)
    ]
    Submission.objects.bulk_create(made[:99])
    assert '<span class="badge">99</span>' in page(as_user(cast.officer), "/")
    made[99].save()
    assert '<span class="badge">99+</span>' in page(as_user(cast.officer), "/")


def test_clean_ones_are_accepted_together_on_one_page_and_undone(cast: Cast, hand_in: HandIn, as_user: Door) -> None:
    shots = [np.asarray(np.random.default_rng(n).integers(0, 255, (240, 320, 3)), np.uint8) for n in range(3)]
    made = [hand_in(cast.field_worker, cast.village, shot) for shot in shots]
    for each in made[:2]:
        check_submission(each.pk)
    officer = as_user(cast.officer)
    seen = page(officer, "/review/together/")
    assert [f'value="{each.pk}"' in seen for each in made] == [True, True, False]
    told = officer.post("/review/together/", {"act": "accept", "pk": [each.pk for each in made[:2]]}, follow=True)
    assert "已通过 2 份。" in told.content.decode()
    assert [Submission.objects.get(pk=each.pk).state for each in made] == ["verified", "verified", "claimed"]
    officer.post("/review/together/", {"act": "undo", "pk": [each.pk for each in made[:2]]})
    assert set(Submission.objects.values_list("state", flat=True)) == {"claimed"}
    told = officer.post("/review/together/", {"act": "accept", "pk": [each.pk for each in made]}, follow=True)
    assert "一份也没有通过" in told.content.decode()
    assert set(Submission.objects.values_list("state", flat=True)) == {"claimed"}
    mixed = as_user(cast.neighbour).post("/review/together/", {"act": "accept", "pk": [made[0].pk]})
    assert mixed.status_code == 404


def test_a_disagreement_is_shown_to_reviewers_and_where_it_was_handed_in(
    cast: Cast, hand_in: HandIn, as_user: Door
) -> None:
    made = hand_in(cast.field_worker, cast.village, scene(), key=next(keys(drawn=True)))
    check_submission(made.pk)
    accept(made, by=cast.officer)
    assert f"/review/second/{SecondLook.objects.get().pk}/" not in page(as_user(cast.officer), "/review/second/")
    leader = as_user(cast.leader)
    look = SecondLook.objects.get()
    assert f"/review/second/{look.pk}/" in page(leader, "/review/second/")
    told = leader.post(f"/review/second/{look.pk}/", {"act": "disagree", "reason": "横幅是去年的。"}, follow=True)
    assert "横幅是去年的。" in told.content.decode()
    assert "已复看 1 份，其中看法不同 1 份。" in page(as_user(cast.officer), "/review/second/")
    leader.post(f"/review/{made.pk}/", {"act": "undo"})
    assert "复看后看法不同：横幅是去年的。" in page(as_user(cast.officer))
