"""Lines of the permission matrix: reviewing together, second looks, proof to take along."""

from __future__ import annotations

import datetime as dt
import uuid

from qunfang.evidence.models import SecondLook, State, Submission
from qunfang.people.access import Verb
from qunfang.plans.models import Document, Obligation, Plan, PlanState
from tests.cast import Cast
from tests.conftest import NOON
from tests.web.matrix import Entry


def _proof(cast: Cast, state: str = State.CLAIMED) -> Submission:
    """A proof of the town itself, sent by nobody in particular."""
    made: Submission | None = Submission.objects.filter(unit=cast.town).first()
    if made is None:
        document = Document.objects.create(unit=cast.town, text="挂横幅。", sha256="0" * 64, added_at=NOON)
        facts = {"unit": cast.town, "document": document, "state": PlanState.PUBLISHED, "created_at": NOON}
        plan = Plan.objects.create(title="方案", kind="plan", reading={}, **facts)
        task = Obligation.objects.create(
            plan=plan, position=1, clause="挂横幅。", span_start=0, span_end=4, deliverable="banner", every="month"
        )
        period = {"period_start": dt.date(2026, 11, 1), "period_end": dt.date(2026, 11, 30)}
        made = Submission(obligation=task, lineage=task.lineage, unit=cast.town, submitted_at=NOON, **period)
    made.state, made.client_key = state, uuid.uuid4()
    made.save()
    return made


def _look(cast: Cast) -> list[int]:
    proof = _proof(cast, State.VERIFIED)
    return [SecondLook.objects.get_or_create(submission=proof, defaults={"drawn_at": NOON})[0].pk]


def _task(cast: Cast) -> int:
    return _proof(cast).obligation_id


def _ticked(cast: Cast) -> dict[str, object]:
    return {"act": "accept", "pk": [_proof(cast).pk]}


ENTRIES = [
    Entry("review-together"),
    Entry("review-together", verb=Verb.REVIEW, method="post", data=_ticked, allowed={302}),
    Entry("second-looks"),
    Entry("proofs"),
    Entry("proofs-archive", verb=Verb.VIEW, args=lambda cast: [_task(cast), "2026-11"], allowed={200}),
    Entry(
        "second-look", verb=Verb.REVIEW, method="post", args=_look, data=lambda cast: {"act": "agree"}, allowed={302}
    ),
]
