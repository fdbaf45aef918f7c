"""A group as the school knows it, and what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ROLES = ("teacher", "parent", "student", "staff", "bot", "unknown")
KINDS = ("text", "image", "file", "link", "qr", "join", "rename", "recall")


class Unreadable(ValueError):
    """The row is not a group; the message says which part is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A line of the roster. `role` as the school wrote it; unknown for who joined and was not placed."""

    id: str
    name: str
    role: str = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """A registered fee: amount in yuan for one pupil, and who may receive it."""

    title: str
    amount: float
    payee: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message. `name` is the nickname shown then; `at` with its offset, None where it is not told."""

    id: str
    at: datetime | None
    sender: str
    name: str
    kind: str = "text"
    text: str = ""
    file: str = ""
    qr: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """A group: its name, kind, roster and fees."""

    name: str = ""
    kind: str = "class"
    roster: tuple[Member, ...] = ()
    fees: tuple[Fee, ...] = ()


def room_of(row: Mapping[str, Any]) -> tuple[Room, tuple[Message, ...]]:
    """A group and its messages from a row of JSON. Raises Unreadable."""
    group = row.get("group") or {}
    if not isinstance(group, Mapping):
        raise Unreadable("group is not an object")
    room = Room(
        name=_words(group.get("name")),
        kind=_words(group.get("kind")) or "class",
        roster=tuple(_member(each) for each in _many(group, "roster")),
        fees=tuple(_fee(each) for each in _many(group, "fees")),
    )
    return room, tuple(_message(each) for each in _many(row, "messages"))


def _many(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    many = row.get(name) or []
    if not isinstance(many, list) or not all(isinstance(each, Mapping) for each in many):
        raise Unreadable(f"{name} is not a list of objects")
    return many


def _member(row: Mapping[str, Any]) -> Member:
    role = _words(row.get("role"))
    return Member(
        id=_words(row.get("member_id")), name=_words(row.get("name")), role=role if role in ROLES else "unknown"
    )


def _fee(row: Mapping[str, Any]) -> Fee:
    amount = row.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        raise Unreadable("a fee has no amount")
    return Fee(title=_words(row.get("title")), amount=float(amount), payee=_words(row.get("payee")))


def _message(row: Mapping[str, Any]) -> Message:
    kind = _words(row.get("kind")) or "text"
    return Message(
        id=_words(row.get("id")),
        at=_time(row.get("at")),
        sender=_words(row.get("sender_id")),
        name=_words(row.get("sender_name")),
        kind=kind if kind in KINDS else "text",
        text=_words(row.get("text")),
        file=_words(row.get("file_name")),
        qr=_words(row.get("qr_content")),
        url=_words(row.get("url")),
    )


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(_words(value).replace("Z", "+00:00"))
    except ValueError as cause:
        raise Unreadable("a time is not in ISO 8601") from cause


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Unreadable("a text is expected")
    return value
