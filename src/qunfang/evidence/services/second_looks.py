"""A share of the clean proofs, drawn at random, is looked at once more by another person."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.engine.photo import is_drawn, second_look_share
from qunfang.evidence.models import SecondLook, State, Submission
from qunfang.people.models import User


def draw(submission: Submission, *, by: User) -> SecondLook | None:
    """Draw lots for a proof that was just accepted, within the caller's transaction.

    The same proof draws the same lot each time, but nobody can foresee it: the seed is this house's own secret.
    """
    share = second_look_share(submission.obligation.deliverable)
    if submission.doubt or not is_drawn(str(submission.client_key), seed=_seed(), share=share):
        return None
    look = SecondLook.objects.select_for_update().filter(submission=submission).first()
    if look is None:
        return SecondLook.objects.create(submission=submission, first_by=by, drawn_at=clock.now())
    if look.agrees is None:
        look.first_by = by
        look.save(update_fields=["first_by"])
    return look


@transaction.atomic
def look_again(look: SecondLook, *, by: User, agrees: bool, reason: str = "") -> SecondLook:
    """The second person's answer. It changes no state: who disagrees is heard, and may then undo the decision.

    Raises Invalid for a disagreement without a reason, Conflict where the person had a hand in it already or it is
    not open (any more).
    """
    if not agrees and not reason.strip():
        raise Invalid(_("Say what you see differently."), field="reason")
    held = SecondLook.objects.select_for_update(of=("self",)).select_related("submission").get(pk=look.pk)
    if by.pk in (held.first_by_id, held.submission.submitted_by_id):
        raise Conflict(_("A second look is taken by another person."))
    if held.agrees is not None or held.submission.state != State.VERIFIED:
        raise Conflict(_("Somebody decided this already. Open it again to see how."))
    held.agrees, held.reason, held.looked_by, held.looked_at = agrees, reason.strip(), by, clock.now()
    held.save()
    _note(held, by=by, verb="evidence.second_look")
    return held


@transaction.atomic
def undo_look(look: SecondLook, *, by: User) -> SecondLook:
    """Take one's own answer back; the look is open again."""
    held = SecondLook.objects.select_for_update(of=("self",)).select_related("submission").get(pk=look.pk)
    if held.looked_by_id != by.pk:
        raise Conflict(_("Only who looked can take the answer back."))
    held.agrees, held.reason, held.looked_by, held.looked_at = None, "", None, None
    held.save()
    _note(held, by=by, verb="evidence.second_look_undone")
    return held


def _seed() -> str:
    return salted_hmac("qunfang.evidence.second-look", settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _note(held: SecondLook, *, by: User, verb: str) -> None:
    detail = {"agrees": held.agrees, "reason": held.reason}
    record(held.submission, verb=verb, by=by, unit_id=held.submission.unit_id, detail=detail)
