"""What handing in and deciding write, in how many statements, and what keeps it from vanishing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict
from qunfang.coverage.services import rebuild_plan
from qunfang.evidence.models import State, Submission
from qunfang.evidence.services import accept, reject, submit_evidence, withdraw
from qunfang.plans.models import Obligation
from tests.cast import Cast
from tests.evidence.conftest import PERIOD

FEW = 4 if connection.vendor == "postgresql" else 13
"""PostgreSQL: the two ends of the transaction and two round trips. SQLite has no round trips to save."""


def hand_in(duty: Obligation, cast: Cast) -> Submission:
    by, unit = cast.field_worker, cast.village
    return submit_evidence(duty, unit=unit, site=None, period=PERIOD, quantity=2, note="已挂", files=[], by=by)


@pytest.fixture
def counted(duty: Obligation) -> Obligation:
    rebuild_plan(duty.plan)
    return duty


def test_a_proof_is_kept_as_it_was_given_and_recorded(counted: Obligation, cast: Cast) -> None:
    made = hand_in(counted, cast)
    kept = Submission.objects.get(pk=made.pk)
    assert kept.client_key == made.client_key
    assert (kept.unit, kept.obligation, kept.submitted_by) == (cast.village, counted, cast.field_worker)
    assert (kept.period_start, kept.period_end, kept.submitted_at) == (PERIOD.start, PERIOD.end, made.submitted_at)
    assert (kept.quantity, kept.note, kept.state, kept.decided_at) == (2, "已挂", State.CLAIMED, None)
    told = Record.objects.get(verb="evidence.submit")
    assert (told.subject_id, told.actor_id, told.detail) == (str(made.pk), cast.field_worker.pk, {"quantity": 2})


def test_a_decision_is_kept_and_recorded_once(counted: Obligation, cast: Cast) -> None:
    made = accept(hand_in(counted, cast), by=cast.officer)
    kept = Submission.objects.get(pk=made.pk)
    assert (kept.state, kept.decided_by, kept.decided_at) == (State.VERIFIED, cast.officer, made.decided_at)
    with pytest.raises(Conflict):
        accept(kept, by=cast.officer)
    with pytest.raises(Conflict):
        withdraw(kept, by=cast.field_worker)
    assert Record.objects.get(verb="evidence.verified").subject_id == str(made.pk)


def test_sent_anew_it_replaces_the_returned_one(counted: Obligation, cast: Cast) -> None:
    first = reject(hand_in(counted, cast), by=cast.officer, reason="看不清")
    second = hand_in(counted, cast)
    first.refresh_from_db()
    assert (first.state, Submission.objects.get(pk=second.pk).replaces) == (State.REPLACED, first)


@pytest.mark.django_db(transaction=True)
def test_handing_in_and_accepting_take_few_round_trips(counted: Obligation, cast: Cast) -> None:
    assert {cast.field_worker, cast.officer}  # made when first asked for
    with CaptureQueriesContext(connection) as handing_in:
        made = hand_in(counted, cast)
    with CaptureQueriesContext(connection) as accepting:
        accept(made, by=cast.officer)
    for each in (handing_in, accepting):
        assert len(each) <= FEW, [query["sql"][:120] for query in each.captured_queries]


def test_what_was_proved_for_cannot_be_deleted(counted: Obligation, cast: Cast) -> None:
    hand_in(counted, cast)
    with pytest.raises(ProtectedError):
        counted.delete()


def test_a_proof_outlives_the_account_that_sent_it(counted: Obligation, cast: Cast) -> None:
    made = hand_in(counted, cast)
    cast.field_worker.delete()
    assert Submission.objects.get(pk=made.pk).submitted_by is None
