"""Everything that is read from one message before any weight is put on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qunfang.engine.screening.extract import telling
from qunfang.engine.screening.normalise import Normal, normalise
from qunfang.engine.screening.script import Found, all_cues, read_script


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """The normalised text, the cues in it by place, and the feature numbers of its ideas."""

    normal: Normal
    cues: tuple[Found, ...]
    features: tuple[int, ...]

    @property
    def numbers(self) -> list[int]:
        """The cues' numbers."""
        return [each.cue for each in self.cues]


@cache
def _thing_cues() -> dict[str, int]:
    return {cue.thing: cue.number for cue in all_cues() if cue.thing}


def read(text: str) -> Signs:
    """Read one message as given."""
    normal = normalise(text)
    script = read_script(normal.text)
    cues = [*script.cues, *_from_things(normal.text)]
    cues.sort(key=lambda each: (each.start, each.cue))
    return Signs(normal=normal, cues=tuple(cues), features=script.features)


def _from_things(text: str) -> list[Found]:
    known = _thing_cues()
    found: dict[int, Found] = {}
    for thing in telling(text):
        cue = known.get(f"{thing.kind}:{thing.note}")
        if cue is not None and cue not in found:
            found[cue] = Found(cue=cue, start=thing.start, end=thing.end)
    return list(found.values())
