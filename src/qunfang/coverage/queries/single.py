"""Whether one place is a target: the rule of `targets_of` for a single place, without loading the ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from qunfang.coverage.queries.recount.spread import CLASS, Modes, placed_kinds
from qunfang.places.models import UNIT_OF_SITE
from qunfang.plans.models import Obligation


@dataclass(frozen=True, kw_only=True, slots=True)
class Ancestor:
    """A unit on the way from the top down to where something counts."""

    pk: int
    kind: str
    opened: dt.date | None = None
    closed: dt.date | None = None


def is_target(obligation: Obligation, chain: Sequence[Ancestor], *, kind: str | None, modes: Modes, top: int) -> bool:
    """Whether the last unit of `chain` (or its site of `kind`) is one, under the plan of unit `top`."""
    ids = [each.pk for each in chain]
    if top not in ids or not (modes.doers or not obligation.actors):
        return False
    inside = chain[ids.index(top) :]
    named = [_is_named(obligation, each, modes=modes, top=top) for each in inside]
    if kind is not None:
        placed = kind in placed_kinds(obligation) and kind not in UNIT_OF_SITE
        return placed and (any(named) or kind not in modes.held)
    return _unit_counts(obligation, inside[-1], named=named, modes=modes)


def _is_named(obligation: Obligation, unit: Ancestor, *, modes: Modes, top: int) -> bool:
    if not modes.doers:
        return unit.pk == top
    return unit.kind in obligation.doer_kinds or unit.pk in {int(pk) for pk in obligation.doer_units}


def _unit_counts(obligation: Obligation, unit: Ancestor, *, named: list[bool], modes: Modes) -> bool:
    placed = placed_kinds(obligation)
    if obligation.per == "class":
        return unit.kind == CLASS and any(named) if CLASS in modes.held else named[-1]
    if not placed:
        return named[-1]
    here = [each for each in placed if each in UNIT_OF_SITE and unit.kind == UNIT_OF_SITE[each]]
    if any(any(named) or each not in modes.held for each in here):
        return True
    return len(placed) < len(obligation.sites) and named[-1]
