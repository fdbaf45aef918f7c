"""Text → Plan."""

from __future__ import annotations

from qunfang.engine.plantext import facts
from qunfang.engine.plantext.model import Plan
from qunfang.engine.plantext.obligations import find_obligations, without_doubles
from qunfang.engine.plantext.roles import roles_of
from qunfang.engine.plantext.text import Reading


def compile_text(text: str) -> Plan:
    """Read a plan. Deterministic; nothing is invented: what the text does not say is None or empty."""
    reading = Reading(text)
    obligations = without_doubles(find_obligations(reading))
    title = facts.title_of(reading)
    return Plan(
        title=title,
        kind=facts.kind_of(reading, title),
        period=facts.period_of(reading),
        goals=tuple(facts.goals_of(reading)),
        roles=tuple(roles_of(reading)),
        duties=tuple(facts.duties_of(obligations)),
        focus=tuple(facts.focus_of(reading)),
        obligations=tuple(obligations),
        requirements=tuple(facts.requirements_of(reading)),
        warnings=facts.warnings_of(obligations),
    )
