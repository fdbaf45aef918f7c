"""Jobs of this room, by the names under which they are queued."""

from __future__ import annotations

from qunfang.evidence.checks import check_submission
from qunfang.evidence.models import Attachment
from qunfang.evidence.services.renditions import make_renditions


def check_photos(submission_pk: int) -> int:
    """Make what pages show of a submission's photos, then check them; gives its doubt. Safe to repeat."""
    make_renditions(Attachment.objects.filter(submission=submission_pk, kind="photo").order_by("pk"))
    return check_submission(submission_pk)
