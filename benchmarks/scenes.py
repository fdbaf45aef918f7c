"""How fast the group guard and the counter are, on the project's own scenes; processor time of one core."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qunfang.engine.screening import screener
from qunfang.engine.screening.counter import decide, talk_of
from qunfang.engine.screening.group import Guard, Member, Message, Room, room_of
from tests.engine.screening.scenes import groups, talks

GROUPS, ROSTER, TALKS = 5_000, 60, 4_000


def rooms() -> list[tuple[Room, tuple[Message, ...]]]:
    """GROUPS groups of ROSTER members, each with the messages of one of the written scenes."""
    written = [room_of(row) for row in groups()]
    found = []
    for number, (room, messages) in enumerate(islice(cycle(written), GROUPS)):
        more = [Member(id=f"m{number}-{place}", name=f"同学{place}妈妈", role="parent") for place in range(ROSTER)]
        found.append((replace(room, roster=tuple([*room.roster, *more][:ROSTER])), messages))
    return found


def guard_speed() -> float:
    """Messages a second over all groups, their messages taken in turn as they would come in."""
    engine, watched = screener(), rooms()
    guards = [(Guard(room, engine=engine), messages) for room, messages in watched]
    longest = max(len(messages) for _, messages in guards)
    seen, start = 0, time.process_time()
    for place in range(longest):
        for guard, messages in guards:
            if place < len(messages):
                guard.see(messages[place])
                seen += 1
    return seen / (time.process_time() - start)


def counter_ms() -> float:
    """The 99th percentile of a decision, in milliseconds."""
    written = [talk_of(row) for row in talks()]
    spans = []
    for talk in islice(cycle(written), TALKS):
        start = time.process_time()
        decide(talk)
        spans.append(1000 * (time.process_time() - start))
    return sorted(spans)[int(0.99 * len(spans))]


def rows() -> list[dict[str, Any]]:
    """The measurements of this module."""
    guard, counter = guard_speed(), counter_ms()
    return [
        {
            "name": "guard.messages_a_second",
            "value": round(guard),
            "unit": "1/s",
            "bound": 3000,
            "holds": guard >= 3000,
            "peers": {},
        },
        {
            "name": "counter.decision_p99_ms",
            "value": round(counter, 2),
            "unit": "ms",
            "bound": 30,
            "holds": counter <= 30,
            "peers": {},
        },
    ]


if __name__ == "__main__":
    for row in rows():
        print(row)
