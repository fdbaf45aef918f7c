"""Text → Plan."""

from __future__ import annotations

from qunfang.engine.plantext.clauses import Words, clauses_of, segments_of
from qunfang.engine.plantext.decide import found_of
from qunfang.engine.plantext.facts import duties_of, facts_in, warnings_of
from qunfang.engine.plantext.model import Plan
from qunfang.engine.plantext.obligations import obligations_of
from qunfang.engine.plantext.structure import items_of
from qunfang.engine.plantext.text import Reading


def compile_text(text: str) -> Plan:
    """Read a plan. Deterministic; nothing is invented: what the text does not say is None or empty."""
    reading = Reading(text)
    items = items_of(reading)
    told = facts_in(reading, items)
    words = Words(reading.text)
    segments = segments_of(words, clauses_of(reading, items))
    obligations = obligations_of(words, found_of(words, segments), told.kind, (reading, items))
    return Plan(
        title=told.title,
        kind=told.kind,
        period=told.period,
        goals=told.goals,
        roles=told.roles,
        duties=tuple(duties_of(obligations)),
        focus=told.focus,
        obligations=tuple(obligations),
        requirements=told.requirements,
        warnings=warnings_of(obligations),
    )
