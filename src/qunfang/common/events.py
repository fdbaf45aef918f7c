"""News from an earlier room to a later one: a typed event, announced inside the transaction that makes it true.

The later room subscribes in its `apps.py`. Subscribers run at once, in the announcer's transaction: what they write
is committed with the change or not at all, and their refusal undoes it. What must wait for the commit (network,
files) asks for that itself with `transaction.on_commit`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeVar

E = TypeVar("E")

_told: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
_wrapped: dict[type[Any], list[Callable[[Any], AbstractContextManager[None]]]] = defaultdict(list)


def subscribe(kind: type[E], call: Callable[[E], None]) -> None:
    """Call `call` with every event of exactly this kind; once, however often it is asked for."""
    if call not in _told[kind]:
        _told[kind].append(call)


def surround(kind: type[E], wrap: Callable[[E], AbstractContextManager[None]]) -> None:
    """Run every act of this kind inside `wrap(event)`, which sees the world before and after it."""
    if wrap not in _wrapped[kind]:
        _wrapped[kind].append(wrap)


def announce(event: object) -> None:
    """Tell all subscribers, in the order in which they asked."""
    for call in _told[type(event)]:
        call(event)


@contextmanager
def around(event: E) -> Iterator[E]:
    """The act itself stands in the block; whoever surrounds this kind of event is entered before and left after."""
    with ExitStack() as stack:
        for wrap in _wrapped[type(event)]:
            stack.enter_context(wrap(event))
        yield event
