"""How often, and until when."""

from __future__ import annotations

import re
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED
from qunfang.engine.plantext.sieve import Sieve

CADENCES: tuple[tuple[str, str], ...] = (
    (
        "half_month",
        r"每半个?月|每两周|每二周|每隔一周|半月一|两周一|双周|每旬|每隔?(?:十五|十四|15|14)天|半个月一|每隔两周|两个星期一|每月[^,。;]{0,6}两次",
    ),
    (
        "half_year",
        r"每半年|每个?学期|半年一|半年度|一?(?:个)?学期[一至不]|学期末|上、?下半年|上半年[^,。;]{0,4}下半年|(?:\d+|[一二三四五六七八九十]+)月(?:份|底|末)?、(?:\d+|[一二三四五六七八九十]+)月(?:份|底|末)?[^、,。;]{0,10}各|每个?(?:寒暑假|寒假|暑假|假期)|寒暑假|6月(?:底|末|20日|30日)?、1?2月|每年两次|一年两次",
    ),
    (
        "quarter",
        r"每个?季度?|季季|按季|一(?:个)?季度?[一至不]|每季|季末|季度末|季度内|季度[一至](?=[次回期])|每三个月|三个月一",
    ),
    (
        "day",
        r"每天|每日|天天|每晚|逐日|每早|日日|每个?工作日|每日一|每夜|早中晚|早、中、晚|早晚|每节课|一天[一两二三四\d至不]|日报|营业前|营业终了|每班次|晨会|班前会|下班前|晚饭后|每逢课间|课间",
    ),
    (
        "week",
        r"每周|每个?星期|每个?礼拜|周周|逐周|(?<!下)(?<!本)(?<!上)周[一二三四五六日末](?!起)|星期[一二三四五六日天]|礼拜[一二三四五六日天]|一(?:周|个?星期|个?礼拜)[一两二三至不]|逢周末|每逢(?:周|星期)|周报",
    ),
    (
        "month",
        r"每个?月|月月|按月|逐月|月报|一个?月(?:至少|不少于)?[一两二三四五六\d](?!日)|当月|一月一|每月|月底(?=.{0,6}(?:报|交|送))|月例会",
    ),
    ("year", r"每年|每学年|年年|一年(?:[一至不]|下来)|一学年|年终|年度(?=报告|总结|考核)|全年"),
    (
        "continuous",
        r"滚动|循环|不间断|常态化?|长期|经常性?|全天候|24小时|持续|日常|常年|一直|随时保持|始终|全时段|轮播|轮流值",
    ),
)
CADENCE = Sieve((name, re.compile(each)) for name, each in CADENCES)
DATE = re.compile(
    r"(?:(?P<year>\d{4}|明|今|当|次)年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|上旬|中旬|下旬|初|中))?"
)
DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})[日号](?=之?前|以前|内)")
BEFORE = re.compile(r"(?:之?前|以前|底|末|完成|止|截止|内|到位|做完|办完|完|结束)")
STATED = re.compile(
    r"(?<!\d)(?:1[0-2]|[1-9])月(?!\d|、)|\d{1,2}月(?:\d{1,2}[日号]|底|末|上旬|中旬|下旬|初|份|中)|(?<!\d)\d{1,2}[日号](?:之?前|以前|晚|当|上|下)|(?:月|年|学期|周|季|本周|本月|年|节|假)(?:底|末|内)?(?:之?前|以内|内)|"
    r"[一二三四五六七八九十]{1,2}月(?:份)?|月底|年底|期末|开学|启动|当天|当晚|当场|本周内|下周|第[一二三四]周|结束(?:后|前)|\d+[日天]内|三天内|一周内|毕业|寒暑?假|假期|首[日周]|第一(?:天|课|周)|国庆|春节|中秋|节前|期间|这个(?:月|季度|星期|礼拜)|[上下]半年(?!各)|今年(?!.{0,4}来)|年前|元旦|清明|端午|重阳|五一|六一|元宵|入学|报到|复工|首周|首次|\d{1,2}月?[—~至-]\d{1,2}月|第[一二三四]季度|[三3]·15|3·15|5·15|4·15|国家安全日|学雷锋"
)
TIMES: tuple[tuple[str, str], ...] = (
    ("date", r"\d{1,2}月\d{1,2}[日号]|(?<![\d月])\d{1,2}[日号](?!线)"),
    ("month", r"\d{1,2}月(?:份)?(?!\d)|[一二三四五六七八九十]{1,2}月"),
    ("part", r"[上中下]旬|月底|月初|年底|月末|期末|季度末"),
    ("before", r"\d+[日号月](?:份|底)?之?前|以前|前(?:完成|到位|报|交|做完|办)"),
    ("week", r"第[一二三四\d]+周|本周|下周|周末"),
    ("within", r"[一二三两四五七十\d]+(?:个)?(?:日|天|周|月|工作日)(?:之)?内"),
    ("minutes", r"(?:分钟|小时)(?:之)?内"),
    ("feast", r"春节|中秋|国庆|元旦|五一|端午|重阳|清明|六一|节前|节日|元宵|除夕|假"),
    ("opening", r"启动|开学|入学|开幕|仪式|动员"),
    ("that_day", r"当天|当日|当晚|当场|当即"),
    ("stage", r"阶段|期间"),
    ("twice", r"\d{1,2}月、\d{1,2}月|各一次|两次"),
    ("done", r"完成|到位|做完|办完|建成|刷完|走完|改完"),
)
TIMES_RE = Sieve((name, re.compile(each)) for name, each in TIMES)
PROMPT = re.compile(
    r"随时|及时|即时|立即|马上|第一时间|不定期|定期|当日|当天|随到随|分钟内|小时内|个工作日内|工作日之内|日内|一旦|接到|发现|收到|凡"
)
CN = "一二三四五六七八九十"


