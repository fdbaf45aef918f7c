"""The victim's age and sex: what is told of the one who was deceived, not of swindlers, children or tellers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.casework.money.numerals import value_of
from qunfang.engine.casework.reading import Reading

_AGE = re.compile(
    r"(?<![\d.])(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]十|[五六七八九])(?:周)?岁(?!的?(?:他|她|时候))"
    r"|(?:今年|现年|年龄:?|,)(\d{2})(?=[,。;)]|$)(?![,]?\d)"
)
_ROUGH = re.compile(r"[多来余几约]")
_MARKED = re.compile(r"(?:^|[(,。;:、 \d岁])(男|女)(?=[(),。;:、 性士,\d]|$)")
_SHE = re.compile(
    r"女士|女子|女孩|女生|女童|女事主|女客户|女性|老太|阿婆|婆婆|奶奶|大妈|大娘|阿姨|大姐|婶|老妇|妇女|姑娘|小姐|外婆|孕妇|宝妈|母亲|女的"
)
_HE = re.compile(r"先生|男子|男孩|男生|男童|男事主|男客户|男性|老汉|大爷|大伯|老伯|爷爷|小伙|叔|老头|父亲|男青年|男的")
_OTHERS = re.compile(
    r"(?:其|她|他|我|俺|事主)(?:的)?(?:儿子|女儿|孙子|孙女|丈夫|妻子|老公|老婆|妈|爸|弟|妹|姐|哥|奶奶|爷爷|媳妇)|对方|自称|骗子|嫌疑人|柜员|民警|网友|群主|网名|照片|主播|客服|认识|结识"
)
_HEAD = re.compile(r"事主|受害人|被害人|报警人|报案人|当事人|客户|储户|学生|村民|居民|该生|我校|年龄")


@dataclass(frozen=True, kw_only=True, slots=True)
class Victim:
    """`age` in years where the text has it exactly; `sex` is f, m or None."""

    age: int | None
    sex: str | None


def find_victim(reading: Reading) -> Victim:
    """Age with the best standing, sex as marked beside it, else by words and pronouns."""
    ages = [(_standing(reading, match), match) for match in _AGE.finditer(reading.even)]
    ages = [(standing, match) for standing, match in ages if standing > 0]
    best = max(ages, key=lambda each: each[0], default=None)
    place = best[1].start() if best else None
    return Victim(age=_years(best[1]) if best else None, sex=_sex(reading, place))


def _years(match: re.Match[str]) -> int | None:
    value = value_of(match[1] or match[2])
    return int(value) if value and 3 <= value <= 110 else None


def _standing(reading: Reading, match: re.Match[str]) -> float:
    if (
        _years(match) is None
        or _ROUGH.search(match[0])
        or (match.start() and reading.even[match.start() - 1] in "多来余几约近")
    ):
        return 0.0
    start, end = match.span()
    near = reading.even[max(0, start - 6) : end + 6]
    clause = reading.clause_at(start)
    head = reading.even[max(0, start - 16) : start]
    standing = 2.0
    standing += 3.0 * bool(re.search(r"[(,。;、 ](?:男|女)|男|女", near)) + 1.5 * bool(_HEAD.search(head))
    standing += 1.0 * (end - start >= len(clause.text) - 3) + 1.0 * ("(" in head[-8:])
    standing -= 3.5 * bool(_OTHERS.search(head[-10:])) + 0.002 * start
    standing -= 4.0 * (reading.even[:start].count("“") > reading.even[:start].count("”"))
    return standing


def _sex(reading: Reading, place: int | None) -> str | None:
    marked = list(_MARKED.finditer(reading.even))
    if place is not None:
        marked.sort(key=lambda each: abs(each.start() - place))
        marked = [each for each in marked if abs(each.start() - place) <= 24] or marked
    if marked:
        return "f" if marked[0][1] == "女" else "m"
    return _by_words(reading.even)


def _by_words(flat: str) -> str | None:
    """Words for the one who was deceived first, then pronouns where only one of the two stands in the text."""
    spots = [(match.start(), sex) for sex, words in (("f", _SHE), ("m", _HE)) for match in words.finditer(flat)]
    spots = [(place, sex) for place, sex in spots if not _OTHERS.search(flat[max(0, place - 8) : place])]
    she, he = flat.count("她"), flat.count("他")
    if spots:
        first = min(spots)[1]
        return (
            first
            if not (she and he == 0 and first == "m") and not (he and she == 0 and first == "f")
            else ("f" if she else "m")
        )
    if she > 2 * he:
        return "f"
    return "m" if he > 2 * she and he > 1 else None
