"""Who must do it: read from the shape of names (what they end in) and from the place where a doer stands."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED, load, trie

SIGN = r"[\u4e00-\u9fa5A-Za-z0-9“”×·/]"
INNER = r"(?!的|\d+月|\d+日|\d+天|年初|前|后(?!勤|备)|报(?!社|刊)|时(?!代)|内(?!训|科|勤|控|审|保)|马上|上报|在|将|对|把|向|于|每(?!个|名|位|所|家|班|村|户|一|支|片)|要(?!害)|应|须|从|给|被|由|为|并|让|按|不|了|是|有|会同|联合|组织(?!部|科|委)|或|负责|牵头|和|与|及)"
JOINT = re.compile(r"、|和|与|及其?|会同|联合|/|以及|或者?|,(?=配合|协助)")
LEAD = re.compile(
    r"(?:[(]?[A-Za-z]?\d{0,2}[.)]|[✅★☆—:\"“”•·\s-]+|(?:周|星期)[一二三四五六日天末](?![一-龥]{0,2}(?:会|班))|\d{1,2}月(?:\d{1,2}[日号]|底|上旬|中旬|下旬|份|初|末)?(?:之?前|起|内|至.{1,6})?|\d{1,2}[日号](?:之?前|起)?|(?:以前|之前|前|内|后|起|当天|当晚)|\d{1,2}月(?:、\d{1,2}月)*|\d{1,2}:\d{2}|[上中下][午旬]|早上|晚上|午间|(?:同时|此外|另外|并且?|还要?|再|也|请|由|要求|督促|安排|责成|其中|原则上|每[天日周月季年晚]度?末?|每[个]?(?:学期|季度|月|半月|两周|半年|学年|双月)末?(?:第[一二三四五]周)?|每逢.{1,4}|"
    r"\d{1,2}月(?:\d{1,2}[日号]|底|上旬|中旬|下旬|份|初|末)?(?:之?前|起|至.{1,6})?|(?:本周|下周|月底|年底|开学|放假|学期|节假日|寒暑假|活动期间|期间|平时|日常|以后|往后|今后|目前|具体|一般).{0,6}?(?:前|内|后|,)?)[,:]?)*"
)
LABELS = r"(?:主要|第一)?(?:责任|牵头|承办|实施|完成|落实|负责|主办|主责|配合|协助|协办|参与|参加|执行|经办)(?:单位|部门|人员|人|科室|处室|方)?"
BRACKET = re.compile(rf"\((?:{LABELS}[:为是]?\s*)?([^()]*(?:\([^()]*\)[^()]*)*)\)|【([^】]*)】|\[([^\]]*)\]")
LABELLED = re.compile(rf"(?:^|[。;,\s|(]){LABELS}[::]\s*([^。;\n|)]+)")
HELP = re.compile(rf"{LABELS}[::]?|[((]?(?:牵头|配合|协助|负责|主办|协办|为主)[))]?")
TAIL = re.compile(
    r"由(?P<by>.{2,30}?)(?:负责|牵头|承担|落实|组织|主持|实施|统一|具体|管|主讲|分管|兼|完成|盯|看|统计|办理)"
)


@cache
def _name() -> re.Pattern[str]:
    endings = trie([*load("units")["bodies"], *load("units")["people"]])
    called = r"(?:[老小][\u4e00-\u9fa5](?![\u4e00-\u9fa5]?(?:人|师))|[\u4e00-\u9fa5]{2,3}(?=同志))?"
    return re.compile(
        rf"(?:{INNER}{SIGN}){{0,14}}?(?:{endings})(?:\([\u4e00-\u9fa5]{{1,3}}\)(?:委会|党组织|支部)?)?{called}(?:同志|主要负责人|负责人|全体人员)?"
    )


@cache
def _follow() -> re.Pattern[str]:
    acts = trie(
        {word for words in load("acts").values() for word in words} - {"领导", "办", "立", "上", "转", "交", "印", "推"}
    )
    return re.compile(
        rf"$|[,、:;()\[【/|\s。”]|和|与|及|会同|联合|牵头|负责|配合|协助|要|应|须|必|需|每|在|于|对|将|把|向|给|按|从|以|为(?!主)|结合|至少|定期|及时|不|统一|还|仍|均|已|分别|共同|轮流|集中|主动|立即|当|接|收|到|都|各|全|可|也|再|先|逐|同步|随|认真|切实|严格|积极|充分|就|不断|根据|依托|针对|马上|务必|一律|具体|总|分|自|实行|实施|\d|[一二两三四五六七八九十]|{acts}|或|派|拿|跟|陪|核|帮|兼|领(?!导)|守|盯|管|备|守|抓|受理|办(?!公室|事处)|用|凭|值|填|抽|劝|打|催|去|来|下|进|走|出|入|使|与|连|逢|人人|周|月|年|早|晚|午|上午|下午|夜|拟|统筹|提前|临时|贯彻|主|采|聘|选|约|同|增|持|接|现|边|不定|反复|想|写|画|念|讲|唱|演|排|买|卖|拍|挂|贴|摆|放|送|递|扫|骑|开|关|停|换|改|查|看|听|盖|收|退|报|记|登|录|印|编|制|订|签|推|转|建|设|拉|竖|立|刷|喷|装|配|补|凑|出(?!纳)"
    )


def names_at(text: str, start: int) -> tuple[list[str], int]:
    """Names joined by 、和与会同 from `start` on, and where they end; none where no name stands there."""
    names: list[str] = []
    place = start
    while True:
        found = _one(text, place)
        if not found:
            break
        names.append(found)
        place += len(found)
        joint = JOINT.match(text, place)
        if not joint:
            return names, place
        after = joint.end()
        if not _one(text, after):
            return names, place
        place = after
    return names, place


def _one(text: str, place: int) -> str:
    """The shortest name at `place` that something may follow."""
    match = _name().match(text, place)
    while match:
        if _follow().match(text, match.end()) and match[0] not in NOT_NAMES and not match[0].startswith(NOT_FIRST):
            return match[0]
        match = _longer(text, place, match.end())
    return _plain(text, place)


def _plain(text: str, place: int) -> str:
    """A name with a telling ending, whatever follows it."""
    match = _telling().match(text, place)
    return match[0] if match and not match[0].startswith(NOT_FIRST) and match[0] not in NOT_NAMES else ""


@cache
def _telling() -> re.Pattern[str]:
    endings = trie([each for each in (*load("units")["bodies"], *load("units")["people"]) if len(each) >= 2])
    return re.compile(rf"(?=.{{4}})(?:{INNER}{SIGN}){{2,10}}?(?:{endings})(?![一-龥]?(?:长|主任|书记|员|室))")


NOT_NAMES = frozenset({"组", "办", "处", "部", "所", "行", "校", "院", "厂", "店", "系", "人员", "员", "社", "室", "站", "科", "股", "区", "县", "队", "班", "园", "警", "方", "岗", "团", "厅", "局", "委", "楼", "群", "集团", "同志", "代表", "家庭", "渠道", "上门", "乡", "市场", "学校办"})  # fmt: skip
NOT_FIRST_EXTRA = ("组织开", "组织各", "组织全", "组织本", "组织学", "组织员", "组织教", "开", "发", "进", "入", "建立", "加强", "走", "深入", "本办法", "同时", "马上", "盯", "抓", "用", "带", "同", "遇到", "拨打", "接到", "报", "看", "找", "使", "以", "与", "把", "做", "请", "全县", "全市", "全镇", "全区", "问", "去", "来", "到", "在", "因", "叫", "一个", "这", "那", "有", "没", "其", "该", "本着", "结果", "检查结果", "现场", "已", "还", "只", "能", "先", "再", "可", "多", "少", "不", "五月", "六月", "80", "60")  # fmt: skip
NAMING_ACTS = frozenset({"教育", "督查", "检查", "考核", "培训", "整治", "管理", "保障", "协调", "统计", "组织", "推广", "登记", "协作", "审核", "宣传", "值班", "管控", "规范", "联动", "配合", "开发", "设计", "研究", "安排", "推", "开", "办", "上", "讲", "做", "带", "送", "立", "设"})  # fmt: skip
NOT_FIRST = (
    *NOT_FIRST_EXTRA,
    *sorted({word for words in load("acts").values() for word in words if len(word) >= 2} - NAMING_ACTS),
)


def _longer(text: str, place: int, end: int) -> re.Match[str] | None:
    """The next longer name that begins at `place`."""
    for stop in range(end + 1, min(len(text), place + 20) + 1):
        match = _name().fullmatch(text, place, stop)
        if match:
            return match
    return None


@lru_cache(maxsize=REMEMBERED)
def subject_of(text: str) -> tuple[list[str], int]:
    """Doers at the head of a clause (after times and connectives), or after 由; with where their names end."""
    lead = LEAD.match(text)
    for start in dict.fromkeys((lead.end() if lead else 0, 0)):
        names, end = names_at(text, start)
        if names:
            return names, end
    return [], 0


@lru_cache(maxsize=REMEMBERED)
def inner_names(text: str) -> list[tuple[str, list[str]]]:
    """Names inside a stretch, each with the sign before it: behind a time, a dash or a word that hands over."""
    found = []
    for match in re.finditer(r"(?<=[前内后起日月周天晚时末初旬底])|(?<=[;:—])|(?<=请|让|同)", text[:60]):
        place = match.start()
        names, end = names_at(text, place)
        if names and end < len(text):
            found.append((text[place - 1], names))
    return found[:3]


@lru_cache(maxsize=REMEMBERED)
def told_by(text: str) -> list[str]:
    """Doers after 由, or before 负责 and 牵头."""
    for match in re.finditer("由(?!于|此|来)", text):
        names, _ = names_at(text, match.end())
        if names or (names := _handed(text, match.end())):
            return names
    return []


def _handed(text: str, place: int) -> list[str]:
    """Whoever stands behind 由, whatever the name ends in: the signs up to the first doing word."""
    for end in range(place + 2, min(place + 11, len(text))):
        if not re.match("[\u4e00-\u9fa5]", text[end - 1]):
            break
        if _follow().match(text, end):
            return [text[place:end]]
    return []


@lru_cache(maxsize=REMEMBERED)
def listed(text: str) -> list[str]:
    """All names of a list like “综治办(牵头)、各村, 配合: 派出所”; empty unless the whole of it is names."""
    even = HELP.sub("、", text).strip("、 ,:;。")
    names: list[str] = []
    for raw in re.split(r"[、,;/\s|]+|和|与|及", even):
        part = raw.strip(":。 ").removeprefix("(")
        if part.count(")") > part.count("("):
            part = part.removesuffix(")")
        if not part:
            continue
        match = _name().fullmatch(part)
        if not match and not (len(part) <= 8 and re.match("各|全体|相关|所有", part)):
            return []
        names.append(part)
    return names


WHEN = re.compile(
    r"[,、;:]?\s*(?:\d{1,2}月[^,、;]*|每[年月周天季日][^,、;]*|长期|常态[^,、;]*|全年|随时|(?:完成)?时限[^,;]*)$"
)
OF_A_NAME = re.compile(r"(?:村|乡镇|镇|居|社区)\((?:社区|居|街道|村|场|屯)\)$")


@lru_cache(maxsize=REMEMBERED)
def bracketed(text: str) -> list[tuple[int, int, list[str]]]:
    """Each bracket that names doers: where it starts, where it ends, and the names, lead first."""
    found = []
    for match in BRACKET.finditer(text):
        inner = WHEN.sub("", match[1] or match[2] or match[3] or "")
        names = listed(inner)
        if names and not OF_A_NAME.search(text[: match.start()] + match[0]):
            found.append((match.start(), match.end(), names))
    return found


@lru_cache(maxsize=REMEMBERED)
def labelled(text: str) -> list[str]:
    """Names after a label such as 责任单位: outside brackets."""
    match = LABELLED.search(text)
    return listed(match[1]) if match else []


@lru_cache(maxsize=REMEMBERED)
def heading_names(head: str) -> list[str]:
    """Doers that a heading or label names: the whole of it is names, or it holds them in a bracket."""
    for _, _, names in bracketed(head):
        return names
    bare = re.sub(r"\([^()]*\)", "", head)
    bare = re.sub(r"(?:职责|任务|工作职责|负责|主要任务|方面|层面|部分)$", "", bare)
    names = listed(bare)
    return names if names and len(bare) <= 24 else []
