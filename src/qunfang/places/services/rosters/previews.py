"""What a roster would do, row by row, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qunfang.places.models import Site, SiteKind, Unit, UnitKind
from qunfang.places.services.rosters.columns import COLUMNS
from qunfang.places.services.rosters.drafts import Draft, Problem, Reading, read_drafts
from qunfang.places.services.rosters.grids import read_grids
from qunfang.places.services.rosters.matching import changes_of, lost_parts, match_sites, match_units
from qunfang.places.services.rosters.register import Node, Register, register_sites, register_units

CHUNK = 5000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sound row: `act` is added, changed or same; `changes` are heading → (present, wanted)."""

    draft: Draft
    node: Node
    act: str
    changes: dict[str, tuple[Any, Any]]

    @property
    def kind_word(self) -> str:
        """The kind as on screen."""
        return str(_kind_words(self.draft.of).get(self.node.kind, self.node.kind))

    def told(self) -> list[tuple[str, str, str]]:
        """The changes as words: heading, present, wanted."""
        headings = {column.key: str(column.heading) for column in COLUMNS[self.draft.of]}
        kinds = _kind_words(self.draft.of)

        def word(key: str, value: Any) -> str:
            if isinstance(value, Node):
                return value.path()
            return str(kinds.get(value, value)) if key == "kind" else "" if value is None else str(value)

        return [
            (headings.get(key, key), "" if key in ("parent", "home") else word(key, old), word(key, new))
            for key, (old, new) in self.changes.items()
        ]


def _kind_words(of: str) -> dict[str, Any]:
    return dict(UnitKind.choices if of == "unit" else SiteKind.choices)


@dataclass(kw_only=True)
class Preview:
    """What the file holds and what it would do; nothing may be written while there are problems."""

    reading: Reading
    units: Register
    sites: Register
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def acts(self, act: str, of: str = "") -> list[Line]:
        """Lines that are added, changed or same; of units or of sites, or both."""
        return [line for line in self.lines if line.act == act and of in ("", line.draft.of)]

    @property
    def bad_rows(self) -> int:
        """How many rows must be mended; one row may have several faults."""
        return len({(problem.sheet, problem.row) for problem in self.problems})

    @property
    def writes(self) -> int:
        """Rows that would be written."""
        return sum(line.act != "same" for line in self.lines)


def preview_roster(scope: Unit, content: bytes, *, lock: bool = False) -> Preview:
    """Read the file and match it against the scope's subtree; five statements, whatever its length."""
    reading = read_drafts(read_grids(content))
    units = register_units(scope, lock=lock)
    sites = register_sites(scope, units)
    match_units(reading.of("unit"), units, foreign_codes=_foreign(Unit, reading.of("unit"), units))
    foreign = _foreign(Site, reading.of("site"), sites)
    match_sites(reading.of("site"), sites, units=units, foreign_codes=foreign)
    _tell_lost_parts(sites)
    preview = Preview(reading=reading, units=units, sites=sites)
    for draft in reading.drafts:
        node = (units if draft.of == "unit" else sites).claims.get(id(draft))
        if draft.problems or node is None:
            preview.problems += draft.problems
        else:
            changes = changes_of(node)
            act = "added" if node.thing is None else "changed" if changes else "same"
            preview.lines.append(Line(draft=draft, node=node, act=act, changes=changes))
    return preview


def _foreign(model: type[Unit | Site], drafts: list[Draft], register: Register) -> set[str]:
    """Codes of the drafts that something outside the scope bears."""
    codes = [code for draft in drafts if (code := draft.given.get("code")) and code not in register.by_code]
    found: set[str] = set()
    for start in range(0, len(codes), CHUNK):
        chunk = codes[start : start + CHUNK]
        found |= set(model.objects.filter(code__in=chunk).values_list("code", flat=True))
    return found


def _tell_lost_parts(sites: Register) -> None:
    for part in lost_parts(sites):
        draft = part.draft or (part.parent.draft if part.parent else None)
        if draft is not None and not draft.problems:
            told = _("“%(part)s” is part of it and would stay with the other unit. Add a row for it.")
            draft.fault("home", told % {"part": part.name})
