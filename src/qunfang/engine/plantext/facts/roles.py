"""Who leads: 组长, 副组长 and 成员, in lists with labels, in tables and in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qunfang.engine.plantext.facts.columns import with_columns
from qunfang.engine.plantext.facts.namelists import NAME, POST, is_blank, mask, titles_in, trimmed
from qunfang.engine.plantext.facts.offices import offices_of
from qunfang.engine.plantext.lexicon import load, pattern
from qunfang.engine.plantext.model import Role
from qunfang.engine.plantext.structure import MARK
from qunfang.engine.plantext.text import Reading

NUMBERING = re.compile(rf"(?:{MARK.pattern}|\([A-Za-z]\))?[\s\t、.:|]*")
CONNECTOR = re.compile(
    r"(?:\([^()\n]{0,12}\))?(?:[\d一二两三四五六七八九若干]{1,3}[名人][,]?(?=由|为|是|:))?(?:分别|拟|一职)?"
    r"(?P<sign>: ?|[—-]{1,2}(?=[\u4e00-\u9fff])|由|为|是|包括:?|有(?!一|1|\d)|[\t ]*\|[ ]*(?!\n|$)|\t)"
)
LABELLED = re.compile(r"^:?$|[\n。;,:|\t()]$|领导小组$|工作组$|专班$|指挥部$|小组$|会议$|办公室$")
FARTHEST = 400
FULL = 24
NAMED = re.compile(rf"{POST.pattern[:-1]}\t?{NAME}$")
DUTIES = re.compile(r"(?:单位)?职责|负责")
RUNNING = re.compile(rf"{NAME}(?:同志)?(?:\(|[,。;、)\n]|$)")
LAST_CELL = re.compile(r"[ |]*(?:\n|$)")
IN_BRACKETS, IN_LAST_CELL = "(", "|"
PERSON_LINE = re.compile(rf"^{NAME}(?:同志)?(?:\(|\t|,|$)")
HELD_BEFORE = re.compile(r"(?:同志)?(?:担任|兼任),")
OTHER_CLAUSE = re.compile(r"[,\t](?=[^,。;、]{0,12}(?:办公室|负责(?!人)|设在|日常|下设|具体|联络员|联系))")
UNITS = "|".join(load("facts/roles")["unit_end"])
ROLES = ("deputy", "leader", "member", "contact")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name of a role in the text; `list_start` where its titles begin when they follow it, else -1."""

    role: str
    start: int
    end: int
    list_start: int
    sign: str


def roles_of(reading: Reading) -> list[Role]:
    """Roles in the order of the text; one entry a person, post or unit."""
    reading = with_columns(reading)
    mentions = list(_mentions(reading))
    found: list[Role] = []
    for number, mention in enumerate(mentions):
        before = mentions[number - 1].end if number else 0
        after = mentions[number + 1].start if number + 1 < len(mentions) else len(reading.text)
        found += _listed(reading, mention, after) if mention.list_start >= 0 else _told(reading, mention, before)
    return sorted([*found, *offices_of(reading)], key=lambda role: role.span)


@cache
def _names() -> re.Pattern[str]:
    words = load("facts/roles")
    return re.compile("|".join(f"(?P<{role}>{'|'.join(words[role])})" for role in ROLES))


def _mentions(reading: Reading) -> Iterator[Mention]:
    """Names of roles that take titles: a list after them (组长:…), or a person before them (…任组长, 李明(组长))."""
    text = reading.text
    chief = "总召集人" in text
    for match in _names().finditer(text):
        role = match.lastgroup or ""
        if chief and match[0] == "召集人":
            role = "deputy"
        before = text[max(0, match.start() - 16) : match.start()]
        connector = CONNECTOR.match(text, match.end())
        if sign := _set_apart(text, match):
            yield Mention(role=role, start=match.start(), end=match.end(), list_start=-1, sign=sign)
        elif connector and _may_lead(text, match.start(), before):
            yield Mention(
                role=role,
                start=match.start(),
                end=match.end(),
                list_start=connector.end(),
                sign=connector["sign"].strip(" "),
            )
        elif _held(before) and not DUTIES.match(text, match.end()):
            yield Mention(role=role, start=match.start(), end=match.end(), list_start=-1, sign="")
        elif _spaced(reading, match):
            yield Mention(role=role, start=match.start(), end=match.end(), list_start=match.end(), sign=":")
        elif _runs_on(text, match, before):
            yield Mention(role=role, start=match.start(), end=match.end(), list_start=match.end(), sign="为")


