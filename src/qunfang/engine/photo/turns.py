"""Lines of a screenshot → text to screen: bubbles joined, the two sides of a chat marked by who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qunfang.engine.photo.ocr import Line, read_lines

CLOCK = re.compile(
    r"^(?:\D{0,6}\d{1,2}:\d{2}|昨天|今天|星期.|\d{1,2}月\d{1,2}日|发送|按住说话|<|…|\.{3})[^\u4e00-\u9fff]{0,8}$"
)
STRAY = re.compile(r"^[oO0°·.,。，、\-_|]$")
"""A full stop alone on its line is read as one of these."""
THEM, ME = "对方", "我"


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """Lines that belong together, and on which side they stand: left, right or across."""

    text: str
    side: str
    left: float
    right: float
    bottom: float


def text_of(content: bytes) -> str:
    """What stands in a picture, ready for screening: a chat as `对方：…` and `我：…` lines, else paragraphs."""
    lines, width = read_lines(content)
    kept = [line for line in _rows(lines) if not CLOCK.match(line.text.strip()) and not STRAY.match(line.text.strip())]
    bubbles = _bubbles(kept, width)
    sides = {bubble.side for bubble in bubbles}
    if {"left", "right"} <= sides:
        names = {"left": f"{THEM}：", "right": f"{ME}：", "across": ""}
        return "\n".join(names[bubble.side] + bubble.text for bubble in bubbles)
    return "\n".join(bubble.text for bubble in bubbles)


def _rows(lines: list[Line]) -> list[Line]:
    """Pieces that the reader cut within one printed row are put together again."""
    rows: list[Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        height = line.bottom - line.top
        same = last and min(last.bottom, line.bottom) - max(last.top, line.top) > height * 0.6
        if last and same and abs(line.left - last.right) < height * 1.5:
            rows[-1] = replace(last, text=last.text + line.text, right=line.right, bottom=max(last.bottom, line.bottom))
        else:
            rows.append(line)
    return rows


def _bubbles(lines: list[Line], width: int) -> list[Bubble]:
    found: list[Bubble] = []
    for line in lines:
        side = _side(line, width)
        last = found[-1] if found else None
        if last and _continues(last, line, side):
            found[-1] = _grown(last, line, side)
        else:
            found.append(Bubble(text=line.text, side=side, left=line.left, right=line.right, bottom=line.bottom))
    return found


def _grown(last: Bubble, line: Line, side: str) -> Bubble:
    return Bubble(
        text=_joined(last.text, line.text),
        side=side if last.side == "across" else last.side,
        left=min(last.left, line.left),
        right=max(last.right, line.right),
        bottom=line.bottom,
    )


def _side(line: Line, width: int) -> str:
    """A bubble of the other one keeps to the left edge, one's own to the right; anything else stands across."""
    left, right = line.left / width, 1 - line.right / width
    if left < 0.3 and right > 0.16 and left < right:
        return "left"
    if right < 0.3 and left > 0.16 and right < left:
        return "right"
    return "across"


def _continues(last: Bubble, line: Line, side: str) -> bool:
    height = line.bottom - line.top
    near = line.top - last.bottom < height * 0.75
    flush = abs(line.left - last.left) < height
    same_side = side == last.side or "across" in (side, last.side)
    return near and (flush or (same_side and abs(line.right - last.right) < height))


def _joined(first: str, second: str) -> str:
    latin = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalnum() and second[:1].isalnum()
    # A link or number broken over two lines goes on without a blank.
    broken = re.search(r"(?:https?://|www\.|\.)\S*$|\d$", first)
    return f"{first} {second}" if latin and not broken else first + second
