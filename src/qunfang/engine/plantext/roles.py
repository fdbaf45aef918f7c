"""Who leads: 组长, 副组长, 成员, 办公室 and 联络员, in every layout that documents use."""

from __future__ import annotations

import re
from typing import NamedTuple

from qunfang.engine.plantext.model import Role
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

class Line(NamedTuple):
    start: int
    text: str


WORDS = [
    ("office_head", r"(?:领导小组|安全)?办公室主任"),
    ("deputy", r"(?:常务)?副\s*组\s*长"),
    ("leader", r"组\s*长"),
    ("member", r"(?:成\s*员|组\s*员)(?!单位职责)"),
    ("contact", r"联络员|联络人"),
]
BLANK = re.compile(r"^(?:略|无|x+|X+|_+|\s*)$")
OFFICE = re.compile(r"办公室(?:\(.{1,10}\))?(?:设在|设于|挂靠在?)([^,。;、]{2,20})|下设([^,。;:]{2,12}办公室)")
LABEL = re.compile(
    r"^[(（]?(?:\d[.、)])?\s*(?P<word>副\s*组\s*长|组\s*长|成\s*员|组\s*员|联络员|(?:领导小组|安全)?办公室主任)\s*[::]\s*(?P<rest>.*)$"
)
AS = re.compile(r"(?P<who>[^,。;:]{1,60}?)(?:任|担任|为)(?P<word>副组长|组长|成员|组员)")


def roles_of(reading: Reading, items: list[Item]) -> list[Role]:
    """Roles in the order of the text; one role a person or post."""
    found: list[Role] = []
    previous = ""
    for item in items:
        line = Line(item.start, reading.text[item.start : item.end])
        label = LABEL.match(line.text)
        if label:
            previous = _name(label["word"])
            found += _listed(reading, line.start + label.start("rest"), label["rest"], previous)
        elif previous in {"deputy", "member"} and re.match(r"^[\u4e00-\u9fa5×xX*]{2,4}\([^)]+\)$", line.text):
            found.append(
                Role(role=previous, title=line.text, span=reading.span(line.start, line.start + len(line.text)))
            )
        else:
            previous = ""
            found += _told(reading, line.start, line.text)
    return sorted(found, key=lambda role: role.span)


def _name(word: str) -> str:
    return next(name for name, regex in WORDS if re.search(regex, word))


def _listed(reading: Reading, start: int, rest: str, role: str) -> list[Role]:
    rest = rest.rstrip("。;, ")
    if BLANK.match(rest):
        return [Role(role=role, title=None, span=reading.span(max(start - 3, 0), max(start + len(rest), start)))]
    found, place = [], 0
    for part in re.split(r"(?<!\d)[、,;](?![^(]*\))", rest):
        title = part.strip()
        if title:
            begin = start + rest.index(part, place)
            found.append(Role(role=role, title=title, span=reading.span(begin, begin + len(part))))
        place += len(part)
    return found


def _told(reading: Reading, start: int, text: str) -> list[Role]:
    found: list[Role] = []
    if not re.search(r"领导小组|工作专班|办公室设|组长|联络", text):
        return found
    for match in AS.finditer(text):
        who = re.sub(r"^(?:.*?由|成立以|以|和|,)", "", match["who"])
        begin = start + match.end("who") - len(who)
        for part in re.split(r"、(?![^(]*\))", who) if match["word"] in {"成员", "组员", "副组长"} else [who]:
            title = part.strip()
            if title and len(title) <= 30:
                place = reading.text.index(part, begin)
                found.append(
                    Role(role=_name(match["word"]), title=title, span=reading.span(place, start + match.end()))
                )
    found += _office(reading, start, text)
    return found


def _office(reading: Reading, start: int, text: str) -> list[Role]:
    found = []
    if match := OFFICE.search(text):
        title = match[1] or match[2]
        found.append(Role(role="office", title=title, span=reading.span(start + match.start(), start + match.end())))
    if match := re.search(
        r"(?:由)?([^,。;由]{0,16}?)(?:同志)?兼?(?:任|担任)办公室主任|办公室主任由([^,。;]{1,16}?)(?:同志)?兼?(?:任|担任)",
        text,
    ):
        title = (match[1] or match[2] or "").strip()
        clean = None if title in {"", "同志"} else title.removesuffix("兼").removesuffix("同志")
        found.append(
            Role(role="office_head", title=clean, span=reading.span(start + match.start(), start + match.end()))
        )
    if match := re.search(r"([^,。;]{2,14}?)(?:负责日常联络|为联络[人员])", text):
        found.append(
            Role(role="contact", title=match[1], span=reading.span(start + match.start(), start + match.end()))
        )
    return found
