"""The document's title, as it stands in the text."""

from __future__ import annotations

import re

from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

ENDS = re.compile(
    r"(?:方案|通知|总结|细则|办法|安排(?:意见)?|(?:安排|日程|分工|分解|推进|任务|计划)表|日程|计划|意见|要点|预案|措施|汇报|报告|倡议书?|规定|制度|打算|清单|分工|规范|规程|部署|信|纪要|公约|承诺|决定|公告|思路|规划|指引|指南|手册|守则|函|通报|策划书?|计划书|名单|简案|一览表)(?:\([^()]{1,14}\))*$"
)
SENTENCE = re.compile(r"[。;!?]|,.{12,}$")
LOOKED_AT = 14
BARE = frozenset({"", "bare"})
SHORTEST, LONGEST = 4, 70
PASSED_ON = re.compile(r"(?:关于)?(?:印发|转发|下发)《(?P<name>[^《》]{4,60})》")
ISSUED = re.compile(r"文件$|[〔\[(]\d{4}[〕\])]")


def title_of(reading: Reading, items: list[Item]) -> str | None:
    """The title; of a plan under a covering notice, the plan's own where it stands as a heading of its own."""
    lines = [
        (item.start, item.end, reading.text[item.start : item.end].strip("| "))
        for item in items[:LOOKED_AT]
        if item.style in BARE
    ]
    for start, end, line in lines:
        if _is_title(line):
            own = _passed_on(reading, items, line)
            return own or as_written(reading, start, end)
    first = next(((a, b, line) for a, b, line in lines if not ISSUED.search(line)), None)
    if first and SHORTEST <= len(first[2]) <= 40 and not re.search(r"[。,;:]$", first[2]):
        return as_written(reading, first[0], first[1])
    return None


def _is_title(line: str) -> bool:
    bare = re.sub(r"[《》【】@]|所有人$", "", line)
    return (
        bool(ENDS.search(bare))
        and len(line) <= LONGEST
        and not SENTENCE.search(line)
        and not re.match(r"附件", line)
        and not line.endswith(":")
    )


def _passed_on(reading: Reading, items: list[Item], line: str) -> str | None:
    match = PASSED_ON.search(line)
    if not match:
        return None
    for item in items[1:]:
        if reading.text[item.start : item.end] == match["name"]:
            return as_written(reading, item.start, item.end)
    return None


def as_written(reading: Reading, start: int, end: int) -> str:
    """The words as given, without the marks around them and a joining 暨."""
    first, last = reading.span(start, end)
    words = re.sub(r"@\S+$", "", reading.given[first:last]).strip("《》【】#| \t\u3000")
    return words.removeprefix("暨")