@lru_cache(maxsize=REMEMBERED)
def cadences(text: str) -> list[str]:
    """Cadences that `text` states, the most exact pattern first."""
    return CADENCE.names(text)


@lru_cache(maxsize=REMEMBERED)
def stated_once(text: str) -> bool:
    """Whether a time is stated that comes once."""
    return bool(STATED.search(text))


@lru_cache(maxsize=REMEMBERED)
def times(text: str) -> list[str]:
    """Kinds of time that `text` names."""
    return TIMES_RE.names(text)


@lru_cache(maxsize=REMEMBERED)
def prompt(text: str) -> bool:
    """Whether the thing is asked each time something happens, or at no stated time."""
    return bool(PROMPT.search(text))


def deadline_of(text: str) -> str | None:
    """The last day: `YYYY-MM-DD`, `--MM-DD`, `DD/month`, `1`–`7/week`, or None."""
    if match := re.search(r"每(?:个)?(?:周|星期|礼拜)([一二三四五六日天])", text):
        return f"{'一二三四五六日'.index(match[1].replace('天', '日')) + 1}/week"
    if match := re.search(r"每个?月(?:的)?(\d{1,2})[日号]", text):
        return f"{min(max(int(match[1]), 1), 31)}/month"
    if re.search(r"每个?月(?:底|末|最后)", text):
        return "31/month"
    found = [match for match in DATE.finditer(text) if BEFORE.match(text, match.end()) or match["part"]]
    if found:
        return day_of(found[-1], last=True)
    return "--12-31" if re.search(r"年底前?|年末", text) else None


def day_of(match: re.Match[str], *, last: bool) -> str | None:
    """The day of a DATE match, its last where only a part of a month stands; None for a month that is none."""
    month = cn_number(match["month"])
    if not 1 <= month <= 12:
        return None
    length = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    parts = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length), "初": (1, 10), "中": (10, 20)}
    first, end = parts.get(match["part"] or "", (1, length))
    day = int(match["day"]) if match["day"] else (end if last else first)
    stem = f"{month:02d}-{min(max(day, 1), length):02d}"
    year = match["year"]
    return f"{year}-{stem}" if year and year.isdigit() else f"--{stem}"


def cn_number(text: str) -> int:
    """1 to 12 in Arabic or Chinese; 0 for none."""
    if text.isdigit():
        return int(text)
    if text in {"十一", "十二"}:
        return 10 + CN.index(text[1]) + 1
    return CN.index(text) + 1 if len(text) == 1 and text in CN else 0
