"""Amounts of money as narratives write them: 3万元, 2,600, 9800×3, 各500, 一万二, 20000、9800元."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qunfang.engine.casework.lexicon import hotlines, load
from qunfang.engine.casework.money.numerals import value_of

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_HAN = r"[一二两三四五六七八九十百千万亿零〇壹贰叁肆伍陆柒捌玖拾佰仟]+"
_SCALE = r"(?:[十百千]?万|[十百]?亿|千|百|w(?![a-z])|k(?![a-z]))"
_ROUGH = r"[余多来几]?"
_UNIT = r"(?:元整?|块钱|块|圆|人民币|rmb|usdt|美元|美金|港币)"
_COIN = re.compile(
    rf"(?P<digits>(?<![\d.a-z*]){_NUMBER})\s?(?P<scale>{_SCALE})?(?P<rough>{_ROUGH})(?P<unit>万?{_UNIT})?(?P<tail>(?<=[万块])\d(?![\d.万元]))?"
    rf"|(?P<han>(?<![第十百千万亿两]){_HAN})(?P<hrough>{_ROUGH}万?)(?P<hunit>{_UNIT})?(?P<small>(?<=[块])[一二三四五六七八九])?"
)
_NOT_AFTER = re.compile(
    r"\s?(?:年|个?月|日|号(?!元)|时|点(?!\d)|分(?!期|别|批|几|[一二三四五六七八九十两多])|秒|岁|周(?!转)|天|笔|次|单(?!元)|人|名|位|个|条|%|％|倍|折|户|栋|幢|楼|室|层|部|辆|台"
    r"|头|只|套|件|张|盒|包|斤|吨|公里|米|里|克|站|路|级|届|班|代|度|期|楼|家|本|束|斤|桌|床|副|双|枚|根|份|票|股|页|月份|来个|多个|几个|集|兆|g\b|口|成(?!功)|种|方|车|箱|把|款|场|房|组|轮|遍|回(?!了|\d)|趟|步|项|厘|亩|尺|寸|杯|瓶|颗|粒|组|桶|扇|盏|棵|株|筐|袋|筒|块(?:田|地|表))"
)
_HAN_PLAIN = re.compile(r"(?:十|百|千|万|亿)")
_NOT_BEFORE = re.compile(
    r"(?:今年|现年|年龄|尾号|工号|编号|单号|号码|第|账号|卡号|qq|微信|id|电话|密码|验证码|代码|股票|房|no\.?|型号|[a-z_.@/])[:为是]?\s?$"
)
_TIMES_AFTER = re.compile(r"\s?[*×x]\s?(\d{1,4})(?!\d)")
_TIMES_BEFORE = re.compile(r"(\d{1,4})[户个笔次人张条单]?\s?[*×x]\s?$")
_TIMES_LATER = re.compile(
    r"(?:元|块)?(?:的)?(?:扫|付|转|刷|交|充|打|借|投)(?:了)?([两三四五六七八九]|\d)(?:次|回|笔|遍)"
)
_HEADS = re.compile(
    r"(?<![共第\d])(\d{1,3})(?:户|名|位|个)(?:家长|同学|学生|居民|村民)?(?:扫码|都|均)?(?:付|交|转)(?:了|款)?$"
)
_EACH = re.compile(
    r"(?:各(?:自)?|每(?:笔|次|人|张|个|户|单|条|头|份|回|票|家|位|套|箱|桶|台)|均)(?:都是|是|为|付|转|交|了|充|[^,。;\d]{0,4})?$"
)
_COUNT = re.compile(
    r"(\d{1,3}|[一二两三四五六七八九十百]+)(?:来|多)?(?:笔|次|人|张|个|户|单|条|头|份|名|位|家|回|部|台|箱|套|枚|桶|种)(?!月|小时|星期|单元)"
)
_SOME = re.compile(r"(?<![共分后])([两三四五六七八九十]|\d)(?:次|笔|张|个)(?:各|每[次张个])?$")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """An amount with its span; `value` in yuan as counted (with its factor), `each` before the factor."""

    start: int
    end: int
    text: str
    value: float
    each: float
    sure: bool  # carries a unit or a scale of money; otherwise only its place speaks for money


def find_amounts(flat: str) -> list[Amount]:
    """Amounts of an evened text, in order."""
    found: list[Amount] = []
    for match in _COIN.finditer(flat):
        amount = _amount(flat, match, found)
        if amount is not None:
            found.append(amount)
    return found


def _amount(flat: str, match: re.Match[str], before: list[Amount]) -> Amount | None:
    unit = match["unit"] or match["hunit"]
    if unit == "块" and match["han"] in {"一", "几"}:
        return None  # 一块砖
    text = match[0].rstrip()
    value = value_of(text)
    if value is None or value <= 0:
        return None
    end = match.start() + len(text)
    scaled = bool(match["scale"]) or bool(match["han"] and _HAN_PLAIN.search(match["han"]) and value >= 1000)
    counts = _NOT_AFTER.match(flat, end) and not (match["scale"] and flat[end : end + 1] != "包")
    if not unit and (counts or not _looks_like_money(flat, match, before, scaled)):
        return None
    return Amount(
        start=match.start(),
        end=end,
        text=flat[match.start() : end],
        value=round(value * _times(flat, match.start(), end), 2),
        each=value,
        sure=bool(unit) or scaled,
    )


def _times(flat: str, start: int, end: int) -> float:
    """How often an amount is meant: 9800×3, 每笔100元共27笔, 三人各300."""
    after, head = _TIMES_AFTER.match(flat, end), flat[max(0, start - 12) : start]
    if after:
        return float(after[1])
    later = _TIMES_LATER.match(flat, end) or _HEADS.search(head)
    if later:
        return value_of(later[1]) or 1.0
    before = _TIMES_BEFORE.search(head)
    if before:
        return float(before[1])
    some = _SOME.search(head)
    if some:
        return value_of(some[1]) or 1.0
    if not _EACH.search(head):
        return 1.0
    first = max(flat.rfind(sign, 0, start) for sign in "。;\n") + 1
    stop = min((place for sign in "。;\n" if (place := flat.find(sign, end)) >= 0), default=len(flat))
    counts = [value_of(each[1]) for each in _COUNT.finditer(flat, first, start)][-1:]
    counts = counts or [value_of(each[1]) for each in _COUNT.finditer(flat, end, min(stop, end + 12))][:1]
    return counts[0] if counts and counts[0] else 1.0


def _looks_like_money(flat: str, match: re.Match[str], before: list[Amount], scaled: bool) -> bool:
    """Without a unit: any bare number of two to seven digits that is no count, year, code or part of a longer one."""
    digits, head = match["digits"], flat[max(0, match.start() - 6) : match.start()]
    if head.endswith("$") and re.match(r"[^,。;]{0,3}(?:折|约|合)", flat[match.end() :]):
        return False
    if match["han"]:
        return scaled or (len(match["han"]) > 1 and bool(re.search(r"[百千]", match["han"])))
    whole = digits.split(".")[0].replace(",", "")
    if scaled and not match["unit"] and match["scale"] in {"千", "百"} and whole.startswith("0"):
        return False
    if not scaled and (
        len(whole) > 7
        or len(whole) < 2
        or whole[0] == "0"
        or (len(whole) == 4 and _YEAR.match(whole) and flat[match.end() :][:1] in "-/.年")
    ):
        return False
    if re.match(r"[-/:~]?\d|(?!x\d)[a-z@-]", flat[match.end() :]) or re.search(r"[\d.][-/:~]$", head):
        return False
    return scaled or not (_is_name(whole, head, flat[match.end() :]) or _NOT_BEFORE.search(head))


def _is_name(whole: str, head: str, tail: str) -> bool:
    """A hotline that is called, or a site that is named by its number. 10000 and 360 may be sums as well."""
    if whole in _names()["doubtful"]:
        return bool(
            re.search(r"[打拨叫问电向接]$", head) or re.match(r"借条|金融|客服|贷|手机|网|服务|平台|核实", tail)
        )
    return whole in _names()["names"]


@cache
def _names() -> dict[str, frozenset[str]]:
    """Numbers that are never sums, and those that may be."""
    lists = {key: frozenset(str(each) for each in value) for key, value in load("numbers").items()}
    short = frozenset(each for each in hotlines() if len(each) < 5)
    return {"names": (lists["names"] | hotlines()) - short - lists["doubtful"], "doubtful": lists["doubtful"] | short}
