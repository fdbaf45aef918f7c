"""Private numbers made up by seed, in the notations in which notes carry them."""

from __future__ import annotations

import random
from collections.abc import Iterator

HAN = "零一二三四五六七八九"
SPOKEN = "〇幺两三四五六七八九"
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
FULL = "０１２３４５６７８９"
FRAMES = (
    "事主接到{}打来的电话，对方自称客服。",
    "收款卡号{}，户名不详。",
    "他留的号码是{}，后来打不通",
    "对方用（{}）加好友。转账3200元。",
    "身份证号：{}。2026年3月1日报案。",
    "联系电话{}、无其他线索",
    "{}",
)


def made_up(count: int, seed: int = 6) -> Iterator[tuple[str, int, int]]:
    """Texts with the half-open span of the number in each."""
    chance = random.Random(seed)
    for place in range(count):
        digits, groups = _number(chance)
        written = _written(digits, groups, chance)
        head, tail = FRAMES[place % len(FRAMES)].split("{}")
        yield head + written + tail, len(head), len(head) + len(written)


def _number(chance: random.Random) -> tuple[str, tuple[int, ...]]:
    """A phone, an identity number or a card, and how it falls into groups."""

    def some(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    kind = chance.choice(["phone", "phone", "id", "card", "card19"])
    if kind == "phone":
        return "1" + chance.choice("35789") + some(9), (3, 4, 4)
    if kind == "id":
        birth = f"{chance.randint(1940, 2012)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        return chance.choice(["330106", "510824", "110101"]) + birth + some(3) + chance.choice("0123456789X"), (6, 8, 4)
    if kind == "card":
        return "62" + some(14), (4, 4, 4, 4)
    return "6217" + some(15), (4, 4, 4, 4, 3)


def _written(digits: str, groups: tuple[int, ...], chance: random.Random) -> str:
    style = chance.choice(["plain", "space", "dash", "dot", "full", "han", "spoken", "circled", "gap", "wide", "apart"])
    alphabet = {"full": FULL, "han": HAN, "spoken": SPOKEN, "circled": CIRCLED}.get(style)
    if alphabet:
        return "".join(alphabet[int(sign)] if sign.isdigit() else sign for sign in digits)
    if style == "gap":
        return digits[:3] + chance.choice("*×＊xX") * (len(digits) - 7) + digits[-4:]
    if style == "apart":
        return " ".join(digits)
    sign = {"space": " ", "dash": "-", "dot": ".", "wide": "　"}.get(style)
    return digits if sign is None else sign.join(_grouped(digits, groups))


def _grouped(digits: str, groups: tuple[int, ...]) -> Iterator[str]:
    for size in groups:
        yield digits[:size]
        digits = digits[size:]
