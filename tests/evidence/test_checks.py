"""What is handed in is checked, keeps its trace, and is reviewed in the order of doubt."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django_q.models import OrmQ

from qunfang.common import clock
from qunfang.engine.photo import checks as engine_checks
from qunfang.engine.photo.fingerprint import Probes
from qunfang.engine.schedule import Period
from qunfang.evidence.checks import check_submission, doubt_of
from qunfang.evidence.checks.known import KNOWN, to_bytes, to_words
from qunfang.evidence.models import PhotoTrace, State, Submission
from qunfang.evidence.queries import behind, by_doubt
from qunfang.evidence.services import reject
from qunfang.evidence.tasks import check_photos
from qunfang.web.views import findings
from tests.cast import Cast
from tests.conftest import NOON
from tests.engine.photo.world.alterations import altered
from tests.engine.photo.world.cases import original, second
from tests.evidence.conftest import HandIn

pytestmark = pytest.mark.django_db
DECEMBER = Period(start=dt.date(2026, 12, 1), end=dt.date(2026, 12, 31), due=dt.date(2026, 12, 31))
SEED = 2003


@cache
def scene(seed: int = SEED) -> np.ndarray:
    """The first picture of a made place."""
    return np.asarray(original(seed)[3], np.uint8)


@cache
def reused() -> np.ndarray:
    """The same picture cropped, stamped with a date and compressed."""
    return np.asarray(altered(scene(), np.random.default_rng(5), "crop", "date stamp", "jpeg 50"), np.uint8)


def outcome(submission: Submission, check: str) -> dict[str, object]:
    """How one check of the submission's first photo came out."""
    trace = PhotoTrace.objects.filter(attachment__submission=submission).order_by("pk").first()
    assert trace is not None
    return next(dict(each) for each in trace.outcomes if each["check"] == check)


def test_handing_in_a_photo_queues_its_checks_and_a_note_alone_does_not(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast.field_worker, cast.village)
    assert OrmQ.objects.count() == 0
    made = hand_in(cast.field_worker, cast.village, scene())
    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == ("qunfang.evidence.tasks.check_photos", (made.pk,))


def test_a_first_photo_keeps_its_facts_and_nothing_is_held_against_it(cast: Cast, hand_in: HandIn) -> None:
    made = hand_in(cast.field_worker, cast.village, scene())
    assert check_photos(made.pk) == 0
    trace = PhotoTrace.objects.get()
    assert len(to_words(trace.words)) >= 20
    assert trace.policy
    assert trace.checked_at
    assert outcome(made, "reused")["result"] == "ok"


def test_a_picture_used_elsewhere_is_found_though_it_was_altered(cast: Cast, hand_in: HandIn) -> None:
    first = hand_in(cast.community_worker, cast.community, scene(), site=cast.lift)
    again = hand_in(cast.field_worker, cast.village, reused())
    for each in (first, again):
        check_submission(each.pk)
    found = outcome(again, "reused")
    assert found["result"] == "refuse"
    figures = found["figures"]
    assert isinstance(figures, dict)
    assert figures["key"] == PhotoTrace.objects.get(attachment__submission=first).pk
    assert figures["points"] > 14
    again.refresh_from_db()
    first.refresh_from_db()
    assert again.doubt >= 100
    assert first.doubt == 0


def test_an_honest_second_picture_of_the_place_is_not_accused(cast: Cast, hand_in: HandIn) -> None:
    place, view, moment, shot = original(SEED)
    later = second(SEED, "step aside", place, view, moment)
    check_submission(hand_in(cast.community_worker, cast.community, shot).pk)
    made = hand_in(cast.community_worker, cast.community, later, period=DECEMBER)
    assert check_submission(made.pk) == 0


def test_the_same_file_is_found_though_it_shows_nothing(cast: Cast, hand_in: HandIn) -> None:
    blank = np.full((480, 640, 3), 170, np.uint8)
    check_submission(hand_in(cast.community_worker, cast.community, blank).pk)
    made = hand_in(cast.field_worker, cast.village, blank)
    assert check_submission(made.pk) >= 100


def test_one_photo_sent_twice_at_once_does_not_count_for_two(cast: Cast, hand_in: HandIn) -> None:
    assert check_submission(hand_in(cast.field_worker, cast.village, scene(), scene()).pk) >= 100


