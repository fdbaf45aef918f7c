"""Questions to the table of submissions, by their business names."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qunfang.evidence.models import State, Submission


def by_doubt(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that wait, the most doubtful first, the oldest first among equals."""
    return submissions.filter(state=State.CLAIMED).order_by("-doubt", "submitted_at", "pk")


def behind(waiting: QuerySet[Submission], passed: Submission) -> QuerySet[Submission]:
    """Those of `by_doubt` that come after one of them."""
    later = Q(submitted_at__gt=passed.submitted_at) | Q(submitted_at=passed.submitted_at, pk__gt=passed.pk)
    return waiting.filter(Q(doubt__lt=passed.doubt) | Q(doubt=passed.doubt) & later)
