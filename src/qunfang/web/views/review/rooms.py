"""The three pages of review, each with what waits in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from qunfang.evidence.access import visible_looks, visible_submissions
from qunfang.evidence.models import SecondLook, Submission
from qunfang.evidence.queries import clean, open_looks
from qunfang.people.access import Verb
from qunfang.people.models import User

MOST_SHOWN = 99


@dataclass(frozen=True, kw_only=True)
class Room:
    """A page of review; `number` as shown, empty for none."""

    url: str
    word: str
    number: str = ""
    here: bool = False


def clean_for(user: User) -> QuerySet[Submission]:
    """Clean proofs that this person may accept."""
    return clean(visible_submissions(user, Verb.REVIEW).exclude(submitted_by=user))


def looks_for(user: User) -> QuerySet[SecondLook]:
    """Second looks that this person may take."""
    return open_looks(visible_looks(user), user)


def rooms(user: User, here: str) -> list[Room]:
    """All three; no more than 99 are counted, so that the page does not slow down with what waits."""
    words = [
        ("review", _("One by one"), ""),
        ("review-together", _("Nothing found against it"), shown_number(clean_for(user))),
        ("second-looks", _("Second look"), shown_number(looks_for(user))),
    ]
    return [Room(url=reverse(name), word=word, number=number, here=name == here) for name, word, number in words]


def shown_number(rows: QuerySet[Submission] | QuerySet[SecondLook]) -> str:
    """Up to 99, then 99+."""
    number = rows.order_by()[: MOST_SHOWN + 1].count()
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number or "")
