"""A list of entries in one canonical form, and the hash that is published before the draw."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass


class InvalidEntries(ValueError):
    """A list that cannot be drawn from: empty, or with an empty, double or broken entry; the message says which."""


class EntriesChanged(ValueError):
    """The list is not the one whose hash was published."""


@dataclass(frozen=True, kw_only=True)
class Entries:
    """Entries in order of their UTF-8 bytes, each once, and the SHA-256 (hex) of them, a line feed after each.

    So `LC_ALL=C sort FILE | sha256sum` gives the same hash for a text file with an entry a line.
    """

    names: tuple[str, ...]
    digest: str

    def check(self, published: str) -> None:
        """Raise EntriesChanged unless the hash is the published one."""
        if not hmac.compare_digest(self.digest.encode(), published.strip().lower().encode()):
            raise EntriesChanged(f"the list has changed: its hash is {self.digest}, published was {published.strip()}")


def frozen(entries: Iterable[str]) -> Entries:
    """The canonical list, whatever the order given. Entries are taken exactly as written, nothing is mended."""
    given = list(entries)
    for place, entry in enumerate(given, start=1):
        if not entry.strip() or "\n" in entry or "\r" in entry or "\0" in entry:
            raise InvalidEntries(f"entry {place} is empty or has a line break in it")
    try:
        ordered = sorted(entry.encode("utf-8") for entry in given)
    except UnicodeEncodeError as cause:
        raise InvalidEntries(f"an entry is not proper text: {cause.object!r}") from cause
    if not ordered:
        raise InvalidEntries("the list is empty")
    for one, next_ in zip(ordered, ordered[1:], strict=False):
        if one == next_:
            raise InvalidEntries(f"{one.decode()} is entered twice")
    digest = hashlib.sha256(b"".join(entry + b"\n" for entry in ordered)).hexdigest()
    return Entries(names=tuple(entry.decode() for entry in ordered), digest=digest)
