"""Which signs a regular expression cannot do without: a cheap question to ask before searching."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]  # the standard library's own parser, not in its stubs
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

NONE: frozenset[str] = frozenset()
WIDE = 12  # a class of more signs than this tells too little


def needed(pattern: str) -> frozenset[str]:
    """Signs of which every match of `pattern` holds at least one; empty where no such set is known."""
    return _of_row(parser.parse(pattern))


def _of_row(row: Any) -> frozenset[str]:
    """Every part of a row must match: the smallest set that one of them gives."""
    found = [told for name, value in row if (told := _of_part(name, value))]
    return min(found, key=lambda told: (len(told), sorted(told)), default=NONE)


def _of_part(name: Any, value: Any) -> frozenset[str]:
    if name is op.LITERAL:
        return frozenset(chr(value))
    if name is op.IN:
        return _of_class(value)
    if name is op.SUBPATTERN:
        return _of_row(value[-1])
    if name in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of_row(value[2])
    if name is op.BRANCH:
        ways = [_of_row(each) for each in value[1]]
        return frozenset().union(*ways) if all(ways) else NONE
    return NONE


def _of_class(members: Any) -> frozenset[str]:
    signs: set[str] = set()
    for name, value in members:
        if name is op.LITERAL:
            signs.add(chr(value))
        elif name is op.RANGE and value[1] - value[0] < WIDE:
            signs.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return NONE
    return frozenset(signs)
