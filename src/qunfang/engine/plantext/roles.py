"""Who leads: 组长, 副组长, 成员, 办公室 and 联络员, in every layout that documents use."""

from __future__ import annotations

import re

from qunfang.engine.plantext.model import Role
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

BODY = r"(?:领导小组|工作小组|工作组|专项工作组|工作专班|专班|小组|活动小组|指挥部|领导组)"
NAMES: tuple[tuple[str, str], ...] = (
    ("office_head", "办公室主任"),
    ("deputy", "副"),
    ("leader", "组长|总指挥|指挥长"),
    ("member", "成员|组员"),
    ("contact", "联络|联系人"),
)
BLANK = re.compile(r"^(?:略|无|x+|X+|_+|＿+|待定|空)?$")
LABEL = re.compile(
    rf"^\(?(?:{BODY})?(?P<word>常务副组长|副组长|组长|副?总指挥|副?指挥长|成员(?:单位)?|组员|联络员|联络人|联系人|(?:{BODY}|安全)?办公室主任)\)?\s*[::]\s*(?P<rest>.*)$"
)
AS = re.compile(
    rf"(?P<who>[^,。;:]{{1,80}}?)(?:同志)?(?:共同)?(?:担任|兼任|任|为|作为)(?:本?(?:行|校|所|镇|县)?{BODY})?(?P<word>常务副组长|副组长|组长|副?总指挥|副?指挥长|成员|组员|联络员|联络人)(?!单位|职责)"
)
BY = re.compile(
    rf"(?:{BODY})?(?P<word>常务副组长|副组长|组长|副?总指挥|副?指挥长|成员|组员|联络员|联络人)(?:由|为|是|包括|:)(?P<who>[^,。;]{{1,80}}?)(?:同志)?(?:担任|兼任|组成|任)?(?=[,。;]|$|\t)"
)
OFFICE = re.compile(
    r"办公室(?:\([^)]{1,10}\))?(?:设在|设于|设立在|挂靠在?|设)(?P<a>[^,。;、()]{2,20})|下设办公室(?:在|于)(?P<b>[^,。;()]{2,16})|下设(?P<c>[^,。;:办领]{2,10}办公室)(?!主任)|(?!)(?P<d>x)"
)
HEAD = re.compile(
    r"(?:由|,|^|。)(?P<a>[^,。;由]{0,24}?)(?:同志)?(?:兼|兼任|任|担任)办公室主任|办公室主任由(?P<b>[^,。;]{1,20}?)(?:同志)?(?:兼任|担任|兼)"
)
CONTACT = re.compile(
    r"(?P<a>[^,。;:]{2,20}?)(?:负责日常联络|(?:为|任|担任)(?:反诈)?联络[员人])|(?:联络员|联络人|联系人)(?:由|为|是|:)(?P<b>[^,。;()]{1,16}?)(?:担任|兼任)?(?=[,。;()]|$)"
)
PERSON = re.compile(r"^[\u4e00-\u9fa5×xX*]{1,4}\s?[\u4e00-\u9fa5×xX*]{0,3}(?:\(|\t|$)")


def roles_of(reading: Reading, items: list[Item]) -> list[Role]:
    """Roles in the order of the text; one role a person or post, its title as written."""
    found: list[Role] = []
    current = ""
    for item in items:
        text = reading.text[item.start : item.end]
        if label := LABEL.match(text):
            current = _role(label["word"])
            found += _listed(reading, item.start + label.start("rest"), label["rest"], current)
        elif current in {"deputy", "member"} and len(text) <= 40 and PERSON.match(text) and "办公室" not in text:
            found.append(_made(reading, current, item.start, item.end))
        else:
            current = ""
            found += _told(reading, item.start, text)
    return sorted(_once(found), key=lambda role: role.span)


def _role(word: str) -> str:
    return next(name for name, regex in NAMES if re.search(regex, word))


def _made(reading: Reading, role: str, start: int, end: int) -> Role:
    span = reading.span(start, end)
    return Role(role=role, title=reading.given[span[0] : span[1]], span=span)


def _once(found: list[Role]) -> list[Role]:
    kept: dict[tuple[str, str | None, tuple[int, int]], Role] = {}
    for each in found:
        kept.setdefault((each.role, each.title, each.span), each)
    return list(kept.values())


def _listed(reading: Reading, start: int, rest: str, role: str) -> list[Role]:
    rest = rest.rstrip("。;, ")
    parts = _parts(rest, role)
    if BLANK.match(rest):
        return [Role(role=role, title=None, span=reading.span(max(start - 3, 0), max(start + len(rest), start)))]
    found = []
    for at, part in parts:
        if BLANK.match(part):
            found.append(Role(role=role, title=None, span=reading.span(start + at, start + at + max(len(part), 1))))
        else:
            found.append(_made(reading, role, start + at, start + at + len(part)))
    return found


def _parts(text: str, role: str) -> list[tuple[int, str]]:
    """Parts of a list with their places; a name with its posts behind a blank is one."""
    if role == "leader" or ("\t" in text and role != "member" and text.count("(") < 2):
        return [(0, text.strip())]
    text = re.sub(r"(?<=\))\t", ",", text)
    if role == "deputy" and not re.search(r"\(|_", text) and re.search(r"^[\u4e00-\u9fa5]{2,3} ", text):
        return [(0, text)]
    signs = (
        r"[、,;]"
        if role != "member"
        else r"[、,;]|(?<=[\u4e00-\u9fa5]{2})及(?=[\u4e00-\u9fa5各]{2})|(?<=[长任记人])和(?=[各\d])"
    )
    found, place, depth = [], 0, 0
    cuts = list(re.finditer(rf"{signs}|[()]", text))
    for match in cuts:
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] not in "()" and depth <= 0:
            found.append((place, text[place : match.start()]))
            place = match.end()
    found.append((place, text[place:]))
    return [(at + len(part) - len(part.lstrip()), part.strip()) for at, part in found if part.strip()]


def _told(reading: Reading, start: int, text: str) -> list[Role]:
    found: list[Role] = []
    if re.search(rf"{BODY}|组长|指挥", text):
        for regex in (AS, BY):
            for match in regex.finditer(text):
                found += _people(reading, start, match)
    found += _one(reading, start, OFFICE.search(text), "office")
    found += _one(reading, start, HEAD.search(text), "office_head")
    known = {each.role for each in found}
    return found if "contact" in known else found + _one(reading, start, CONTACT.search(text), "contact")


def _people(reading: Reading, start: int, match: re.Match[str]) -> list[Role]:
    role = _role(match["word"])
    lead = re.match(r"^(?:.*?(?:成立|设立|组成)[^,。]*?)?(?:以|由|明确|指定|和|并由|其中)?", match["who"])
    begin = lead.end() if lead and lead.end() < len(match["who"]) else 0
    if "由" in match["who"]:
        begin = match["who"].rindex("由") + 1
    who = match["who"][begin:]
    at = start + match.start("who") + begin
    people = _parts(who, role)
    return [
        _made(reading, role, at + place, at + place + len(part))
        for place, part in people
        if 1 < len(part) <= 30 and not re.search(r"是|第一", part)
    ]


def _one(reading: Reading, start: int, match: re.Match[str] | None, role: str) -> list[Role]:
    if not match:
        return []
    name = next((key for key, value in match.groupdict().items() if value), None)
    told = match[name].strip() if name else ""
    span = reading.span(start + match.start(), start + match.end())
    if not name or told in {"", "同志"}:
        return [Role(role=role, title=None, span=span)] if role == "office_head" else []
    at = start + match.start(name)
    return [_made(reading, role, at, at + len(match[name]))]
