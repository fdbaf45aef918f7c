"""Shares and counts as plans write them, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED
from qunfang.engine.plantext.numerals import fraction, number

CN = "零〇一二两三四五六七八九十百千"
SHARE = re.compile(
    rf"(?<![\d.])(?P<percent>\d{{1,6}}(?:\.\d{{1,4}})?) ?[%‰]|百分之(?P<words>百|[{CN}]{{1,6}}(?:点[{CN}]{{1,4}})?)"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?:(?P<half>[半一二三四五六七八九](?![起件例个人户名月天]))|(?![立员为果效功熟长了]))"
    rf"|(?<![\d{CN}])(?P<parts>[{CN}万]{{1,6}}|\d{{1,6}})分之(?P<of>[{CN}]{{1,6}}|\d{{1,6}})"
    r"|(?P<halved>一半|半数|减半)|(?P<all>百分百)|(?<![\d.])(?P<points>\d{1,4}(?:\.\d{1,4})?)个?百分点"
)
COUNT = re.compile(
    rf"(?<![\d.年月第前{CN}])(?P<number>\d[\d,]{{0,14}}(?:\.\d{{1,4}})?|[{CN}]{{1,8}})(?P<scale>[万亿])?[余多]?"
    r"(?P<unit>起|件|例|宗|人|名|户|个|家|万元|元|部|台|分(?!之|钟|别)|条)(?!月|以上村|百分点|小时|工作日|多月)"
)
SCORED = re.compile(r"[得扣加减记计满给每]$|不得$")  # points of a score, not an amount


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A share (`is_share`) or a count, and where it stands in the clause."""

    start: int
    end: int
    value: float | int
    is_share: bool
    unit: str = ""


@lru_cache(maxsize=REMEMBERED)
def amounts_in(text: str) -> list[Amount]:
    """All amounts in order; a share hides the counts inside it."""
    shares = [
        Amount(start=match.start(), end=match.end(), value=share, is_share=True)
        for match in SHARE.finditer(text)
        if (share := _share(match)) is not None
    ]
    taken = {place for each in shares for place in range(each.start, each.end)}
    counts = [
        Amount(start=match.start(), end=match.end(), value=_count(match), is_share=False, unit=match["unit"])
        for match in COUNT.finditer(text)
        if match.start() not in taken and not (match["unit"] == "分" and SCORED.search(text[: match.start()][-2:]))
    ]
    return sorted([*shares, *counts], key=lambda each: each.start)


def _share(match: re.Match[str]) -> float | None:
    try:
        if match["percent"]:
            return round(float(match["percent"]) / (1000 if "‰" in match[0] else 100), 6)
        if match["points"]:
            return round(float(match["points"]) / 100, 6)
        if match["words"]:
            return _worded(match["words"])
        if match["tenths"]:
            return round(number(match["tenths"]) / 10 + _tenth(match["half"]), 6)
        if match["parts"]:
            whole = {"万": 10000.0, "千": 1000.0, "百": 100.0}.get(match["parts"]) or _plain(match["parts"])
            return round(_plain(match["of"]) / whole, 6)
    except (ValueError, ZeroDivisionError):
        return None
    return 1.0 if match["all"] else 0.5


def _tenth(half: str | None) -> float:
    """What follows 成: 八成半, 八成五."""
    return 0.0 if not half else 0.05 if half == "半" else number(half) / 100


def _worded(words: str) -> float:
    whole, _, tail = words.partition("点")
    return fraction(f"百分之{whole}") + (round(number(tail) / 10 ** len(tail) / 100, 6) if tail else 0.0)


def _plain(text: str) -> float:
    return float(text) if text.isdigit() else number(text)


def _count(match: re.Match[str]) -> int:
    told = match["number"].replace(",", "")
    try:
        value = float(told) if told[0].isdigit() else number(told)
    except ValueError:
        return 0
    scale = {"万": 10_000, "亿": 100_000_000}.get(match["scale"] or "", 1) * (10_000 if match["unit"] == "万元" else 1)
    return round(value * scale)
