"""A county of its own for a server that is killed: `python -m tests.evidence.ground make|count`; answers in JSON."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any


def make() -> dict[str, Any]:
    """One duty of one village, and the sessions of its field worker and of the officer who reviews."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from qunfang.common import clock
    from qunfang.coverage.queries import dues_for
    from qunfang.coverage.services import rebuild_plan
    from qunfang.plans.models import Document, Obligation, Plan, PlanState
    from tests.cast import make_cast

    cast, today = make_cast(), clock.today()
    document = Document.objects.create(unit=cast.village, text="挂横幅。", sha256="0" * 64, added_at=clock.now())
    plan = Plan.objects.create(
        unit=cast.village,
        document=document,
        state=PlanState.PUBLISHED,
        title="方案",
        kind="plan",
        reading={},
        created_at=clock.now(),
        starts_on=today.replace(day=1),
        ends_on=today + dt.timedelta(40),
    )
    Obligation.objects.create(
        plan=plan, position=1, clause="挂横幅。", span_start=0, span_end=4, deliverable="banner", every="month"
    )
    rebuild_plan(plan)
    return {
        "due": dues_for(cast.village)[0].key,
        "session": _session(cast.field_worker),
        "officer": _session(cast.officer),
    }


def _session(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


def count() -> dict[str, Any]:
    """After the sweep: the files that are left, wrong tallies, and every submission.

    A submission: its client key, its photos' sums, its state, and how often it was accepted.
    """
    from django.conf import settings

    from qunfang.audit.models import Record
    from qunfang.coverage.queries.verifying import differences
    from qunfang.evidence.models import Attachment, Submission, Upload
    from qunfang.evidence.services import sweep_media
    from qunfang.plans.models import Plan

    swept = sweep_media(grace=dt.timedelta())
    kept = [
        [
            str(each.client_key),
            [hashlib.sha256(Path(one.file.path).read_bytes()).hexdigest() for one in files],
            each.state,
            Record.objects.filter(verb="evidence.verified", subject_id=str(each.pk)).count(),
        ]
        for each in Submission.objects.order_by("pk")
        for files in [list(each.attachments.order_by("pk"))]
    ]
    files = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    named = {Path(each.file.path) for each in Attachment.objects.all()}
    named |= {Path(settings.MEDIA_ROOT) / "uploads" / str(each.client_key) for each in Upload.objects.all()}
    orphans = [str(path) for path in files if path not in named]
    wrong = sum(len(list(differences(plan))) for plan in Plan.objects.all())
    return {"submissions": kept, "orphans": orphans, "swept": swept.files, "differences": wrong}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django

    django.setup()
    print(json.dumps({"make": make, "count": count}[sys.argv[1]]()))
