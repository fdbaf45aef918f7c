"""Conversations turn by turn: the risk after each, and the first at which it is clear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.screening.screener import Screener

_SPEAKER = re.compile(r"^\s*([^:：\n]{1,12})[:：]\s*", re.MULTILINE)
MOST_TURNS = 400
TALKS = ("call", "chat")  # the channels on which people take turns


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One turn: its span in the text as given, who speaks, and risk and level of all that was said so far."""

    start: int
    end: int
    speaker: str
    risk: float
    level: str
    clear: bool  # True at the first turn whose level is high, or medium where none is high


def split_turns(text: str) -> list[tuple[int, int, str]]:
    """Spans and speakers. A line without a speaker belongs to the turn before it."""
    found: list[tuple[int, int, str]] = []
    place = 0
    for line in text.splitlines(keepends=True):
        mark = _SPEAKER.match(line)
        if mark or not found:
            found.append((place, place + len(line), mark.group(1) if mark else ""))
        else:
            found[-1] = (found[-1][0], place + len(line), found[-1][2])
        place += len(line)
    return found


def is_talk(text: str, channel: str | None) -> bool:
    """Is this a conversation? A call or a chat of several turns is; where the channel is unknown, one in which somebody
    speaks again after somebody else (labels of a letter, `时间：… 地点：…`, stand once each)."""
    speakers = [speaker for _, _, speaker in split_turns(text) if speaker]
    if channel is not None:
        return channel in TALKS and len(speakers) > 1
    return 1 < len(set(speakers)) < len(speakers)


def read_turns(screener: Screener, text: str) -> list[Turn]:
    """Read a conversation as it grows. Nothing that is said later can change an earlier turn's risk."""
    spans = split_turns(text)[:MOST_TURNS]
    verdicts = screener.screen_many([text[:end] for _, end, _ in spans])
    levels = [each.level for each in verdicts]
    wanted = "high" if "high" in levels else "medium"
    first = levels.index(wanted) if wanted in levels else -1
    return [
        Turn(start=start, end=end, speaker=speaker, risk=verdict.risk, level=verdict.level, clear=place == first)
        for place, ((start, end, speaker), verdict) in enumerate(zip(spans, verdicts, strict=True))
    ]
