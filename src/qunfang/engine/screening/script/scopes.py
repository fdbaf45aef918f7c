"""Which words of a text are negated, and which are quoted as a warning.

`不会要求您转账` negates the transfer; `凡是要求转账的都是诈骗` and `有人冒充公检法，请挂断` quote a trick.
"""

from __future__ import annotations

from collections.abc import Sequence

REACH = 9  # characters a negator reaches over, within its clause
STOPS = frozenset("。！!？?；;\n")
BREAKS = frozenset("。！!？?；;\n，,:：")

CONSEQUENCES = ("会", "将", "就", "则", "的话", "视为", "后果", "影响", "自动", "否则")

Hit = tuple[int, int, int]  # start, end, bit set of ideas


def negated_flags(text: str, hits: Sequence[Hit], negator: int) -> list[bool]:
    """For each hit: does a negator stand before it in its clause, within reach?"""
    flags, reach = [], -1
    for start, end, mask in hits:
        flags.append(start < reach and not mask & negator)
        if mask & negator and not _is_condition(text, start, end):
            reach = _clause_end(text, end, min(len(text), end + REACH))
    return flags


def _is_condition(text: str, start: int, end: int) -> bool:
    """`不注销会影响征信`: a bare 不 or 未 before a consequence threatens, it does not negate."""
    return end - start == 1 and any(word in text[end : end + 16] for word in CONSEQUENCES)


def _clause_end(text: str, start: int, limit: int) -> int:
    for place in range(start, limit):
        if text[place] in BREAKS:
            return place
    return limit


def quoted_flags(text: str, hits: Sequence[Hit], *, opener: int, verdict: int) -> list[bool]:
    """For each hit: does it stand in a sentence that opens like a warning and ends in "that is fraud"?"""
    if not any(mask & verdict for _, _, mask in hits):
        return [False] * len(hits)
    flags = [False] * len(hits)
    for first, last in _sentences(text, hits):
        inside = hits[first:last]
        opened = next((start for start, _, mask in inside if mask & opener), None)
        judged = next((end for _, end, mask in reversed(inside) if mask & verdict), None)
        if opened is None or judged is None:
            continue
        for index in range(first, last):
            flags[index] = min(opened, judged) <= hits[index][0] < max(opened, judged)
    return flags


def _sentences(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Index ranges of hits that share a sentence."""
    found, first = [], 0
    for index in range(1, len(hits) + 1):
        if index == len(hits) or any(char in STOPS for char in text[hits[index - 1][1] : hits[index][0]]):
            found.append((first, index))
            first = index
    return found
