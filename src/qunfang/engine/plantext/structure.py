"""Lines with their numbering, and the headings above each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.plantext.text import Reading

CN = "一二三四五六七八九十"
STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第[{CN}\d]+[部章](?:分)?"),
    ("article", rf"第[{CN}百\d]+条(?:规定)?"),
    ("task", rf"(?:任务|措施|阶段|步骤)[{CN}\d]+(?=[:、.\t ])"),
    ("nth", rf"第[{CN}]+(?:[,:]|(?=阶段|周[:(]))"),
    ("cn_is", rf"[{CN}]{{1,2}}是(?:要)?"),
    ("cn_do", rf"[{CN}]要"),
    ("cn_dot", rf"[{CN}]{{1,3}}\."),
    ("cn", rf"[{CN}]{{1,3}}[、,:]"),
    ("cn_half", rf"[{CN}]{{1,3}}\)"),
    ("cn_paren", rf"\([{CN}]{{1,3}}\)"),
    ("section", r"§\s*\d+"),
    ("dec3", r"\d{1,2}[.-]\d{1,2}[.-]\d{1,2}(?!\d)[、.]?"),
    ("dec2", r"\d{1,2}[.-]\d{1,2}(?![\d月日%万亿元.])[、.]?"),
    ("num_paren", r"\(\d{1,2}\)"),
    ("month", r"\d{1,2}月(?:份)?(?=[\t:\-—]|$)[\t:\-—]*"),
    (
        "weekday",
        r"(?:周[一二三四五六日末]|第[一二三四五六七八九十\d]+周|每[日天周旬月季年]|每半[月年]|每季度|每学期)(?=[:(])",
    ),
    ("num", r"\d{1,2}(?:[.、)](?!\d)|(?=\t)|\|)"),
    ("row", r"\d{1,2} ?\|"),
    ("circled", r"[①-⑳]"),
    ("circled_paren", r"[⑴-⒇]"),
    ("alpha", r"[A-Ha-h][.、)]"),
    ("bullet", r"(?:—{1,2}|-{1,2}|[•·*#●■▲◆○□◎★※]+)(?![\d])"),
)
MARK = re.compile("|".join(f"(?P<{name}>{regex})" for name, regex in STYLES))
INLINE = re.compile(
    rf"(?<=[。;:!])(?:[{CN}]是|[{CN}]要(?=[^,。]{{2,}})|第[{CN}],|[{CN}]{{1,2}}、|\([{CN}]\)|\(\d{{1,2}}\)|[①-⑳⑴-⒇]|\d{{1,2}}[.、)](?!\d))"
)
BRACKETED = re.compile(r"\([^()]*\)|【[^】]*】")
TERMINAL = re.compile(r"[。;:!?,、]$")
LABEL = re.compile(r"([^,。;:!?“”《》|\t]{1,28}):")
TITLE_END = re.compile(
    r"(?:方案|通知|总结|细则|办法|安排表?|计划|意见|要点|预案|措施|汇报|倡议书?|规定|制度|打算|分解表)(?:\(.{1,8}\))?$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One line, or one numbered part of a long line.

    `start`/`end` are offsets in the even text; `body` is where the words after the number begin. `head` says what the
    line is called: its label before a colon, its first short sentence, or the whole of a short line. `above` are the
    items whose headings hold for it, the outermost first.
    """

    start: int
    body: int
    end: int
    style: str
    number: int
    head: str
    is_heading: bool
    is_row: bool
    above: tuple[Item, ...] = ()


def items_of(reading: Reading) -> list[Item]:
    """The document's lines in order, each with the headings above it."""
    found: list[Item] = []
    stack: list[Item] = []
    for start, end in _pieces(reading.text):
        item = _item(reading.text, start, end)
        stack = _above(stack, item)
        placed = Item(
            start=item.start, body=item.body, end=item.end, style=item.style, number=item.number,
            head=item.head, is_heading=item.is_heading, is_row=item.is_row, above=tuple(stack),
        )  # fmt: skip
        found.append(placed)
        if item.style:
            stack.append(placed)
    return found


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = 0
    for raw in text.split("\n"):
        if raw.strip():
            cuts = [start + match.start() for match in INLINE.finditer(raw)]
            edges = [start, *(cuts if len(cuts) >= 2 else ()), start + len(raw)]
            pieces += [(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]
        start += len(raw) + 1
    return pieces


def _item(text: str, start: int, end: int) -> Item:
    line = text[start:end]
    match = MARK.match(line)
    style = (match.lastgroup or "") if match else ""
    body = match.end() if match else 0
    while body < len(line) and line[body] in " \t|、.:":
        body += 1
    if body >= len(line):
        style, body, match = "", 0, None
    rest = line[body:]
    row = line.count("|") >= 2 or (line.count("\t") >= 2 and len(line) < 160)
    head = _head(rest)
    bare = _is_bare(rest)
    if bare and not style and not row and not TITLE_END.search(rest) and len(rest) <= 16:
        style = "bare"
    return Item(
        start=start, body=start + body, end=end, style=style, number=_number(match[0]) if match else 0,
        head=head, is_heading=bare and bool(style), is_row=row,
    )  # fmt: skip


def _is_bare(rest: str) -> bool:
    open_text = BRACKETED.sub("", rest)
    return len(open_text) <= 30 and not re.search(r"[。;,!?|\t]", open_text.rstrip("。:")) and ":" not in open_text[:-1]


def _head(rest: str) -> str:
    if _is_bare(rest):
        return rest.rstrip("。:;")
    if match := LABEL.match(rest):
        return match[1]
    first = re.split(r"[。:]", rest, maxsplit=1)[0]
    return first if len(first) <= 30 and "," not in first and len(first) < len(rest) - 1 else ""


def _number(mark: str) -> int:
    if match := re.search(r"(\d+)\D*$", mark):
        return int(match[1])
    signs = re.search(rf"[{CN}]+", mark)
    if signs:
        raw = signs[0]
        tens, _, ones = raw.partition("十") if "十" in raw else ("", "", raw)
        return (10 * (CN.index(tens) + 1 if tens else 1) if "十" in raw else 0) + (CN.index(ones[0]) + 1 if ones else 0)
    sign = mark[0]
    for first in ("①", "⑴"):
        if 0 <= ord(sign) - ord(first) < 20:
            return ord(sign) - ord(first) + 1
    return ord(sign.upper()) - 64 if sign.isascii() and sign.isalpha() else 0


def _above(stack: list[Item], item: Item) -> list[Item]:
    """The part of the stack that holds for `item`: the same style closes its like; a number that goes on does too."""
    if not item.style:
        return stack
    if item.style == "bare":
        return [each for each in stack[:1] if each.style == "part"]
    for place, each in enumerate(stack):
        if each.style == item.style:
            return stack[:place]
    if item.number > 1:
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].number == item.number - 1 and stack[place].style != "bare":
                return stack[:place]
    return stack
