"""The five kinds of refusal; `web` and `cli` map them once, at the edge.

    Refusal
    ├── Invalid      what was given cannot be used; `field` names the place where known
    ├── NotFound     absent, or not yours: the two look the same
    ├── Forbidden    you may see it, but not do this to it
    ├── Conflict     it has changed meanwhile, or its state does not allow this
    └── Unavailable  something outside does not answer; `permanent` says whether to try again

The message is shown to the reader and tells what to do next.
"""

from __future__ import annotations


class Refusal(Exception):
    """Base of every expected refusal. The message is for the reader."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(Refusal):
    """What was given cannot be used."""


class NotFound(Refusal):
    """Absent, or not visible to the one who asks."""


class Forbidden(Refusal):
    """Visible, but this post does not allow the act."""


class Conflict(Refusal):
    """The object's state does not allow the act, or somebody else was first."""


class Unavailable(Refusal):
    """Something outside does not answer."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
