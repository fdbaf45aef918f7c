"""Clean proofs are accepted together or not at all; a share of them is looked at twice, by another person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import numpy as np
import pytest

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict, Invalid
from qunfang.coverage.queries.verifying import differences
from qunfang.coverage.services import rebuild_plan
from qunfang.engine.photo import is_drawn, second_look_share
from qunfang.evidence.checks import check_submission
from qunfang.evidence.models import SecondLook, State, Submission
from qunfang.evidence.queries import clean, open_looks
from qunfang.evidence.services import (
    MOST_TOGETHER,
    accept,
    accept_together,
    look_again,
    reject,
    undo_decision,
    undo_look,
    undo_together,
)
from qunfang.evidence.services.second_looks import _seed
from qunfang.people.models import Role
from qunfang.plans.models import Obligation
from tests.cast import Cast
from tests.evidence.conftest import HandIn

pytestmark = pytest.mark.django_db


def noise(seed: int) -> np.ndarray:
    """A picture like no other."""
    return np.asarray(np.random.default_rng(seed).integers(0, 255, (240, 320, 3)), np.uint8)


def keys(*, drawn: bool) -> Iterator[uuid.UUID]:
    """Client keys on which the lot falls, or does not, in this house."""
    share, tried = second_look_share("banner"), (uuid.UUID(int=n) for n in range(10_000))
    return (key for key in tried if is_drawn(str(key), seed=_seed(), share=share) is drawn)


def checked(hand_in: HandIn, cast: Cast, number: int, key: uuid.UUID | None = None) -> Submission:
    """A proof with one photo that all checks passed."""
    made = hand_in(cast.field_worker, cast.village, noise(number), key=key or uuid.uuid4())
    assert check_submission(made.pk) == 0
    return made


def states() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def test_clean_means_checked_and_nothing_found(cast: Cast, hand_in: HandIn) -> None:
    good = checked(hand_in, cast, 1)
    twice = hand_in(cast.community_worker, cast.community, noise(1))
    hand_in(cast.field_worker, cast.village)
    hand_in(cast.field_worker, cast.village, noise(2))
    check_submission(twice.pk)
    assert list(clean(Submission.objects.all())) == [good]


def test_several_are_accepted_in_one_go_and_come_back_in_one_go(cast: Cast, hand_in: HandIn, duty: Obligation) -> None:
    plan = duty.plan
    plan.starts_on, plan.ends_on = dt.date(2026, 11, 1), dt.date(2026, 12, 31)
    plan.save()
    rebuild_plan(plan)
    made = [checked(hand_in, cast, number) for number in range(3)]
    accept_together(made, by=cast.officer)
    assert states() == ["verified"] * 3
    notes = Record.objects.filter(verb="evidence.verified")
    assert [each.detail["together"] for each in notes] == [3, 3, 3]
    assert list(differences(plan)) == []
    undo_together(made, by=cast.officer)
    assert states() == ["claimed"] * 3
    assert list(differences(plan)) == []


def test_one_that_is_not_clean_any_more_stops_them_all(cast: Cast, hand_in: HandIn) -> None:
    made = [checked(hand_in, cast, number) for number in range(3)]
    reject(made[1], by=cast.leader, reason="看不清。")
    with pytest.raises(Conflict):
        accept_together(made, by=cast.officer)
    assert states() == ["claimed", "rejected", "claimed"]
    unchecked = hand_in(cast.field_worker, cast.village, noise(9))
    with pytest.raises(Conflict):
        accept_together([made[0], unchecked], by=cast.officer)
    own = hand_in(cast.officer, cast.village, noise(11))
    check_submission(own.pk)
    with pytest.raises(Conflict):
        accept_together([made[0], own], by=cast.officer)
    assert "verified" not in states()
    assert not Record.objects.filter(verb="evidence.verified").exists()


def test_none_and_too_many_are_refused(cast: Cast, hand_in: HandIn) -> None:
    made = checked(hand_in, cast, 1)
    with pytest.raises(Invalid):
        accept_together([], by=cast.officer)
    with pytest.raises(Invalid):
        accept_together([Submission(pk=n) for n in range(MOST_TOGETHER + 1)], by=cast.officer)
    accept_together([made], by=cast.officer)
    undo_decision(made, by=cast.officer)
    with pytest.raises(Conflict):
        undo_together([made], by=cast.officer)


def test_the_lot_falls_on_its_share_and_the_same_way_each_time() -> None:
    drawn = [n for n in range(20_000) if is_drawn(str(n), seed="a", share=0.05)]
    assert 860 < len(drawn) < 1140  # ± 4.5 standard deviations
    assert drawn == [n for n in range(20_000) if is_drawn(str(n), seed="a", share=0.05)]
    assert drawn != [n for n in range(20_000) if is_drawn(str(n), seed="b", share=0.05)]
    assert not any(is_drawn(str(n), seed="a", share=0.0) for n in range(1000))
    assert all(is_drawn(str(n), seed="a", share=1.0) for n in range(1000))
    assert second_look_share("inspection") > second_look_share("banner") > 0


def test_only_drawn_clean_ones_are_looked_at_twice(cast: Cast, hand_in: HandIn) -> None:
    lots, blanks = keys(drawn=True), keys(drawn=False)
    looked, spared, doubtful = (checked(hand_in, cast, n, next(k)) for n, k in enumerate((lots, blanks, lots)))
    Submission.objects.filter(pk=doubtful.pk).update(doubt=1)
    for each in (looked, spared, doubtful):
        accept(each, by=cast.officer)
    assert list(SecondLook.objects.values_list("submission", "first_by")) == [(looked.pk, cast.officer.pk)]


def test_another_person_looks_and_a_disagreement_stays_on_record(cast: Cast, hand_in: HandIn) -> None:
    made = checked(hand_in, cast, 1, next(keys(drawn=True)))
    accept_together([made], by=cast.officer)
    look = SecondLook.objects.get()
    assert list(open_looks(SecondLook.objects.all(), cast.officer)) == []
    assert list(open_looks(SecondLook.objects.all(), cast.field_worker)) == []
    assert list(open_looks(SecondLook.objects.all(), cast.leader)) == [look]
    for person in (cast.officer, cast.field_worker):
        with pytest.raises(Conflict):
            look_again(look, by=person, agrees=True)
    with pytest.raises(Invalid):
        look_again(look, by=cast.leader, agrees=False, reason=" ")
    look_again(look, by=cast.leader, agrees=False, reason="横幅是去年的。")
    with pytest.raises(Conflict):
        look_again(look, by=cast.user(Role.INSPECTOR, cast.county), agrees=True)
    made.refresh_from_db()
    assert made.state == State.VERIFIED
    undo_decision(made, by=cast.leader)
    accept(made, by=cast.leader)
    look.refresh_from_db()
    assert (look.agrees, look.reason, look.first_by) == (False, "横幅是去年的。", cast.officer)


def test_an_answer_is_taken_back_only_by_its_giver_and_a_new_decision_has_a_new_first(
    cast: Cast, hand_in: HandIn
) -> None:
    made = checked(hand_in, cast, 1, next(keys(drawn=True)))
    accept(made, by=cast.officer)
    look = look_again(SecondLook.objects.get(), by=cast.leader, agrees=True)
    with pytest.raises(Conflict):
        undo_look(look, by=cast.officer)
    undo_look(look, by=cast.leader)
    undo_decision(made, by=cast.officer)
    assert not open_looks(SecondLook.objects.all(), cast.leader).exists()
    accept(made, by=cast.leader)
    assert list(open_looks(SecondLook.objects.all(), cast.officer)) == [look]
