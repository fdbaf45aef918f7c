"""Training"""
from dataclasses import dataclass, asdict
@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    text: str
    channel: str | None
    fraud: bool
    type: str | None
    group: str
    weight: float
    paired: bool
    def fields(self): return asdict(self)
