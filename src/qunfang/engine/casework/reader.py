"""A narrative in, what happened out: type, outcome, channel, loss, victim, stages, entities, and the masked text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qunfang.engine.casework import kinds
from qunfang.engine.casework.channels import find_channel
from qunfang.engine.casework.entities import Entities, find_entities
from qunfang.engine.casework.money import Ledger, settle
from qunfang.engine.casework.outcomes import find_loss, find_outcome
from qunfang.engine.casework.parts import Parts, shipped
from qunfang.engine.casework.private import Private, cover, find_private
from qunfang.engine.casework.reading import Reading, read
from qunfang.engine.casework.stages import Stage, find_stages, loudest
from qunfang.engine.casework.victims import Victim, find_victim
from qunfang.engine.casework.weigh import buckets


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One line of the reasons: what it speaks of, the span it rests on, and words for a reader."""

    about: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseNote:
    """What a narrative tells. Spans are offsets into the text as given; `masked` has the same length."""

    type: str
    outcome: str
    channel: str | None
    loss_yuan: float | None
    victim: Victim
    stages: tuple[Stage, ...]
    entities: Entities
    private: tuple[Private, ...]
    masked: str
    trace: tuple[Trace, ...]

    def to_dict(self) -> dict[str, Any]:
        """As `qunfang case --jsonl` answers, without the id."""
        whole = self.loss_yuan is not None and self.loss_yuan == int(self.loss_yuan)
        named = self.entities
        return {
            "type": self.type,
            "outcome": self.outcome,
            "channel": self.channel,
            "loss_yuan": int(self.loss_yuan) if whole and self.loss_yuan is not None else self.loss_yuan,
            "victim": {"age": self.victim.age, "sex": self.victim.sex},
            "stages": [each.name for each in self.stages],
            "entities": {name: list(getattr(named, name)) for name in Entities.__dataclass_fields__},
            "masked": self.masked,
        }


def read_case(text: str, parts: Parts | None = None) -> CaseNote:
    """Read one narrative. Any text is accepted; an empty one has no stages and no loss."""
    parts = parts or shipped()
    reading = read(text)
    ledger = settle(reading, parts.roles)
    outcome = find_outcome(reading, ledger, parts.outcomes)
    stages = find_stages(reading, parts.stages, parts.stage_least, outcome)
    private = find_private(text, parts.names)
    place, score = loudest(reading, parts.stages, "contact")
    contact = place if score >= parts.stage_least["contact"] else None
    scores = parts.types.scores(buckets(kinds.features(reading), parts.types.bits))
    return CaseNote(
        type=parts.types.labels[int(scores.argmax())],
        outcome=outcome,
        channel=find_channel(reading, contact, parts.channels),
        loss_yuan=find_loss(outcome, ledger),
        victim=find_victim(reading),
        stages=stages,
        entities=find_entities(reading, private, ledger),
        private=private,
        masked=cover(text, private),
        trace=_trace(reading, stages, ledger),
    )


def _trace(reading: Reading, stages: tuple[Stage, ...], ledger: Ledger) -> tuple[Trace, ...]:
    """Where each stage and each amount was read."""
    found = [
        Trace(about=each.name, start=each.start, end=each.end, says=reading.text[each.start : each.end])
        for each in stages
    ]
    for entry in ledger.entries:
        found.append(Trace(about=entry.role, start=entry.amount.start, end=entry.amount.end, says=entry.amount.text))
    return tuple(sorted(found, key=lambda each: (each.start, each.about)))
