"""Names and posts that wide blanks set apart: 黄  磊  保卫部部长 is a name and a post."""

from __future__ import annotations

from operator import sub

from qunfang.engine.plantext.text import Reading

EDGES = "\t\n"
ENDS = ":,;、。|"
WIDE = 2


def with_columns(reading: Reading) -> Reading:
    """The same reading with a tab at each wide blank, but for one that only spreads a name of two signs."""
    if max(map(sub, reading.back[1:], reading.back), default=0) <= WIDE:
        return reading
    made = Reading("")
    made.given = reading.given
    signs: list[str] = []
    back: list[int] = []
    token = 0
    for place, sign in enumerate(reading.text):
        at = reading.back[place]
        before = reading.back[place - 1] if place else at
        if at - before > WIDE and signs[-1] not in EDGES and sign not in EDGES and _parts(reading, before, at, token):
            signs.append("\t")
            back.append(before + 1)
            token = 0
        signs.append(sign)
        back.append(at)
        token = 0 if sign in EDGES or sign in ENDS else token + 1
    made.text, made.back = "".join(signs), back
    return made


def _parts(reading: Reading, before: int, at: int, token: int) -> bool:
    return token > 1 and reading.given[before + 1 : at].strip(" \t\u3000\xa0\u2002\u2003") == ""