def _set_apart(text: str, match: re.Match[str]) -> str:
    """Whether the role stands in brackets behind a person, or in the last cell of his row; empty where neither."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before == "(" and after == ")":
        return IN_BRACKETS
    if before not in {"|", "\t", " "} or not LAST_CELL.match(text, match.end()):
        return ""
    cells = re.split(r"[|\t]", text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
    return IN_LAST_CELL if not cells[-1].strip() and sum(bool(cell.strip()) for cell in cells) >= 2 else ""


def _spaced(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a single blank parts a role that opens its line from a person: 组长 李明 镇长."""
    text, start, end = reading.text, match.start(), match.end()
    if (start and text[start - 1] != "\n") or not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return False
    gap = reading.back[end] - reading.back[end - 1] > 1
    words = text[end : _break(text, end)]
    return gap and len(words) <= 60 and bool(POST.search(words) or RUNNING.match(words))


def _runs_on(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a name follows the role's name at once: 组长李明,副组长王芳; 联络人施磊."""
    named = RUNNING.match(text, match.end())
    if not named or not LABELLED.search(before):
        return False
    near = text[max(0, match.start() - 60) : match.start()] + text[match.end() : match.end() + 60]
    return match.lastgroup == "contact" or bool(_names().search(near))


def _may_lead(text: str, start: int, before: str) -> bool:
    """Whether a name of a role begins a list: not 班组长, 群成员, 各小组组长."""
    if pattern("facts/roles", "not_before").search(before):
        return bool(re.search(r"(?:领导|工作|应急|专项|活动)小$", before))
    line = text[text.rfind("\n", 0, start) + 1 : start]
    bare = NUMBERING.sub("", line, count=1)
    return not bare or bool(LABELLED.search(before)) or len(bare) <= 12


def _held(before: str) -> bool:
    holds = "|".join(load("facts/roles")["holds"])
    return bool(re.search(rf"(?:{holds})(?:[^,。;:、\n任为对的向]{{0,10}})?$", before)) and not re.search(
        r"总网格$|[班民级研队课]$", before
    )


def _listed(reading: Reading, mention: Mention, after: int) -> list[Role]:
    """Titles that follow a role's name, on its line and on the lines that go on from it."""
    text = reading.text
    stop = _stop(text, mention.list_start, after, mention)
    single = mention.role in {"leader", "contact"}
    line = (mention.start, max(stop, mention.list_start))
    if is_blank(text[mention.list_start : stop].strip("。;, 、")):
        return [_role(reading, mention.role, None, line)]
    blank = [part for part in re.split(r"[、,]", text[mention.list_start : stop]) if not is_blank(part.strip())]
    if not blank:
        return [
            _role(reading, mention.role, None, line)
            for _ in re.split(r"[、,]", text[mention.list_start : stop].strip("、,"))
        ]
    places = titles_in(reading, mention.list_start, stop, single=single)
    return [_titled(reading, mention.role, place) for place in places]


def _stop(text: str, start: int, after: int, mention: Mention) -> int:
    """Where a list ends: the next name of a role, the end of its sentence, or of the last line that goes on."""
    if mention.role == "contact":
        return _contact_stop(text, start, after)
    end = _line_end(text, start)
    while end < after and end < len(text) and text[end] == "\n" and _goes_on(text, start, end, mention):
        end = _line_end(text, end + 1)
    if after < end:
        line = text.rfind("\n", start, after)
        cut = text.rfind(",", start, after) if mention.sign in {"由", "为", "是", ""} else -1
        end = max(cut, line) if max(cut, line) > start and not text[max(cut, line) + 1 : after].strip() else after
    if mention.sign in {"由", "为", "是", "包括", "有"}:
        end = _prose_end(text, start, end, mention.role)
    elif other := OTHER_CLAUSE.search(text[start:end]):
        end = start + other.start()
    return end


def _prose_end(text: str, start: int, end: int, role: str) -> int:
    comma = OTHER_CLAUSE if role == "member" else re.compile(",")
    if cut := comma.search(mask(text[start:end])):
        end = start + cut.start()
    held = re.search(r"(?:同志)?(?:共同)?(?:担任|兼任|组成|兼)", mask(text[start:end]))
    return start + held.start() if held else end


def _line_end(text: str, start: int) -> int:
    hidden = mask(text[start : _break(text, start)])
    match = re.search(r"[。;]", hidden)
    return start + (match.start() if match else len(hidden))


def _break(text: str, start: int) -> int:
    place = text.find("\n", start)
    return place if place >= 0 else len(text)


def _goes_on(text: str, start: int, end: int, mention: Mention) -> bool:
    """Whether the next line belongs to the list: names with posts, or the rest of a broken line."""
    told = text[start:end].strip()
    after = text[end + 1 : _break(text, end + 1)]
    if not after.strip() or len(after) > 70 or (MARK.match(after) and not re.match(r"\d", after)) or ":" in after:
        return bool(not after.strip() and not told and end + 1 < len(text))
    if re.search(r"(?:办公室|领导小组|负责(?!人)|职责)", after):
        return False
    if told.endswith(("、", ",")) or PERSON_LINE.match(after):
        return True
    if mention.role == "deputy" and told and len(after) <= FULL and (POST.search(after) or NAMED.search(after)):
        return True
    listed = after.count("、") >= 2 or re.fullmatch(r"[\u4e00-\u9fff()×]{2,20}", after.rstrip("。;"))
    return bool(listed and (not told or mention.role == "member"))


def _contact_stop(text: str, start: int, after: int) -> int:
    words = text[start : start + 60]
    hidden = mask(words)
    another = rf",(?!(?:{UNITS})?[^,。;\n]{{0,6}}(?:{UNITS})[\t ]?{NAME}(?:[,。;\n]|$))"
    end = re.search(another + r"|[。;\n)]|电话|手机|\d{6,}|联系|\t(?=\d)", hidden)
    number = re.search(r"\((?:电话|手机|座机)?:?[\d-]{6,}", words)
    stops = [match.start() for match in (end, number) if match]
    return min(start + min(stops, default=len(hidden)), after)


def _cell_before(reading: Reading, mention: Mention) -> list[Role]:
    """The person before a role in brackets, or the cells before a role in the last cell of a row."""
    text = reading.text
    end = mention.start - 1
    line = text.rfind("\n", 0, mention.start) + 1
    if mention.sign == IN_BRACKETS:
        hidden = mask(text[line:end])
        begin = line + max((match.end() for match in re.finditer(r"[、,。;:〕|\t]|和", hidden)), default=0)
    else:
        number = re.match(r"[| \t]*(?:\d{1,3}[| \t.、]+)?", text[line:end])
        begin = line + number.end() if number else line
    start, stop = trimmed(text, begin, end)
    return [_titled(reading, mention.role, (start, stop), mention.end)] if start < stop else []


def _told(reading: Reading, mention: Mention, before: int) -> list[Role]:
    """Titles that stand before a role's name: …任组长."""
    if mention.sign:
        return _cell_before(reading, mention)
    text = reading.text
    sentence = max(text.rfind(sign, max(0, mention.start - FARTHEST), mention.start) for sign in "。;\n:")
    begin = max(before, sentence + 1, mention.start - FARTHEST)
    holds = "|".join(load("facts/roles")["holds"])
    cut = re.search(
        rf"(?:同志)?(?:并|分别|共同)?(?:{holds})(?:[^,。;:、\n任为对的向]{{0,10}})?$", mask(text[begin : mention.start])
    )
    if not cut:
        return []
    end = begin + cut.start()
    if mention.role != "member":
        commas = [match.end() for match in re.finditer(",", mask(text[begin:end]))]
        begin += commas[-1] if commas and text[begin + commas[-1] : end].strip() else 0
    elif held := list(HELD_BEFORE.finditer(mask(text[begin:end]))):
        begin += held[-1].end()
    begin = _after_other_duty(text, _after_number(text, begin, end), end)
    first, last = trimmed(text, begin, end)
    if is_blank(text[first:last]):
        return [_role(reading, mention.role, None, (begin, mention.end))]
    places = titles_in(reading, begin, end, single=mention.role in {"leader", "contact"})
    return [_titled(reading, mention.role, place, mention.end) for place in places]


def _after_number(text: str, begin: int, end: int) -> int:
    """Begins after the number of a line."""
    if begin and text[begin - 1] != "\n":
        return begin
    number = NUMBERING.match(text[begin:end])
    return begin + number.end() if number and begin + number.end() < end else begin


def _after_other_duty(text: str, begin: int, end: int) -> int:
    """Begins after 指定一名, and ends a person before another duty of his: 总经理任第一责任人并任组长."""
    if match := re.search(
        r"(?:指定|明确|确定|安排|选派|派|设)(?:一名|1名|专人|由)(?=[\u4e00-\u9fff])", text[begin:end]
    ):
        return begin + match.end()
    return begin


def _titled(reading: Reading, role: str, place: tuple[int, int], stop: int = 0) -> Role:
    start, end = place
    words = reading.text[start:end]
    if match := re.match(r"(?P<who>[^任]{2,16}?)(?:担任|任)[^,]{2,14}(?:责任人|网格长)$", words):
        end = start + match.end("who")
    title = None if is_blank(words) else reading.given[reading.back[start] : reading.back[end - 1] + 1]
    return Role(role=role, title=title, span=reading.span(start, max(end, stop) if stop - end < 16 else end))


def _role(reading: Reading, role: str, title: str | None, place: tuple[int, int]) -> Role:
    return Role(role=role, title=title, span=reading.span(*place))
