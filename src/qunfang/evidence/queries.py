"""Questions to the table of submissions, by their business names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from qunfang.common import clock
from qunfang.evidence.models import Attachment, SecondLook, State, Submission
from qunfang.people.models import User


def by_doubt(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that wait, the most doubtful first, the oldest first among equals."""
    return submissions.filter(state=State.CLAIMED).order_by("-doubt", "submitted_at", "pk")


def behind(waiting: QuerySet[Submission], passed: Submission) -> QuerySet[Submission]:
    """Those of `by_doubt` that come after one of them."""
    later = Q(submitted_at__gt=passed.submitted_at) | Q(submitted_at=passed.submitted_at, pk__gt=passed.pk)
    return waiting.filter(Q(doubt__lt=passed.doubt) | Q(doubt=passed.doubt) & later)


def clean(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that wait, have photos, and all of whose photos were checked with nothing found against them."""
    photos = Attachment.objects.filter(submission=OuterRef("pk"), kind="photo")
    unchecked = photos.filter(Q(trace=None) | Q(trace__checked_at=None))
    return submissions.filter(Exists(photos), ~Exists(unchecked), state=State.CLAIMED, doubt=0).order_by(
        "submitted_at", "pk"
    )


def open_looks(looks: QuerySet[SecondLook], user: User) -> QuerySet[SecondLook]:
    """Second looks that this person may still take, the oldest first."""
    mine = Q(first_by=user) | Q(submission__submitted_by=user)
    return looks.filter(agrees=None, submission__state=State.VERIFIED).exclude(mine).order_by("drawn_at", "pk")


def accepted_copies(sums: Sequence[str], submission: Submission) -> QuerySet[Attachment]:
    """Files with one of these sums that were accepted at the submission's place under its plan, the latest first.

    An earlier version of the plan counts for the same obligation.
    """
    same = Q(submission__obligation__plan=submission.obligation.plan_id) | Q(submission__lineage=submission.lineage)
    here = {"submission__unit": submission.unit_id, "submission__site": submission.site_id}
    found = Attachment.objects.filter(same, sha256__in=sums, submission__state=State.VERIFIED, **here)
    return found.order_by("-submission__submitted_at", "pk")


def handed_in(submissions: QuerySet[Submission], month: dt.date) -> QuerySet[Submission]:
    """Those handed in during the month (its first day) by China's clock, without what was taken back."""
    start = dt.datetime(month.year, month.month, 1, tzinfo=clock.CHINA)
    end = (start + dt.timedelta(days=32)).replace(day=1)
    found = submissions.filter(submitted_at__gte=start, submitted_at__lt=end).exclude(state=State.WITHDRAWN)
    return found.order_by("unit__path", "submitted_at", "pk")


def by_obligation(submissions: QuerySet[Submission]) -> list[dict[str, Any]]:
    """One row an obligation (lineage): its newest version's key, how many proofs, files and bytes; the most first."""
    rows = submissions.order_by().values("lineage").annotate(task=Max("obligation"), proofs=Count("pk"))
    files = Attachment.objects.filter(submission__in=submissions.order_by()).values("submission__lineage")
    sizes = {row["submission__lineage"]: row for row in files.annotate(files=Count("pk"), size=Sum("size"))}
    found = [{"files": 0, "size": 0, **sizes.get(row["lineage"], {}), **row} for row in rows]
    return sorted(found, key=lambda row: (-row["proofs"], row["task"]))
