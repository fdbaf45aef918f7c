"""Case narratives written for this project, with their labels in a compact form; see `read_cases`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LETTERS = {
    "c": "contact",
    "b": "bait",
    "t": "trust",
    "h": "threat",
    "m": "move_channel",
    "i": "install",
    "w": "small_win",
    "p": "pay",
    "q": "pay_more",
    "s": "secrecy",
    "g": "cash_or_goods",
    "u": "unmasked",
    "d": "dissuaded",
}
_HEAD = re.compile(r"@ (completed|attempted|blocked) ([a-z_]+|-) ([\d.]+|-) (\d+|-) ([fm]|-)$")
_MARK = re.compile(r"\{([a-z])\}|\[|\]")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A narrative and what a careful reader makes of it. Spans and places are offsets into `text`."""

    name: str
    text: str
    type: str
    outcome: str
    channel: str | None
    loss: float | None
    age: int | None
    sex: str | None
    stages: tuple[tuple[str, int], ...]  # each at its first mention, by place
    private: tuple[tuple[int, int], ...]


def read_cases(folder: Path = HERE) -> list[Case]:
    """All narratives. A case is a head line `@ outcome channel loss age sex` (`-` where the text does not say) and one
    line of text, in which {c} marks the first mention of a stage and [ ] enclose what is private."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        for place in range(0, len(lines), 2):
            found.append(_case(path.stem.split("-")[0], f"{path.stem}:{place // 2}", lines[place : place + 2]))
    return found


def _case(kind: str, name: str, lines: list[str]) -> Case:
    head = _HEAD.match(lines[0])
    if head is None:
        raise ValueError(f"{name}: {lines[0]!r} is no head line")
    text, stages, private = _unmark(lines[1])
    outcome, channel, loss, age, sex = head.groups()
    return Case(
        name=name,
        text=text,
        type=kind,
        outcome=outcome,
        channel=None if channel == "-" else channel,
        loss=None if loss == "-" else float(loss),
        age=None if age == "-" else int(age),
        sex=None if sex == "-" else sex,
        stages=tuple(stages),
        private=tuple(private),
    )


def _unmark(line: str) -> tuple[str, list[tuple[str, int]], list[tuple[int, int]]]:
    out, size, done, opened = [], 0, 0, 0
    stages: dict[str, int] = {}
    private = []
    for mark in _MARK.finditer(line):
        out.append(line[done : mark.start()])
        size += mark.start() - done
        done = mark.end()
        if mark[0] == "[":
            opened = size
        elif mark[0] == "]":
            private.append((opened, size))
        else:
            stages.setdefault(LETTERS[mark[1]], size)
    out.append(line[done:])
    return "".join(out), list(stages.items()), private
