"""What a talk shows: signs in what was said and seen, and what stands on the slip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.screening.counter.protocol import Protocol, Sign
from qunfang.engine.screening.counter.talk import Talk
from qunfang.engine.screening.normalise import normalise


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A sign and the words that show it."""

    sign: Sign
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of the slip's own weight: which doubt it is, how much, in words."""

    id: str
    weight: float
    zh: str
    en: str


def texts(talk: Talk) -> list[tuple[str, str]]:
    """What is read, with its place: purpose (and the relation claimed), talk, seen. A question goes with its answer."""
    found = [("purpose", talk.purpose), ("purpose", talk.wish.payee.relation or "")]
    found += [("talk", f"{each.question}?{each.answer}") for each in talk.answers]
    found += [("seen", each) for each in talk.seen]
    return [(place, normalise(text).text) for place, text in found if text]


def signs_in(talk: Talk, rules: Protocol) -> list[Seen]:
    """Each sign once, with the first words that show it."""
    read = [(place, text, rules.phrases.possible(text)) for place, text in texts(talk)]
    found = []
    for sign in rules.signs:
        match = _first(sign, read, rules)
        if match:
            found.append(Seen(sign=sign, words=match.group(0)))
    return found


def _first(sign: Sign, read: list[tuple[str, str, set[str]]], rules: Protocol) -> re.Match[str] | None:
    for place, text, possible in read:
        match = rules.phrases.find(sign.id, text) if place in sign.places and sign.id in possible else None
        # what the teller only asked about is no sign
        if match and (place != "talk" or match.end() > text.index("?") + 1):
            return match
    return None


def slip_parts(talk: Talk, rules: Protocol) -> list[Part]:
    """What the slip alone says. Neither age nor amount counts."""
    weights, wish, customer = rules.slip, talk.wish, talk.customer
    found: list[Part] = []

    def add(name: str, weight: float, zh: str, en: str) -> None:
        if weight:
            found.append(Part(id=name, weight=weight, zh=zh, en=en))

    if wish.kind == "transfer" and wish.payee.new:
        kind = wish.payee.kind
        add(f"new_{kind}", weights[f"new_{kind}"], "第一次给这个收款人转钱", "A payee never paid before")
    add("kind", weights["kind"][wish.kind], "这类业务要问清钱的去向", "This business needs the use of the money")
    share = sum(step for least, step in weights["share"] if wish.share is not None and wish.share >= least)
    add("share", share, "要动用账户里的大部分钱", "Most of the account is to go")
    add("urgent", weights["urgent"] * wish.urgent, "急着要办", "Wants it done in haste")
    add("on_phone", weights["on_phone"] * customer.on_phone, "办业务时一直在通电话", "On the phone all the while")
    add("first_visit", weights["first_visit"] * customer.first_visit, "第一次来本网点", "First visit")
    if customer.companion:
        add("companion", weights["companion"][customer.companion], *COMPANION[customer.companion])
    if wish.payee.listed:
        add("listed", weights["listed"][wish.payee.listed], *LISTED[wish.payee.listed])
    steps = [weight for least, weight in weights["history"] if wish.history >= least]
    add(
        "history", steps[-1] if steps else 0.0, f"以前给对方转过 {wish.history} 次", f"Paid {wish.history} times before"
    )
    return found


COMPANION = {
    "silent": ("同来的人一直不说话", "A companion who says nothing"),
    "prompting": ("同来的人在旁提示", "A companion who prompts"),
    "answering": ("同来的人替客户回答", "A companion who answers for the customer"),
    "family": ("家人一起来的", "Family came along"),
    "friend": ("朋友一起来的", "A friend came along"),
}
LISTED = {
    "police_list": ("收款账户在公安的预警名单上", "The payee is on the police's warning list"),
    "reported": ("收款账户被人举报过", "The payee has been reported"),
}
