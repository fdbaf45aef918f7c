"""The only door to what has been handed in."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qunfang.common.errors import Forbidden, NotFound
from qunfang.evidence.models import SecondLook, Submission, Upload
from qunfang.people.access import Verb, demand, visible_to
from qunfang.people.models import User


def visible_submissions(user: User, verb: Verb = Verb.VIEW) -> QuerySet[Submission]:
    """Submissions of units where the user's posts grant `verb`."""
    return Submission.objects.filter(visible_to(user, verb, field="unit__path")).select_related(
        "obligation__plan", "unit", "site", "submitted_by"
    )


def access_submission(user: User, pk: int, *, verb: Verb = Verb.VIEW) -> Submission:
    """The submission, if the user may do `verb` at its unit; to look at it, also who handed it in."""
    found = Submission.objects.select_related("obligation__plan", "unit", "site").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    if verb != Verb.VIEW or found.submitted_by_id != user.pk:
        demand(user, verb, found.unit)
    return found


def access_upload(user: User, key: UUID) -> Upload | None:
    """The upload of that client key, None where nothing has arrived; only its own sender may ask."""
    found = Upload.objects.filter(client_key=key).first()
    if found is not None and found.owner_id != user.pk:
        raise Forbidden(_("This photo was sent by another account."))
    return found


def visible_looks(user: User) -> QuerySet[SecondLook]:
    """Second looks at proof of units where the user reviews."""
    return SecondLook.objects.filter(visible_to(user, Verb.REVIEW, field="submission__unit__path")).select_related(
        "submission__obligation__plan",
        "submission__unit",
        "submission__site",
        "submission__submitted_by",
        "first_by",
        "looked_by",
    )


def access_look(user: User, pk: int) -> SecondLook:
    """The second look, if the user reviews at the unit of its proof."""
    found = SecondLook.objects.select_related("submission__unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, Verb.REVIEW, found.submission.unit)
    return found
