"""What a plan says beside its obligations: title, kind, period, goals, roles, focus, requirements, duties."""

from __future__ import annotations

from dataclasses import dataclass

from qunfang.engine.plantext.facts.duties import duties_of, warnings_of
from qunfang.engine.plantext.facts.focus import focus_of
from qunfang.engine.plantext.facts.goals import goals_of
from qunfang.engine.plantext.facts.kind import kind_of
from qunfang.engine.plantext.facts.period import Period, period_of
from qunfang.engine.plantext.facts.requirements import requirements_of
from qunfang.engine.plantext.facts.roles import roles_of
from qunfang.engine.plantext.facts.title import title_of
from qunfang.engine.plantext.model import Focus, Goal, Role
from qunfang.engine.plantext.structure import Item, items_of
from qunfang.engine.plantext.text import Reading

__all__ = ["Facts", "duties_of", "facts_in", "facts_of", "warnings_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """A plan without its obligations and duties; the fields are those of `Plan`."""

    title: str | None
    kind: str
    period: Period
    goals: tuple[Goal, ...]
    roles: tuple[Role, ...]
    focus: tuple[Focus, ...]
    requirements: tuple[str, ...]


def facts_in(reading: Reading, items: list[Item]) -> Facts:
    """All facts of a document that is already cut into lines."""
    title = title_of(reading, items)
    return Facts(
        title=title,
        kind=kind_of(reading, items, title),
        period=period_of(reading.text, items),
        goals=tuple(goals_of(reading, items)),
        roles=tuple(roles_of(reading)),
        focus=tuple(focus_of(reading)),
        requirements=tuple(requirements_of(reading.text, items, Reading(title or "").text)),
    )


def facts_of(text: str) -> Facts:
    """All facts of a text as given."""
    reading = Reading(text)
    return facts_in(reading, items_of(reading))
