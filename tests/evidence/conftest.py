"""A published duty in the town, photos with something to see in them, and handing them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qunfang.engine.schedule import Period
from qunfang.evidence.checks.known import KNOWN
from qunfang.evidence.models import Submission
from qunfang.evidence.services import submit_evidence
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Document, Obligation, Plan, PlanState
from tests.cast import Cast
from tests.conftest import NOON
from tests.engine.photo.world.camera import jpeg

PERIOD = Period(start=dt.date(2026, 11, 1), end=dt.date(2026, 11, 30), due=dt.date(2026, 11, 30))
HandIn = Callable[..., Submission]


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    """The worker's memory of photos is empty before and after."""
    KNOWN.forget()
    yield
    KNOWN.forget()


@pytest.fixture
def duty(cast: Cast) -> Obligation:
    """The town asks for a banner in every month."""
    document = Document.objects.create(unit=cast.town, text="各村挂横幅。", sha256="0" * 64, added_at=NOON)
    plan = Plan.objects.create(
        unit=cast.town,
        document=document,
        state=PlanState.PUBLISHED,
        title="方案",
        kind="plan",
        reading={},
        created_at=NOON,
    )
    return Obligation.objects.create(
        plan=plan, position=1, clause="各村挂横幅。", span_start=0, span_end=6, deliverable="banner", every="month"
    )


@pytest.fixture
def hand_in(duty: Obligation) -> HandIn:
    """Hands in pictures for the duty: at a unit or its site, by somebody, for November or as told."""

    def send(
        by: User,
        unit: Unit,
        *shots: np.ndarray,
        site: Site | None = None,
        period: Period = PERIOD,
        key: UUID | None = None,
    ) -> Submission:
        files = [SimpleUploadedFile(f"{n}.jpg", jpeg(np.asarray(shot, np.uint8), 88)) for n, shot in enumerate(shots)]
        place: dict[str, Any] = {"unit": unit, "site": site, "period": period}
        return submit_evidence(duty, **place, quantity=1, note="挂好了", files=files, by=by, client_key=key)

    return send
