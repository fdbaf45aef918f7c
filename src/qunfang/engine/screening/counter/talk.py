"""What is known at the counter: the slip, the customer, what was asked and seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("transfer", "withdrawal", "limit_raise", "account_opening", "loan_drawdown")
COMPANIONS = ("silent", "prompting", "answering", "family", "friend")
PAYEES = ("person", "company", "unknown")
LISTS = ("police_list", "reported")


class Unreadable(ValueError):
    """The row is not a talk at a counter; the message says which part is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """Who stands at the counter. `age` in years and nothing else of the person; no decision rests on it."""

    age: int | None = None
    first_visit: bool = False
    companion: str | None = None
    on_phone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Payee:
    """Who is to get the money. `listed`: on a warning list of the police, or reported by somebody."""

    name: str | None = None
    relation: str | None = None
    new: bool = False
    kind: str = "unknown"
    listed: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What the customer wants done. `amount` in yuan, `share` of the balance in [0, 1], `history`: earlier payments."""

    kind: str = "transfer"
    amount: float = 0.0
    share: float | None = None
    payee: Payee = Payee()
    history: int = 0
    urgent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A question that was asked, and what the customer said."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """One customer's business so far."""

    customer: Customer
    wish: Wish
    purpose: str = ""
    answers: tuple[Answer, ...] = ()
    seen: tuple[str, ...] = ()


def talk_of(row: Mapping[str, Any]) -> Talk:
    """A talk from a row of JSON. Raises Unreadable."""
    customer, wish = _part(row, "customer"), _part(row, "transfer")
    payee = _part(wish, "payee")
    return Talk(
        customer=Customer(
            age=_whole(customer.get("age")),
            first_visit=bool(customer.get("first_visit")),
            companion=_among(customer.get("companion"), COMPANIONS, "companion"),
            on_phone=bool(customer.get("on_phone")),
        ),
        wish=Wish(
            kind=_among(wish.get("kind"), KINDS, "kind") or "transfer",
            amount=_number(wish.get("amount_yuan")) or 0.0,
            share=_number(wish.get("balance_share")),
            payee=Payee(
                name=_words(payee.get("name")) or None,
                relation=_words(payee.get("relation_claimed")) or None,
                new=bool(payee.get("new")),
                kind=_among(payee.get("kind"), PAYEES, "payee kind") or "unknown",
                listed=_among(payee.get("listed"), LISTS, "listed"),
            ),
            history=_whole(wish.get("history_with_payee")) or 0,
            urgent=bool(wish.get("urgent")),
        ),
        purpose=_words(row.get("stated_purpose")),
        answers=tuple(_answer(each) for each in _many(row, "answers")),
        seen=tuple(_words(each) for each in _many(row, "observed")),
    )


def _part(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = row.get(name)
    if part is None:
        return {}
    if not isinstance(part, Mapping):
        raise Unreadable(f"{name} is not an object")
    return part


def _many(row: Mapping[str, Any], name: str) -> list[Any]:
    many = row.get(name)
    if many is None:
        return []
    if not isinstance(many, list):
        raise Unreadable(f"{name} is not a list")
    return many


def _answer(entry: object) -> Answer:
    if not isinstance(entry, Mapping):
        raise Unreadable("an answer is not an object")
    return Answer(question=_words(entry.get("question")), answer=_words(entry.get("answer")))


def _words(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable("a text is expected")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("a number is expected")
    return float(value)


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _among(value: object, names: tuple[str, ...], what: str) -> str | None:
    if value is None:
        return None
    if value not in names:
        raise Unreadable(f"{what} is none of {', '.join(names)}")
    return str(value)