def test_sending_a_returned_photo_anew_for_the_same_due_is_no_reuse(cast: Cast, hand_in: HandIn) -> None:
    first = hand_in(cast.field_worker, cast.village, scene())
    check_submission(first.pk)
    reject(first, by=cast.officer, reason="请补拍门牌。")
    assert check_submission(hand_in(cast.field_worker, cast.village, scene()).pk) == 0
    assert check_submission(hand_in(cast.field_worker, cast.village, scene(), period=DECEMBER).pk) >= 100


def test_checking_again_changes_nothing(cast: Cast, hand_in: HandIn) -> None:
    check_submission(hand_in(cast.community_worker, cast.community, scene()).pk)
    made = hand_in(cast.field_worker, cast.village, reused())
    first = check_submission(made.pk)
    before = list(PhotoTrace.objects.order_by("pk").values_list("pk", "outcomes"))
    assert check_submission(made.pk) == first
    assert list(PhotoTrace.objects.order_by("pk").values_list("pk", "outcomes")) == before


def test_a_worker_that_starts_anew_knows_what_was_kept(cast: Cast, hand_in: HandIn) -> None:
    check_submission(hand_in(cast.community_worker, cast.community, scene()).pk)
    KNOWN.forget()
    assert check_submission(hand_in(cast.field_worker, cast.village, reused()).pk) >= 100


def test_a_trace_committed_late_by_another_worker_is_not_missed(cast: Cast, hand_in: HandIn) -> None:
    files = [hand_in(cast.field_worker, cast.village, scene()).attachments.get() for _ in range(2)]
    words = np.array([7, 8, 2**24 - 1], np.uint32)
    probes = Probes(words=words[:, None], fields=np.zeros(3, np.int64))
    PhotoTrace.objects.create(pk=50, attachment=files[0], words=to_bytes(words))
    assert {each.key for each in KNOWN.look_up(probes, most=9)} == {50}
    PhotoTrace.objects.create(pk=20, attachment=files[1], words=to_bytes(words))
    assert {each.key for each in KNOWN.look_up(probes, most=9)} == {20, 50}


def test_a_damaged_photo_is_a_warning_and_no_fault(cast: Cast, hand_in: HandIn) -> None:
    made = hand_in(cast.field_worker, cast.village, scene())
    kept = Path(made.attachments.get().file.path)
    kept.write_bytes(kept.read_bytes()[:9000])  # the disk lost the rest
    assert check_submission(made.pk) == 1
    assert outcome(made, "readable")["result"] == "warn"


def test_a_submission_that_is_gone_is_passed_over() -> None:
    assert check_submission(999_999) == 0


def test_doubt_puts_any_refusal_above_all_warnings() -> None:
    warned, refused = {"result": "warn"}, {"result": "refuse"}
    assert doubt_of([]) == 0
    assert doubt_of([{"result": "unknown"}, {"result": "ok"}]) == 0
    assert doubt_of([warned] * 9) < doubt_of([refused])


def test_the_queue_walks_from_the_most_doubtful_to_the_clean_and_leaves_out_nobody(cast: Cast, hand_in: HandIn) -> None:
    doubts = [0, 100, 0, 1, 100, 2]
    for number, doubt in enumerate(doubts):
        with clock.frozen(NOON + dt.timedelta(minutes=number // 2)):
            made = hand_in(cast.field_worker, cast.village)
        Submission.objects.filter(pk=made.pk).update(doubt=doubt)
    waiting = by_doubt(Submission.objects.all())
    assert [each.doubt for each in waiting] == sorted(doubts, reverse=True)
    walked, here = [], waiting.first()
    while here:
        walked.append(here)
        here = behind(waiting, here).first()
    assert walked == list(waiting)
    assert {each.state for each in walked} == {State.CLAIMED}


def test_every_reason_of_the_engine_has_its_sentence() -> None:
    source = Path(engine_checks.__file__).read_text(encoding="utf-8")
    reasons = set(re.findall(r'reason = "([^"]+)"', source)) | set(re.findall(r'reason="([^"]+)"', source))
    reasons |= set(re.findall(r'else "([a-z][a-z \']+)"', source)) | set(re.findall(r'reason = "([^"]+)" if', source))
    of_earlier = {"same picture", "another site looks like this"}
    said = set(findings.PLAIN) | set(findings.SPECIAL)
    assert len(reasons) > 20
    assert reasons - of_earlier - said == set()
