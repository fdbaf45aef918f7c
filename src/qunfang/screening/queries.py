"""Named questions about screening: the memory of confirmed scams, what waits for review, the counts of a month."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db.models import Max, Sum

from qunfang.engine.screening import Memory
from qunfang.screening.models import DayCount, Feedback, FeedbackState, KnownScam


def known_memory() -> Memory:
    """Confirmed scams, ready to compare with; built anew in this process only after one came or went."""
    newest = KnownScam.objects.aggregate(pk=Max("pk"), confirmed=Max("confirmed_at"), withdrawn=Max("withdrawn_at"))
    return _memory(newest["pk"], newest["confirmed"], newest["withdrawn"])


@lru_cache(maxsize=2)
def _memory(_pk: int | None, _confirmed: dt.datetime | None, _withdrawn: dt.datetime | None) -> Memory:
    rows = KnownScam.objects.filter(withdrawn_at=None).values_list("text", "type")
    return Memory.of((text, kind or None) for text, kind in rows)


def waiting_feedback() -> int:
    """How many reports wait for a reviewer."""
    return Feedback.objects.filter(state=FeedbackState.OPEN).count()


def counts_since(day: dt.date) -> dict[str, int]:
    """Verdict level → how many texts since `day`, over all doors."""
    rows = DayCount.objects.filter(day__gte=day).values_list("level").annotate(number=Sum("number")).order_by()
    return dict(rows)
