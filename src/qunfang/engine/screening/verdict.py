"""What screening answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from qunfang.engine.screening.normalise import DATA

LEVELS = ("low", "medium", "high")
ROLES = ("resident", "elder", "parent", "teller", "officer")
TAXONOMY = "2025-1"  # version of the list of types in docs/glossary.md


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A cue, the half-open span of the text as given, and plain words. `scam` is False for a calm sign."""

    start: int
    end: int
    cue: str
    says: str
    stage: str
    scam: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """`risk` is a calibrated probability of fraud; `level` low, medium (doubtful) or high; `type` of the taxonomy."""

    risk: float
    level: str
    type: str | None
    reasons: tuple[Reason, ...]
    advice: str
    model: str
    taxonomy: str = TAXONOMY

    def to_dict(self) -> dict[str, Any]:
        """As FORMATS has it, ready for JSON."""
        return {
            "risk": round(self.risk, 5),
            "level": self.level,
            "type": self.type,
            "reasons": [{"span": [each.start, each.end], "cue": each.cue, "says": each.says} for each in self.reasons],
            "advice": self.advice,
        }


@cache
def _sentences() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((DATA / "advice.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


@cache
def advise(level: str, kind: str | None, *, role: str = "resident", language: str = "zh") -> str:
    """One sentence for the reader. An unknown role or language reads as resident, Chinese."""
    words = _sentences().get(language) or _sentences()["zh"]
    sentence = str(words[level].get(role) or words[level]["resident"])
    lead = str(words["types"].get(kind, "")) if level == "high" and kind and role != "officer" else ""
    return lead + sentence
