"""The kind of body that issues a plan, weighed from its title, its signature, its addressees and what it calls itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from qunfang.engine.plantext.lexicon import load
from qunfang.engine.plantext.model import KINDS
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

ABOUT = re.compile(
    r"(?:关于|防范|反电信|反诈|打击|开展|印发|\d{4}[年—-]|二〇|“|\"|暨|电信网络|预防|201|202|学生|师生|遭遇|参与|村级|班级|乡镇(?=[(街反量工村])|致|倡议)"
)
INNER = re.compile(
    r"^.{2,}?(?:协会|商会|医院|公司|集团|银行|支行|分行|信用社|联社|学校|大学|学院|小学|中学|高中|初中|幼儿园|派出所|公安局)(?=.{0,12}(?:办公室|部|处|科|室|委员会|党委|中心|组|系|团委|工会)$)"
)
# Where an ending fits several kinds: a town's police post is police, a county's bank a bank.
NARROWEST = ("telecom", "bank", "police", "school", "other", "company", "town", "county")
SIGNED = 5
HEAD = 3
TRADE_WORDS = 3
Scores = Counter[str]


def kind_of(reading: Reading, items: list[Item], title: str | None) -> str:
    """One of KINDS; `other` where nothing tells."""
    lines = [reading.text[each.start : each.end] for each in items]
    even = Reading(title or "").text
    weights = load("facts/kind")["weights"]
    scores: Scores = Counter()
    _add(scores, body_kind(ABOUT.split(even)[0]), weights["title"])
    for line in _signed(lines):
        _add(scores, body_kind(line), weights["issuer"])
    for line in _heads(lines, even):
        _add(scores, body_kind(ABOUT.split(line)[0]), weights["head"])
    _addressed(scores, lines, weights["addressee"])
    _own(scores, reading.text, weights)
    if scores["company"] and _tells_of_telecom(reading.text):
        scores["telecom"] += scores["company"]
    best = max(KINDS, key=lambda kind: scores[kind])
    return best if scores[best] > 0 else "other"


def _add(scores: Scores, kind: str, weight: int) -> None:
    if kind:
        scores[kind] += weight


@cache
def _bodies() -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(f"(?:{'|'.join(ends)})$")) for kind, ends in load("facts/kind")["bodies"].items()]


def body_kind(name: str) -> str:
    """Kind of a body by how its name ends, or the part of it that is a body; empty where none is."""
    name = re.sub(r"\([^()]*\)|文件$|[\s\d年月日号〔〕\[\]]+$", "", name.strip()).strip("《》“” \t。,:")
    if inner := INNER.match(name):
        name = inner[0]
    for end in range(len(name), 1, -1):
        found = {kind for kind, regex in _bodies() if regex.search(name[:end])}
        if found:
            return next(kind for kind in NARROWEST if kind in found)
    return ""


def _signed(lines: list[str]) -> list[str]:
    """Short lines at the end: who signs."""
    last = [line for line in lines[-SIGNED:] if len(line) <= 40 and not re.search(r"[。;,、]", line)]
    return [
        re.split(r"(?:\d{4}|二[〇○零Oo])[年\-./]?", line)[0]
        for line in last
        if body_kind(re.split(r"\d{4}年|二[〇○O零]", line)[0])
    ][-2:]


def _heads(lines: list[str], title: str) -> list[str]:
    """Short lines before the title, and the title's own line."""
    heads = []
    for line in lines[:HEAD]:
        if title and title in line and line != title:
            heads.append(line.split(title)[0])
        elif line == title or len(line) > 40 or re.search(r"[。,;]", line) or line.endswith(":"):
            break
        else:
            heads.append(line)
    return heads


def _addressed(scores: Scores, lines: list[str], weight: int) -> None:
    """The line that names those it is sent to."""
    for line in lines[1:8]:
        if line.endswith(":") and len(line) <= 80 and re.search(r"各|全体|同志|朋友|老师|乡亲", line):
            told = {kind: regex.search(line) for kind, regex in named_in("addressee").items()}
            first = min((match.start() for match in told.values() if match), default=-1)
            for kind, match in told.items():
                if match and match.start() == first:
                    scores[kind] += weight
            return


def _tells_of_telecom(text: str) -> bool:
    """Whether a company that does not say so in its name sells lines: three of the trade's own words."""
    return sum(word in text for word in load("facts/kind")["telecom_trade"]) >= TRADE_WORDS


def _own(scores: Scores, text: str, weights: dict[str, int]) -> None:
    """What it calls itself, each word once, more where it does so twice and more."""
    for kind, words in load("facts/kind")["self"].items():
        counts = [len(re.findall(word, text)) for word in words]
        told = sum(weights["self"] for count in counts if count) + sum(
            weights["twice"] for count in counts if count > 1
        )
        scores[kind] += min(told, weights["most_self"] + weights["twice"])


@cache
def named_in(key: str) -> dict[str, re.Pattern[str]]:
    """Kind → pattern of one part of the file."""
    return {
        kind: re.compile("|".join(f"(?:{each})" for each in words)) for kind, words in load("facts/kind")[key].items()
    }
