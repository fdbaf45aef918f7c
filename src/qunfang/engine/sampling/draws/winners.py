"""Winners from a frozen list and a public seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from qunfang.engine.sampling.draws.entries import frozen
from qunfang.engine.sampling.draws.stream import Stream


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What makes a draw checkable: the hash and number of the entries, the seed, and the winners, first prize first."""

    digest: str
    number: int
    seed: str
    winners: tuple[str, ...]


def draw_winners(entries: Iterable[str], *, seed: str, winners: int, published: str | None = None) -> Draw:
    """Draw `winners` different entries; every ordered choice is equally likely.

    The first steps of Fisher and Yates' shuffle (Knuth 1997, vol. 2, algorithm P) of the canonical list with
    Stream(seed, purpose = hash of the list): no entry can be added, left out or reordered without changing the hash
    and with it the whole draw. Fair if the hash was published before anyone could know the seed: take as seed a
    text fixed by a later public event, or one whose `commitment_of` was published with the hash.
    Raises EntriesChanged when `published` is another hash, InvalidEntries for a bad list.
    """
    listed = frozen(entries)
    if published is not None:
        listed.check(published)
    if not 1 <= winners <= len(listed.names):
        raise ValueError(f"between 1 and {len(listed.names)} winners can be drawn")
    names, stream = list(listed.names), Stream(seed=seed, purpose=listed.digest)
    for place in range(winners):
        other = place + stream.below(len(names) - place)
        names[place], names[other] = names[other], names[place]
    return Draw(digest=listed.digest, number=len(names), seed=seed, winners=tuple(names[:winners]))


def commitment_of(seed: str) -> str:
    """SHA-256 (hex) of the seed in UTF-8: published first, it binds the one who knows the seed.

    The seed must be long and not guessable, or it can be found by trying.
    """
    return hashlib.sha256(seed.encode("utf-8")).hexdigest()
