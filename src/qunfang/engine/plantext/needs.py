"""Which signs a regular expression cannot do without: a cheap question to ask before searching."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]  # the standard library's own parser, not in its stubs
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

NONE: frozenset[str] = frozenset()
WIDE = 12  # a class of more signs than this tells too little


def ways(pattern: str) -> list[list[frozenset[str]]]:
    """The ways in which `pattern` may match: for each, sets of signs of all of which a match holds at least one."""
    return _ways_of_row(parser.parse(pattern))


def _ways_of_row(row: Any) -> list[list[frozenset[str]]]:
    if len(row) == 1:
        name, value = row[0]
        if name is op.BRANCH:
            return [way for each in value[1] for way in _ways_of_row(each)]
        if name is op.SUBPATTERN:
            return _ways_of_row(value[-1])
    return [_all_of_row(row)]


def _all_of_row(row: Any) -> list[frozenset[str]]:
    """Every part of a row must match: the sets that all of them give."""
    found: dict[frozenset[str], None] = {}
    for name, value in row:
        if name is op.SUBPATTERN:
            found.update(dict.fromkeys(_all_of_row(value[-1])))
        elif told := _of_part(name, value):
            found[told] = None
    return list(found)


def _of_row(row: Any) -> frozenset[str]:
    """The smallest set that one part of a row gives."""
    return min(_all_of_row(row), key=lambda told: (len(told), sorted(told)), default=NONE)


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
