"""Who must do it: named in the clause, in brackets behind it, or at the head above it."""

from __future__ import annotations

import re

from qunfang.engine.plantext.lexicon import load

NAMES = re.compile("|".join(f"(?:{each})" for each in load("words")["units"]))
BRACKETS = re.compile(
    r"\((?:主要)?(?:责任|牵头|承办|实施|完成|落实)(?:单位|部门|人)?[::]([^()]*(?:\([^()]*\)[^()]*)*)\)"
)
TAIL = re.compile(r"(?:责任|牵头|承办|配合|协助|协办)(?:单位|部门|人)[::]([^。\n]+)")
HELPERS = re.compile(r"(?:配合|协助|参加|协办)(?:单位|部门)?[::]")
JOINT = r"(?:、|和|与|及|会同|联合|,)"
HEAD = re.compile(r"^(?:请|由|要求|督促)?")
NOT_ACTOR = re.compile(
    r"(?:向|对|报|到|给|联系|深入|走进|进|在|至|与|和|接到|前往|送|把|为|通过|邀请|请|组织|指导|督促|对接|配合)$"
)


def bracketed(text: str) -> list[str]:
    """Units in 责任单位 brackets or after a 责任单位 label, lead first."""
    match = BRACKETS.search(text) or TAIL.search(text)
    if not match:
        return []
    parts = re.split(r"[、,;;]", HELPERS.sub("、", match[1]))
    names = [part.strip(" :。") for part in parts if part.strip(" :。")]
    return [name for name in names if len(name) <= 20]


def subjects(text: str) -> list[str]:
    """Units that stand where the clause's subject stands: at its head, or after 由."""
    opening = 0
    if match := re.search(r"由(?=[^,。;]{2,24})", text):
        opening = match.end()
        found = _run(text, opening)
        if found:
            return found
    lead = re.match(r"^(?:[\d.、()一二三四五六七八九十是§①-⑳⑴-⒇\-—\s]*)(?:同时|此外|另外|并|要|请|还)?[::]?", text)
    return _run(text, lead.end() if lead else 0)


def _run(text: str, start: int) -> list[str]:
    """Names from `start` on, joined by 、和与会同."""
    names: list[str] = []
    place = start
    while match := NAMES.match(text, place):
        names.append(match[0])
        place = match.end()
        joint = re.compile(JOINT).match(text, place)
        if not joint:
            break
        place = joint.end()
    return names


def inside(text: str) -> list[str]:
    """The first unit inside the clause that is no object of it, as a last resort."""
    for match in NAMES.finditer(text):
        if match.start() <= 12 and not NOT_ACTOR.search(text[: match.start()]):
            return _run(text, match.start())
    return []


def leading(text: str) -> list[str]:
    """Units that a heading or a label names as those responsible for what follows it (“德育处:…”)."""
    bare = re.sub(r"^[第\d.、()一二三四五六七八九十是§①-⑳⑴-⒇章节条部分A-H\-—\s]+", "", text)
    label = re.split(r"[::]", bare)[0] if re.search(r"^[^。,;]{2,24}[::]", bare) else bare
    names = _run(label, 0)
    rest = label[sum(map(len, names)) + max(0, len(names) - 1) :] if names else label
    return names if names and len(rest) <= 4 else []
