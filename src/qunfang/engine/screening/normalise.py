"""Text as it is read for matching, with the way back to every original character.

Only for matching, never for display. `normalise(normalise(t).text).text == normalise(t).text` for every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

DATA = Path(__file__).parent / "data"
CJK = "\u4e00-\u9fff"
_ROUNDS = 24  # each round either changes nothing or comes nearer to the fixed point; see _settle

Rewrite = tuple[int, int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """`text` for matching; `at[i]` is the original offset of its i-th character, None where both are the same."""

    text: str
    source_length: int
    at: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original text for a half-open span of `text`."""
        if self.at is None:
            return start, end
        if start >= len(self.at) or end <= start:
            return self.source_length, self.source_length
        return self.at[start], self.at[end - 1] + 1


@cache
def fold_table() -> dict[int, str]:
    """Code point → what it is read as; an empty string where it is left out. Lone surrogates are left out too."""
    table = dict.fromkeys(range(55296, 57344), "")
    for line in (DATA / "fold.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, read = line.split("\t")
            table[int(code, 16)] = "".join(chr(int(each, 16)) for each in read.split())
    return table


@cache
def _resized() -> frozenset[str]:
    """The characters whose reading has another length than one."""
    return frozenset(chr(code) for code, read in fold_table().items() if len(read) != 1)


@cache
def _trade() -> tuple[AhoCorasick, list[tuple[str, str]]]:
    rows = []
    for line in (DATA / "trade.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            written, read = line.split("\t")
            rows.append((written, read))
    return AhoCorasick([written for written, _ in rows], matchkind=MatchKind.LeftmostLongest), rows


_CHINESE_DIGITS = dict(zip("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "0012345678912123456789", strict=True))
_DIGIT_TABLE = str.maketrans(_CHINESE_DIGITS)
_SIGNS = re.compile(rf"(?<=[{CJK}])[.*_~^·`'|#=]{{1,3}}(?=[{CJK}])")
_SPACED = re.compile(rf"(?<![{CJK}a-z0-9])[{CJK}](?: {{1,3}}[{CJK}](?![{CJK}])){{2,}}")
_DIGITS_APART = re.compile(r"(?<![0-9])[0-9](?:[ .*_·~|,-]{1,2}[0-9](?![0-9])){4,}")
_PHONE_APART = re.compile(r"(?<![0-9])1[3-9][0-9][ .-]{1,2}[0-9]{4}[ .-]{1,2}[0-9]{4}(?![0-9])")
_CARD_APART = re.compile(r"(?<![0-9])[0-9]{4}(?: [0-9]{4}){2,3}(?: [0-9]{1,4})?(?![0-9])")
_SPOKEN = re.compile(r"[0-9零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{5,}")
_APART = re.compile(r"[ .*_·~|,-]+")


def normalise(text: str) -> Normal:
    """Read `text` for matching. Any Unicode is accepted; the work is linear in its length."""
    if _resized().isdisjoint(text):
        folded, at = text.translate(fold_table()), None
    else:
        folded, at = _fold_apart(text)
    folded, at = _settle(folded, at)
    return Normal(text=folded, source_length=len(text), at=at)


def _fold_apart(text: str) -> tuple[str, Sequence[int]]:
    table, out, at = fold_table(), [], []
    for place, char in enumerate(text):
        for read in table.get(ord(char), char):
            out.append(read)
            at.append(place)
    return "".join(out), at


def _settle(text: str, at: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """Rewrite until nothing changes: taking signs away may bring a trade word together, and the other way round."""
    for _ in range(_ROUNDS):
        before = text
        for rule in (_signs_between, _digits_together, _trade_words):
            text, at = _apply(text, at, rule(text))
        if text == before:
            break
    return text, at


def _signs_between(text: str) -> Iterable[Rewrite]:
    for found in _SIGNS.finditer(text):
        yield found.start(), found.end(), ""


def _digits_together(text: str) -> Iterable[Rewrite]:
    found: list[Rewrite] = []
    if " " in text:
        for match in _SPACED.finditer(text):
            found.append((match.start(), match.end(), match.group().replace(" ", "")))
    for pattern in (_DIGITS_APART, _PHONE_APART, _CARD_APART):
        for match in pattern.finditer(text):
            found.append((match.start(), match.end(), _APART.sub("", match.group())))
    for match in _SPOKEN.finditer(text):
        if not match.group().isascii():
            found.append((match.start(), match.end(), match.group().translate(_DIGIT_TABLE)))
    return sorted(found)


def _trade_words(text: str) -> Iterable[Rewrite]:
    automaton, rows = _trade()
    for index, start, end in automaton.find_matches_as_indexes(text):
        written, read = rows[index]
        if written != read and _stands_alone(text, start, end):
            yield start, end, read


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin spelling counts only when it is no part of a longer Latin word or link (vx, but not in `vxworks.com`)."""
    head, tail = text[start], text[end - 1]
    if head.isascii() and head.isalnum() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    if not (tail.isascii() and tail.isalnum()) or end >= len(text):
        return True
    follows = text[end]
    return not (follows.isascii() and (follows.isalpha() or follows in "./"))


def _apply(text: str, at: Sequence[int] | None, rewrites: Iterable[Rewrite]) -> tuple[str, Sequence[int] | None]:
    """Carry out non-overlapping rewrites (the first of two that overlap wins) and keep the map."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, read in rewrites:
        if start < done:
            continue
        pieces += (text[done:start], read)
        places += range(done, start) if at is None else at[done:start]
        places += _places(start, end, len(read), at)
        done = end
    if not pieces:
        return text, at
    pieces.append(text[done:])
    places += range(done, len(text)) if at is None else at[done:]
    return "".join(pieces), places


def _places(start: int, end: int, count: int, at: Sequence[int] | None) -> list[int]:
    """Original offsets for `count` characters that stand for text[start:end]: first to last, evenly."""
    inner = [min(end - 1, start + (index * (end - start)) // max(count, 1)) for index in range(count)]
    if inner:
        inner[-1] = end - 1
    return inner if at is None else [at[place] for place in inner]
