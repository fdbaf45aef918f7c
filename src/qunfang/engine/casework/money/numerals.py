"""Values of written amounts; None for what is no number."""

from __future__ import annotations

import re

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000, "w": 10_000, "k": 1000, "千": 1000, "百": 100, "十": 10}
_ARABIC = re.compile(r"([\d,]+(?:\.\d+)?)\s?([十百千]?[万亿wk千百]*)")


def value_of(text: str) -> float | None:
    """Yuan of '2,600', '3万元', '1.2万余元', '一万二', '三千五百块', '十来万'."""
    odd = re.fullmatch(r"([\d.]+)([万块])(\d)", text)
    if odd:
        return round((float(odd[1]) + int(odd[3]) / 10) * (10_000 if odd[2] == "万" else 1), 2)
    bare = re.sub(r"元整?|块钱|块(?=$)|圆|人民币|rmb|usdt|美元|美金|港币|[余多来几\s]", "", text)
    found = _ARABIC.fullmatch(bare)
    if found:
        value = float(found[1].replace(",", "")) if found[1].strip(",") else 0.0
        for sign in found[2]:
            value *= _GREAT[sign]
        return round(value, 2)
    return _han(bare.replace("块", ""))


def _han(text: str) -> float | None:
    """'一万二' is 12000 and '三千五' 3500: a last digit after a scale counts one scale lower."""
    total, part, digit, last = 0.0, 0.0, None, 1.0
    for sign in text:
        if sign in _DIGITS:
            digit, last = _DIGITS[sign], (1.0 if sign in "零〇" else last)
        elif sign in _SCALES:
            scale = _SCALES[sign]
            part, digit, last = part + (1 if digit is None else digit) * scale, None, scale / 10
        elif sign in "万亿":
            scale = _GREAT[sign]
            total, part, digit, last = (total + part + (digit or 0)) * scale, 0.0, None, scale / 10
        else:
            return None
    if digit is None:
        return total + part
    return total + part + digit * max(last, 1.0)
