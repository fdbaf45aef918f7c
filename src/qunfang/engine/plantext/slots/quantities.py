"""Numbers of things in a stretch of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qunfang.engine.plantext.lexicon import REMEMBERED, load
from qunfang.engine.plantext.numerals import NUMBER, number

MEASURES = "处个条张块份场次期篇遍轮户家枚幅面部辆堂节本套册支名人题起辑台版点则组段封间盏座回圈幕眼趟队笔例桌位课时件只把趟所通讲盘栏单米页集伙项顿堆样起桩条头餐"
NOT_COUNTED = r"(?:分钟|小时|天|日(?!志)|周(?!报)|个?月|年|元|岁|%|成|倍|米|秒|点(?:半|钟|[一二三四五六七八九十\d至到前])|个?(?:工作日|学期|季度|星期|礼拜|小时|阶段|方面|环节|步骤|百分点)|时(?!间)|[:.]\d)"
QUANTITY = re.compile(
    rf"(?P<before>第|每|各|达到?|不少于|不低于|不得少于|不能少于|不下|至少|最少|超过|不超过|共计?|累计|合计|约|近)?(?<![\d.:/-])(?<!\d[年月])(?P<number>{NUMBER})(?!{NOT_COUNTED})(?P<of>[多余几来]?)"
    rf"(?P<measure>课时|小时|[{MEASURES}])(?P<more>以上|左右)?"
)
LEAST = frozenset({"不少于", "不低于", "不得少于", "不能少于", "不下", "至少", "最少"})
NUMBER_WORDS = re.compile(
    r"十有八九|一律|一旦|一起|一定|一并|一道|统一|进一步|一般|同一|唯一|万一|一线|一体|一手|一票|一岗|一把手|一封信|第一|一目了然|一经|一同|一直|一致|一切|一些|一样|一下|一时|一味|一方|一面(?=之|倒)|逐一|一点(?!不)|一套(?=制度|机制)|一键|一人一|三八|一一|一个(?:个|月|季|小时|学期|星期|礼拜|班的)|五一|十一(?=假|前|、|期)|一卡通|一对一|面对面|一会"
)
OCR_NIL = re.compile(r"(?<=\d)[OoQ]|[OoQ](?=\d)")
OCR_ONE = re.compile(rf"(?<![A-Za-z])[lI](?=\d|[{MEASURES}])|(?<=\d)[lI](?=\d|[{MEASURES}])")
FLOOR = re.compile(r"(?:至少|不少于|不低于|最少|不得少于|不下)[^,。;\d一二两三四五六七八九十]{0,7}$")
PEOPLE = frozenset("名人位")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number with its measure word at [start, end) of the text; `floor` says that the text calls it a least number."""

    value: int
    measure: str
    start: int
    end: int
    floor: bool
    each: bool


@lru_cache(maxsize=REMEMBERED)
def quantities(text: str) -> list[Quantity]:
    """Numbers of things in `text`, without durations, money, dates, shares and set phrases."""
    hidden = NUMBER_WORDS.sub(
        lambda match: "＿" * len(match[0]) if match[0] not in {"一人一", "一封信"} else match[0], text
    )
    hidden = OCR_ONE.sub("1", OCR_NIL.sub("0", hidden))
    found = []
    for match in QUANTITY.finditer(hidden):
        before = match["before"] or ""
        if before == "第":
            continue
        try:
            value = int(number(match["number"]))
        except (ValueError, KeyError, OverflowError):
            continue
        if 0 < value < 10**9:
            floor = before in LEAST or match["more"] == "以上" or bool(FLOOR.search(hidden, 0, match.start("number")))
            found.append(
                Quantity(
                    value=value,
                    measure=match["measure"],
                    start=match.start("number"),
                    end=match.end(),
                    floor=floor,
                    each=before in {"每", "各"},
                )
            )
    return found


def fitting(deliverable: str, measure: str) -> int:
    """How well a measure word counts a deliverable: 2 its own word, 1 a general one, 0 none."""
    own: dict[str, str] = load("measures")
    if measure in own.get(deliverable, ""):
        return 2
    return 1 if measure in "个次份" else 0
