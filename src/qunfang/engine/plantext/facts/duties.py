"""Units that bear obligations, and what the reader should know about the whole."""

from __future__ import annotations

from qunfang.engine.plantext.model import Duty, Obligation


def duties_of(found: list[Obligation]) -> list[Duty]:
    """Units that bear at least one obligation, at their first."""
    first: dict[str, Duty] = {}
    for each in found:
        for unit in each.actors:
            first.setdefault(unit, Duty(unit=unit, span=each.span))
    return list(first.values())


def warnings_of(found: list[Obligation]) -> tuple[str, ...]:
    """What the reader should know about the whole reading."""
    return () if found else ("No obligation was found in this text.",)
