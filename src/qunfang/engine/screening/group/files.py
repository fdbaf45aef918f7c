"""Files that install something, by name."""

from __future__ import annotations

from qunfang.engine.screening.group.words import words
from qunfang.engine.screening.normalise import normalise


def is_program(name: str, *, trusted: bool) -> bool:
    """A program, or a packed file with a lure's name from somebody who is not of the school's own staff."""
    plain = normalise(name).text.strip().split("?")[0]
    ending = plain.rsplit(".", 1)[-1] if "." in plain.rsplit("/", 1)[-1] else ""
    if ending in words().programs:
        return not plain.startswith("http") or ending in ("apk", "exe", "msi", "scr")
    return ending in words().packed and not trusted and any(lure in plain for lure in words().lures)
