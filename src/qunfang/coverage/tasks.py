"""Jobs of this room."""

from __future__ import annotations

from qunfang.coverage.services import fold_all, keep_missing

FOLD = "qunfang.coverage.tasks.fold_tallies"


def fold_tallies() -> int:
    """Fold all changes into the tallies; every minute. May run twice, or at the same time: nothing counts twice.

    Plans that have no tallies yet (an older installation) get theirs first.
    """
    keep_missing()
    return fold_all()


def plan_jobs(**_told: object) -> None:
    """Have the job worker call `fold_tallies` each minute; after each migration."""
    from django_q.models import Schedule

    every_minute = {"func": FOLD, "schedule_type": Schedule.MINUTES, "minutes": 1}
    Schedule.objects.get_or_create(name="coverage.fold", defaults=every_minute)
