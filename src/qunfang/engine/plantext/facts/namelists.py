"""Lists of persons, posts and units → single titles, as written."""

from __future__ import annotations

import re

from qunfang.engine.plantext.lexicon import load
from qunfang.engine.plantext.text import Reading

BRACKETS = re.compile(r"\([^()\n]*\)")
NAME = r"(?:[\u4e00-\u9fff][\u4e00-\u9fff×xX*某○〇]{1,2}|[\u4e00-\u9fff](?:[×xX*某○〇] ?){1,2}|[×xX*○〇]{2,4})"
ANYONE = re.compile(r"负责人$|代表$|各")
BARE_NAME = re.compile(rf"\s*{NAME}\s*")
LEADING = re.compile(
    r"^(?:[^、()]{0,16}?(?:成立|组建|建立|设立|设)(?:了)?[^、()]{0,10}?|[^、()]{0,24}?(?:小组|工作组|专班|指挥部|委员会|会议))?(?:拟?由|以)|^该[\u4e00-\u9fff]{1,3}(?:经理|主任|[处科部所局行]长)(?=[\u4e00-\u9fff]{2,3}$)|^(?:分别)?(?:由|以|即|并|及|和|设|有|包括|为|是|:)+"
)
TRAILING = re.compile(
    r"(?:等(?:同志|人员?)?|同志|兼|担任|(?<!主)任|分别|共同|组成|牵头|[\d一二三四五六七八九十]+人|为|负责)+$"
)
VERBS = re.compile(
    r"负责(?!人)|[^需主]要|应当|必须|不得|每[天周月日季]|严格|开展|进行|宣传(?!$|部|办|科|委员|干事|员|处|股|口|组|统战)|召开|[^应]当时|认真"
)
LONGEST = 44
POST = re.compile(rf"(?:{'|'.join(load('facts/roles')['post_end'])})$")
BARE_POST = re.compile(rf"[\u4e00-\u9fff]{{0,6}}{POST.pattern[:-1]}")
UNIT = re.compile(rf"(?:{'|'.join(load('facts/roles')['unit_end'])})$")
AT_UNIT = re.compile(rf"{UNIT.pattern[:-1]}\t?{NAME}$")
BRAND = re.compile(rf"(?:{'|'.join(load('facts/roles')['brands'])})")
JOINT = re.compile(rf"(?:和|及|以及|与)(?=各|[\u4e00-\u9fff\d]{{3,}}|{BRAND.pattern})")


def mask(text: str) -> str:
    """The text with what stands in brackets made neutral, sign for sign."""
    return BRACKETS.sub(lambda match: "〔" + "□" * (len(match[0]) - 2) + "〕", text)


def titles_in(reading: Reading, start: int, end: int, *, single: bool) -> list[tuple[int, int]]:
    """Places of the titles in a list, in the even text. `single` keeps a person's several posts together."""
    begin, stop = trimmed(reading.text, start, end)
    if begin >= stop:
        return []
    places = _cut(reading, begin, stop)
    if single and not _persons(reading.text, places):
        places = [(begin, stop)]
    places = [trimmed(reading.text, a, b) for a, b in _with_posts(reading, places)]
    return [
        (a, b)
        for a, b in places
        if a < b and b - a <= LONGEST and not VERBS.search(BRACKETS.sub("", reading.text[a:b]))
    ]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the words that lead to a title (成立由…) and follow it (同志)."""
    while start < end and text[start] in " \t\n,、;:|.":
        start += 1
    while end > start and text[end - 1] in " \t\n,、;:。|.":
        end -= 1
    if match := LEADING.match(text[start:end]):
        return trimmed(text, start + match.end(), end) if match.end() else (start, end)
    if (match := TRAILING.search(text[start:end])) and match.start() > 0:
        return trimmed(text, start, start + match.start())
    return start, end


def is_blank(words: str) -> bool:
    """Whether a title is left open: 略, ×××, ____."""
    return not words.strip() or bool(re.match(load("facts/roles")["blank"], words.strip()))


def _cut(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Parts at 、 , ; line ends and cells; at 和/及 where both sides are whole; at single blanks between bare names."""
    text = reading.text
    hidden = mask(text[start:end])
    cuts = [match.span() for match in re.finditer(r"[、,;\n]+", hidden)]
    cuts += [
        match.span()
        for match in JOINT.finditer(hidden)
        if hidden[match.end()] == "各" or _whole(text[start : start + match.start()])
    ]
    cuts += [match.span() for match in re.finditer(rf"(?<=〕)(?={NAME}〔)", hidden)]
    cuts += _cells(hidden)
    edges = sorted(cuts)
    places, place = [], start
    for a, b in edges:
        if start + a > place:
            places.append((place, start + a))
        place = max(place, start + b)
    places.append((place, end))
    return [part for each in places for part in _by_blanks(reading, *each)]


def _whole(before: str) -> bool:
    """Whether what stands before 和 ends like a post or a unit, so that 和 begins another."""
    last = re.split(r"[、,]", before)[-1]
    ends = [*load("facts/roles")["post_end"], *load("facts/roles")["unit_end"], r"\)", "人员", "代表", "同志"]
    return _named(last) or bool(re.search(rf"(?:{'|'.join(ends)})$", last))


