"""How near a compiled plan comes to its reading by hand."""

from __future__ import annotations

from collections import Counter

import examples as ex

from qunfang.engine.plantext import compile_text
from qunfang.engine.plantext.model import Obligation

SLOTS = ("actors", "sites", "min_count", "per", "every")


class Tally(Counter[str]):
    """Counts of obligations found, read and wanted, and of slots that are right."""

    def lines(self) -> str:
        """A printed table."""
        whole = (self["read"] + self["wanted"]) or 1
        told = [f"obligations F1 {2 * self['found'] / whole:.3f}", f"every slot right {2 * self['full'] / whole:.3f}"]
        return "\n".join([*told, *(f"  {slot} {self[slot] / max(1, self['found']):.3f}" for slot in SLOTS)])


def measure(doc: ex.Document, tally: Tally) -> None:
    """Add one document to the tally."""
    read, wanted = list(compile_text(doc.text).obligations), doc.gold["obligations"]
    near = sorted(
        ((ex.overlap(a.span, tuple(b["span"])), i, j) for i, a in enumerate(read) for j, b in enumerate(wanted) if a.deliverable == b["deliverable"]),
        reverse=True,
    )  # fmt: skip
    used_read: set[int] = set()
    used_wanted: set[int] = set()
    for share, i, j in near:
        if share >= 0.3 and i not in used_read and j not in used_wanted:
            used_read.add(i)
            used_wanted.add(j)
            _slots(read[i], wanted[j], tally)
    tally["found"] += len(used_read)
    tally["read"] += len(read)
    tally["wanted"] += len(wanted)


def _slots(read: Obligation, wanted: dict[str, object], tally: Tally) -> None:
    names = [each for each in wanted["actors"] if not ex.ISSUER.match(each)]  # type: ignore[attr-defined]
    right = {
        "actors": not names or ex.agree(list(read.actors), names), "sites": set(read.sites) == set(wanted["sites"]),  # type: ignore[call-overload]
        **{slot: getattr(read, slot) == wanted[slot] for slot in ("min_count", "per", "every")},
    }  # fmt: skip
    tally.update({slot: int(holds) for slot, holds in right.items()})
    tally["full"] += all(right.values())
