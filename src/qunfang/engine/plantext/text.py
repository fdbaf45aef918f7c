"""Text as given → text for matching, with a map back; lines, headings and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HEADING = re.compile(
    r"^(?P<mark>第[一二三四五六七八九十]+[部章节条]分?|[一二三四五六七八九十]{1,3}[、.)]|\([一二三四五六七八九十]{1,3}\)|"
    r"[一二三四五六七八九十]是|§?\d{1,2}(?:[.、)-]\d{0,2})?[、.)]?|\(\d{1,2}\)|[⑴-⒇①-⑳]|[A-H][.、]|——|[-*#]+)\s*"
)
LEVELS = [
    r"第.+[部章节]",
    r"第.+条|[一二三四五六七八九十]{1,3}[、.)]|§",
    r"\([一二三四五六七八九十]+\)",
    r"\d|[一二三四五六七八九十]是",
    r"\(|[⑴-⒇①-⑳A-H]|[-—*#]",
]
SENTENCE_END = re.compile(r"[。;!?\n]")
QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\([^)]*\)")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paragraph: its matching text, where it starts in it, its level (9 for none) and whether it is a heading."""

    start: int
    text: str
    level: int
    mark: str
    heading: bool


class Reading:
    """The document's text made even (width, blanks inside words), and offsets back into the text as given."""

    def __init__(self, given: str) -> None:
        self.given = given
        signs: list[str] = []
        self.back: list[int] = []
        for place, sign in enumerate(given):
            for even in _even(sign):
                if even == " " and (not signs or signs[-1] in " \n" or _inside_word(given, place)):
                    continue
                signs.append(even)
                self.back.append(place)
        self.text = "".join(signs)
        self.lines = self._lines()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as given of `text[start:end]`, without blanks at its edges."""
        while start < end - 1 and self.text[start] in " \n,、;。:":
            start += 1
        while end > start + 1 and self.text[end - 1] in " \n,、;。:":
            end -= 1
        return self.back[start], self.back[end - 1] + 1

    def _lines(self) -> list[Line]:
        found, start = [], 0
        for raw in self.text.split("\n"):
            if raw.strip():
                found.append(_line(start, raw))
            start += len(raw) + 1
        return found


def _even(sign: str) -> str:
    if sign in "\r\u200b\ufeff\u200c\u200d":
        return ""
    if sign in "\t\u3000\xa0":
        return " "
    if sign in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽×":
        return sign
    if sign in "\u2028\u2029\x0b\x0c":
        return "\n"
    even = unicodedata.normalize("NFKC", sign)
    return even if len(even) == 1 else sign


def _inside_word(given: str, place: int) -> bool:
    """A blank between two Chinese signs (or beside one) carries nothing."""
    after = given[place + 1 : place + 2]
    before = given[place - 1 : place]
    return (not after) or ord(after) > 0x2E7F or ord(before or " ") > 0x2E7F


def _line(start: int, raw: str) -> Line:
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    match = HEADING.match(text)
    mark = match["mark"] if match else ""
    level = next((n for n, each in enumerate(LEVELS) if re.match(each, mark)), 9) if mark else 9
    bare = text[len(mark) :].strip()
    short = len(bare) <= 24 and not re.search(r"[。;,]", bare)
    return Line(start=start + lead, text=text, level=level, mark=mark, heading=bool(mark) and short)


def clauses(text: str, start: int = 0) -> list[list[tuple[int, int]]]:
    """Sentences of `text`, each a list of clauses as `(start, end)` offsets (shifted by `start`).

    Commas inside brackets and quotation marks do not part clauses.
    """
    hidden = [False] * (len(text) + 1)
    for match in QUOTED.finditer(text):
        hidden[match.start() : match.end()] = [True] * (match.end() - match.start())
    sentences: list[list[tuple[int, int]]] = [[]]
    begin = 0
    for place, sign in enumerate(text):
        ends = bool(SENTENCE_END.match(sign))
        if hidden[place] or not (ends or sign == ","):
            continue
        if place > begin:
            sentences[-1].append((begin + start, place + start))
        begin = place + 1
        if ends:
            sentences.append([])
    if begin < len(text):
        sentences[-1].append((begin + start, len(text) + start))
    return [each for each in sentences if each]
