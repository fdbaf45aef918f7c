"""Text → Plan."""

from __future__ import annotations

from qunfang.engine.plantext import facts
from qunfang.engine.plantext.clauses import Words, clauses_of, segments_of
from qunfang.engine.plantext.decide import found_of
from qunfang.engine.plantext.goals import goals_of
from qunfang.engine.plantext.model import Plan
from qunfang.engine.plantext.obligations import obligations_of
from qunfang.engine.plantext.period import period_of
from qunfang.engine.plantext.roles import roles_of
from qunfang.engine.plantext.structure import items_of
from qunfang.engine.plantext.text import Reading


def compile_text(text: str) -> Plan:
    """Read a plan. Deterministic; nothing is invented: what the text does not say is None or empty."""
    reading = Reading(text)
    items = items_of(reading)
    title = facts.title_of(reading, items)
    kind = facts.kind_of(reading, title)
    words = Words(reading.text)
    segments = segments_of(words, clauses_of(reading, items))
    obligations = obligations_of(words, found_of(words, segments), kind, (reading, items))
    return Plan(
        title=title,
        kind=kind,
        period=period_of(reading),
        goals=tuple(goals_of(reading, items)),
        roles=tuple(roles_of(reading, items)),
        duties=tuple(facts.duties_of(obligations)),
        focus=tuple(facts.focus_of(reading)),
        obligations=tuple(obligations),
        requirements=tuple(facts.requirements_of(reading)),
        warnings=facts.warnings_of(obligations),
    )
