"""Numbers of persons hidden before a text is kept: phones, cards, identity and other long numbers; hotlines stay."""

from __future__ import annotations

import re

LONG = re.compile(r"(?<![0-9０-９A-Za-z])[0-9０-９](?:[0-9０-９Xx]|[ \-.·](?=[0-9０-９])){5,}")
SIGN = "＊"


def mask_numbers(text: str) -> str:
    """The text with every run of seven or more digits (also spaced or dotted) replaced by `＊`, same length."""
    return LONG.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return match[0] if len(digits) < 7 else SIGN * len(match[0])  # hotlines have three to six digits
