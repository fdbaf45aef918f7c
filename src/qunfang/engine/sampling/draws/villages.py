"""Systematic draws from an ordered list of villages, with equal chances or by size."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qunfang.engine.sampling.draws.entries import InvalidEntries
from qunfang.engine.sampling.draws.stream import Stream


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village (cluster) of the frame: its name or code, and how many people or households it has."""

    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A village in the sample and the exact chance it had; its weight at this stage is 1/probability."""

    village: Village
    probability: Fraction

    @property
    def weight(self) -> float:
        """How many villages it stands for."""
        return float(1 / self.probability)


def by_size(frame: Sequence[Village], *, number: int, seed: str) -> list[Chosen]:
    """`number` villages with chances in proportion to size, systematically down the list.

    Madow 1949; Cochran 1977, ch. 9A.

    A village as large as the step or larger is taken for certain, and the step made anew for the others until none
    is (Särndal et al. 1992, ch. 3). Sort the frame by place before, and the sample spreads over the places. In the
    order of the frame; the seed gives the same villages for the same frame and number only.
    """
    _check(frame, number)
    certain: set[str] = set()
    while True:
        rest = [each for each in frame if each.name not in certain]
        wanted, people = number - len(certain), sum(each.size for each in rest)
        large = {each.name for each in rest if wanted and each.size * wanted >= people}
        if not large:
            break
        certain |= large
    stream = Stream(seed=seed, purpose=_purpose("size", frame, number))
    hit = _hits(rest, wanted, stream.below(people)) if wanted else set()
    return [
        Chosen(
            village=each,
            probability=Fraction(1) if each.name in certain else Fraction(each.size * wanted, people),
        )
        for each in frame
        if each.name in certain or each.name in hit
    ]


def systematic(frame: Sequence[Village], *, number: int, seed: str) -> list[Chosen]:
    """`number` villages with equal chances, down the list with a fractional step (Cochran 1977, ch. 8)."""
    _check(frame, number)
    equal = [Village(name=each.name, size=1) for each in frame]
    stream = Stream(seed=seed, purpose=_purpose("equal", frame, number))
    hit = _hits(equal, number, stream.below(len(frame)))
    return [Chosen(village=each, probability=Fraction(number, len(frame))) for each in frame if each.name in hit]


def _hits(frame: Sequence[Village], number: int, start: int) -> set[str]:
    """Names whose stretch of the line holds one of start, start + T, …: sizes times `number` laid end to end."""
    step = sum(each.size for each in frame)
    reached, next_, hit = 0, start, set()
    for each in frame:
        reached += each.size * number
        if next_ < reached:
            hit.add(each.name)
            next_ += step
    return hit


def _check(frame: Sequence[Village], number: int) -> None:
    names = [each.name for each in frame]
    if len(set(names)) != len(names):
        raise InvalidEntries("a village stands twice in the list")
    if any(each.size <= 0 for each in frame):
        raise InvalidEntries("every village needs a size above 0")
    if not 1 <= number <= len(frame):
        raise InvalidEntries(f"between 1 and {len(frame)} villages can be drawn")


def _purpose(kind: str, frame: Sequence[Village], number: int) -> str:
    """Binds the draw to its kind, number and frame, in the order given."""
    lines = "".join(f"{each.name}\t{each.size}\n" for each in frame)
    return f"{kind}:{number}:{hashlib.sha256(lines.encode()).hexdigest()}"
