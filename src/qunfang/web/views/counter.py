"""The counter: what the teller sees on the slip and hears → proceed, ask the fewest questions, or hold.

Nothing is stored: the whole talk travels with the form.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qunfang.engine.screening.counter import Answer, Customer, Payee, Talk, Wish, decide
from qunfang.engine.screening.counter.talk import COMPANIONS, KINDS, LISTS, PAYEES
from qunfang.people.access import Verb, demand_somewhere
from qunfang.web.requests import UserRequest

MOST_ANSWERS = 12
LONGEST = 400  # characters of one answer
SHARES = ("0.2", "0.5", "0.8", "0.95")


@login_required
def counter_page(request: UserRequest) -> HttpResponse:
    """The slip's form; after it is sent, the decision with its reasons and the next questions."""
    demand_somewhere(request.user, Verb.COUNTER)
    context: dict[str, Any] = {"choices": _choices(), "form": _first()}
    if request.method == "POST":
        talk = _talk(request.POST)
        english = str(get_language()).startswith("en")
        made = decide(talk, language="en" if english else "zh")
        context |= {"form": _form(request.POST), "made": made, "answers": talk.answers}
    response = render(request, "screening/counter.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _choices() -> dict[str, list[tuple[str, str]]]:
    kinds = [_("Transfer"), _("Withdrawal"), _("Higher limit"), _("New account"), _("Loan drawdown")]
    payees = [_("A person"), _("A company or office"), _("Not clear")]
    shares = [_("A small part"), _("About half"), _("Most of it"), _("Nearly all")]
    companions = [_("says nothing"), _("prompts"), _("answers for the customer"), _("family"), _("a friend")]
    lists = [_("on the police's warning list"), _("reported by somebody")]
    return {
        "kinds": list(zip(KINDS, kinds, strict=True)),
        "payees": list(zip(PAYEES, payees, strict=True)),
        "shares": list(zip(SHARES, shares, strict=True)),
        "companions": [("", _("alone")), *zip(COMPANIONS, companions, strict=True)],
        "lists": [("", _("on none")), *zip(LISTS, lists, strict=True)],
        "sights": [(each, each) for each in _sights()],
    }


def _sights() -> list[str]:
    """What tellers note most often; ticking saves typing."""
    return [
        _("Reads from the phone"),
        _("Keeps looking at the phone"),
        _("Hands tremble, very tense"),
        _("Will not call the family"),
        _("Shares the screen"),
        _("Brings the contract, the names agree"),
        _("Has checked by phone, both say the same"),
        _("Thinks clearly, at ease"),
    ]


def _first() -> dict[str, Any]:
    return {"kind": "transfer", "payee_kind": "person", "share": "", "companion": "", "listed": "", "seen": []}


def _form(sent: QueryDict) -> dict[str, Any]:
    return {**{name: sent.get(name, "") for name in sent}, "seen": sent.getlist("seen")}


def _talk(sent: QueryDict) -> Talk:
    payee = Payee(
        name=sent.get("payee", "").strip()[:60] or None,
        relation=sent.get("relation", "").strip()[:60] or None,
        new=sent.get("new") == "on",
        kind=_among(sent.get("payee_kind"), PAYEES) or "unknown",
        listed=_among(sent.get("listed"), LISTS),
    )
    kind = _among(sent.get("kind"), KINDS) or "transfer"
    share = sent.get("share")
    wish = Wish(
        kind=kind,
        share=float(share) if share in SHARES else None,
        payee=payee if kind == "transfer" else Payee(),
        history=_count(sent.get("history")),
        urgent=sent.get("urgent") == "on",
    )
    customer = Customer(
        first_visit=sent.get("first_visit") == "on",
        companion=_among(sent.get("companion"), COMPANIONS),
        on_phone=sent.get("on_phone") == "on",
    )
    noted = [line.strip()[:LONGEST] for line in sent.get("noted", "").splitlines() if line.strip()]
    return Talk(
        customer=customer,
        wish=wish,
        purpose=sent.get("purpose", "").strip()[:LONGEST],
        answers=_answers(sent),
        seen=tuple([each for each in sent.getlist("seen") if each in _sights()] + noted[:MOST_ANSWERS]),
    )


def _answers(sent: QueryDict) -> tuple[Answer, ...]:
    pairs = zip(sent.getlist("question"), sent.getlist("answer"), strict=False)
    found = [Answer(question=asked.strip()[:LONGEST], answer=said.strip()[:LONGEST]) for asked, said in pairs]
    return tuple(each for each in found if each.answer)[:MOST_ANSWERS]


def _among(value: str | None, names: tuple[str, ...]) -> str | None:
    return value if value in names else None


def _count(value: str | None) -> int:
    return min(int(value), 999) if value and value.isascii() and value.isdigit() and len(value) < 7 else 0
