"""What the slots of one obligation are read beside: what was read of the one before, and who does this one."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sofar:
    """The slots of the obligation before (None and empty where it has none), how near it stands, and this one's doers."""

    near: str = "first"
    names: tuple[str, ...] = ()
    every: str | None = None
    per: str | None = None
    count: int | None = None
    sites: tuple[str, ...] = ()
    deliverable: str = ""
    who: tuple[str, ...] = ()
    where: str = "-"
    before: tuple[str, ...] = ()

    @property
    def same_doer(self) -> bool:
        """Whether the obligation before has the same doers."""
        return bool(self.who) and self.who == self.before


FIRST = Sofar()


def sofar_cues(sofar: Sofar, told: str | None, deliverable: str) -> list[str]:
    """What the obligation before says about a slot: `told` is how that slot was read there."""
    said = told or NOTHING
    same = sofar.deliverable == deliverable
    return [
        f"last={said}", f"last+near={said}+{sofar.near}", f"last+d={said}+{sofar.near}+{deliverable}",
        f"last+doer={said}+{sofar.near}+{sofar.same_doer}", f"last+same={said}+{sofar.near}+{same}",
    ]  # fmt: skip