def _cells(hidden: str) -> list[tuple[int, int]]:
    """Cuts at wide blanks: between two persons, not between a name and its post, whichever comes first."""
    cuts = []
    first = None
    for match in re.finditer(r" ?[\t|] ?", hidden):
        before = re.split(r"[\t|、,;\n]", hidden[: match.start()])[-1]
        after = re.split(r"[\t|、,;\n]", hidden[match.end() :])[0]
        name_first = _is_person(before) and (POST.search(after) or not BARE_NAME.fullmatch(after))
        post_first = (POST.search(before) or UNIT.search(before)) and _is_person(after)
        first = first or ("name" if name_first else "post" if post_first else None)
        if not (name_first if first == "name" else post_first):
            cuts.append(match.span())
    return cuts


def _is_person(words: str) -> bool:
    return bool(BARE_NAME.fullmatch(words)) and not POST.search(words) and not UNIT.search(words)


def _by_blanks(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Names parted by single blanks, which the even text has dropped."""
    gaps = [
        place
        for place in range(start + 1, end)
        if reading.given[reading.back[place - 1] + 1 : reading.back[place]].strip("\r\n") != ""
    ]
    edges = [start, *gaps, end]
    parts = list(zip(edges, edges[1:], strict=False))
    words = [reading.text[a:b].strip() for a, b in parts]
    if paired := _pairs(parts, [bool(POST.search(each)) for each in words], [_is_person(each) for each in words]):
        return paired
    names = [re.fullmatch(r"[\u4e00-\u9fff]{2,3}(?:\([^()]+\))?", each) for each in words]
    return parts if len(parts) > 2 and all(names) else [(start, end)]


def _pairs(parts: list[tuple[int, int]], posts: list[bool], persons: list[bool]) -> list[tuple[int, int]]:
    """Names and posts that take turns, whichever comes first: 镇长 王强 副镇长 赵磊; empty where they do not."""
    for first, second in ((posts, persons), (persons, posts)):
        if len(parts) >= 4 and len(parts) % 2 == 0 and all(first[::2]) and all(second[1::2]):
            return [(parts[n][0], parts[n + 1][1]) for n in range(0, len(parts), 2)]
    return []


def _named(words: str) -> bool:
    """Whether a part names a person after a post: 派出所所长李国梁."""
    ends = "|".join(load("facts/roles")["post_end"])
    return bool(re.search(rf"(?:{ends})\t?{NAME}$", words.strip()))


def _persons(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether every part is a person of its own: a bare name, a name with its post in brackets, a post with a name."""
    parts = [text[a:b].strip() for a, b in places]
    if len(parts) > 1 and all(re.fullmatch(r"[\u4e00-\u9fff·]{2,6}", part) and not POST.search(part) for part in parts):
        return True
    if len(parts) > 1 and all(AT_UNIT.search(part) and not POST.search(part) for part in parts):
        return True
    return len(parts) > 1 and all(re.match(rf"^{NAME}(?:\(|\t|$)", part) or _named(part) for part in parts)


def _with_posts(reading: Reading, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins parts that are one person's: 镇党委委员、政法委员周平; 王芳 副书记、镇长, where a blank follows the name."""
    text = reading.text
    joined: list[tuple[int, int]] = []
    for a, b in places:
        apart = (
            joined
            and text[joined[-1][1] : a] == "、"
            and BARE_POST.fullmatch(text[a:b])
            and _set_apart(reading, joined[-1])
        )
        if joined and "\n" not in text[joined[-1][1] : a] and (apart or _one_person(text, joined[-1], (a, b))):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _set_apart(reading: Reading, place: tuple[int, int]) -> bool:
    """Whether a part is a name, one blank, and a post."""
    start, end = place
    edges = [at for at in (start + 2, start + 3) if at < end and reading.back[at] - reading.back[at - 1] > 1]
    return bool(edges) and bool(POST.search(reading.text[start:end])) and _is_person(reading.text[start : edges[0]])


def _one_person(text: str, before: tuple[int, int], part: tuple[int, int]) -> bool:
    """Whether two parts are one person's: a name and his posts, or a bare post and the post that the name follows."""
    last, words = text[slice(*before)].strip(), text[slice(*part)].strip()
    if text[before[1] : part[0]] == "、" and _one_kind(last, words):
        return True
    if _named(words):
        return (
            bool(POST.search(last))
            and len(last) <= 10
            and text[before[1] : part[0]] == "、"
            and not ANYONE.search(last)
        )
    told = "\t" in last or "," in last or (BARE_NAME.fullmatch(last) and text[before[1] : part[0]] == ",")
    return bool(told and POST.search(words) and "\t" not in words and len(words) <= 12)


def _one_kind(last: str, words: str) -> bool:
    """Whether 、 stands inside one title: 25个部门、单位, 各村书记、主任, 电信、移动、联通分公司负责人."""
    if last.endswith("部门") and words == "单位":
        return True
    if last.startswith("各") and POST.search(last) and re.fullmatch(r"(?:副)?(?:主任|书记|委员|文书|会计)", words):
        return True
    brands = last.split("、")
    return all(BRAND.fullmatch(each) for each in brands) and bool(
        BRAND.fullmatch(words) or (BRAND.match(words) and re.search(r"负责人$|[长理]$", words))
    )
