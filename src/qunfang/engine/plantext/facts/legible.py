"""Even text → the same text with letters that a scanner put for digits set right; the length stays."""

from __future__ import annotations

import re

ONE = re.compile(r"(?<=[\d年月第])[lI](?=[\d\s月日号周])|(?<![A-Za-z\d])[lI](?=\d{1,2}(?:月|日|号|点|位|人))")
NIL = re.compile(r"(?<=\d)[Oo](?=[\dOo%\s月日号年份人]|$)")


def legible(text: str) -> str:
    """'3月l日' → '3月1日', '7O%' → '70%'; every sign keeps its place."""
    return NIL.sub("0", ONE.sub("1", text))
