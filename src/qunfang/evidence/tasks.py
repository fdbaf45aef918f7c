"""Jobs of this room, by the names under which they are queued."""

from __future__ import annotations

from qunfang.evidence.checks import check_submission


def check_photos(submission_pk: int) -> int:
    """Check the photos of a submission; gives its doubt."""
    return check_submission(submission_pk)
