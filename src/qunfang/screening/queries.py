"""Named questions about screening: the memory of confirmed scams, what waits for review, the counts of a month."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db.models import Max, Sum

from qunfang.engine.screening import Memory, Screener, screener
from qunfang.screening.models import DayCount, Feedback, FeedbackState, KnownScam


def remembering_screener() -> Screener:
    """The screener with the memory of confirmed scams; made anew in this process only after one came or went."""
    newest = KnownScam.objects.aggregate(pk=Max("pk"), confirmed=Max("confirmed_at"), withdrawn=Max("withdrawn_at"))
    return _remembering(newest["pk"], newest["confirmed"], newest["withdrawn"])


@lru_cache(maxsize=2)
def _remembering(_pk: int | None, _confirmed: dt.datetime | None, _withdrawn: dt.datetime | None) -> Screener:
    memory = Memory()
    memory.extend((str(pk), text) for pk, text in KnownScam.objects.filter(withdrawn_at=None).values_list("pk", "text"))
    return Screener(screener().model, memory=memory)


def waiting_feedback() -> int:
    """How many reports wait for a reviewer."""
    return Feedback.objects.filter(state=FeedbackState.OPEN).count()


def counts_since(day: dt.date) -> dict[str, int]:
    """Verdict level → how many texts since `day`, over all doors."""
    rows = DayCount.objects.filter(day__gte=day).values_list("level").annotate(number=Sum("number")).order_by()
    return dict(rows)
