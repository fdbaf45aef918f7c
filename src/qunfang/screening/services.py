"""Screening for people: one door for page, picture and interface; reports that a verdict was wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.engine.screening import Turn, Verdict, is_talk, read_turns
from qunfang.engine.screening.masking import mask_numbers
from qunfang.people.models import User
from qunfang.screening.models import FEEDBACK_MOVES, DayCount, Feedback, FeedbackState, KnownScam, Source
from qunfang.screening.queries import remembering_screener

LONGEST = 20_000
KEEP_DAYS = 180


def check_text(text: str, *, source: Source, reader: str = "resident") -> Verdict:
    """The verdict on one text; of the asking only a count of the day remains. Raises Invalid for none or too much."""
    if not text.strip():
        raise Invalid(_("There is nothing to look at. Paste the message, or choose a picture of it."), field="text")
    if len(text) > LONGEST:
        raise Invalid(_("That is too long. Paste only the message itself, at most 20,000 characters."), field="text")
    verdict = judge(text, reader=reader)
    _count(source, verdict.level)
    return verdict


def judge(text: str, *, reader: str = "resident") -> Verdict:
    """The verdict in the reader's language, with what is remembered of confirmed scams; leaves no trace."""
    language = "en" if str(get_language()).startswith("en") else "zh"
    return remembering_screener().screen(text, role=reader, language=language)


def turns_of(text: str, *, channel: str | None) -> list[Turn]:
    """A conversation turn by turn, with the first turn at which it is clear; empty for what is none."""
    return read_turns(remembering_screener(), text) if is_talk(text, channel) else []


@transaction.atomic
def _count(source: Source, level: str) -> None:
    where: dict[str, Any] = {"day": clock.today(), "source": source, "level": level}
    DayCount.objects.get_or_create(**where)
    DayCount.objects.filter(**where).update(number=F("number") + 1)


@transaction.atomic
def report_verdict(text: str, *, channel: str | None, says_scam: bool) -> Feedback:
    """Keep a text that its reader holds for wrongly judged, numbers of persons masked, until a reviewer has looked."""
    if not text.strip() or len(text) > LONGEST:
        raise Invalid(_("There is no message to report. Check it first, then say what was wrong."), field="text")
    verdict = judge(text)
    made = Feedback.objects.create(
        text=mask_numbers(text),
        channel=channel or "",
        level=verdict.level,
        risk=verdict.risk,
        type=verdict.type or "",
        version=verdict.model,
        says_scam=says_scam,
        sent_at=clock.now(),
        erase_on=clock.today() + dt.timedelta(days=KEEP_DAYS),
    )
    record(made, verb="screening.report", by=None, detail={"level": verdict.level, "says_scam": says_scam})
    return made


@transaction.atomic
def decide_feedback(feedback: Feedback, *, to: FeedbackState, by: User) -> Feedback:
    """Say what the text really is; a scam is remembered, so that the next victim's message is recognised."""
    held = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if to not in FEEDBACK_MOVES[held.state]:
        raise Conflict(_("Somebody decided this already. Open it again to see how."))
    held.state = to
    held.decided_by, held.decided_at = (None, None) if to == FeedbackState.OPEN else (by, clock.now())
    held.save(update_fields=["state", "decided_by", "decided_at"])
    _remember(held, by)
    record(held, verb=f"screening.feedback.{to}", by=by)
    return held


def _remember(feedback: Feedback, by: User) -> None:
    if feedback.state == FeedbackState.SCAM:
        told = {"text": feedback.text, "type": feedback.type, "confirmed_by": by, "confirmed_at": clock.now()}
        KnownScam.objects.update_or_create(feedback=feedback, defaults={**told, "withdrawn_at": None})
    else:
        KnownScam.objects.filter(feedback=feedback).update(withdrawn_at=clock.now())


@transaction.atomic
def erase_old_feedback() -> int:
    """Delete reports whose time is over; confirmed scams stay in the memory. Returns how many went."""
    gone, _rows = Feedback.objects.filter(erase_on__lt=clock.today()).delete()
    return gone
