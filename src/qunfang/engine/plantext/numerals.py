"""Chinese and Arabic numbers as plans write them."""

from __future__ import annotations

import re

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
NUMBER = r"(?:\d+(?:\.\d+)?万?余?|[一二两三四五六七八九十百千万〇零]+余?)"


def number(text: str) -> float:
    """Value of a number: '20' → 20, '2.1万' → 21000, '二十五' → 25, '一万七千余' → 17000. ValueError for none."""
    text = text.rstrip("余多")
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(万?)", text):
        return float(match[1]) * (10000 if match[2] else 1)
    if "〇" in text or re.fullmatch(r"[一二三四五六七八九零]{2,}", text):
        return float("".join(str(DIGITS[sign]) for sign in text))
    total = part = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign == "万":
            total, part, digit = (total + part + digit) * 10000, 0, 0
        elif sign in SCALES:
            part, digit = part + (digit or 1) * SCALES[sign], 0
        else:
            raise ValueError(text)
    return float(total + part + digit)


def fraction(text: str) -> float:
    """A share: '80%' → 0.8, '三成' → 0.3, '百分之八十' → 0.8. ValueError for none."""
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)[%%]", text):
        return round(float(match[1]) / 100, 6)
    if text.startswith("百分之"):
        return 1.0 if text.endswith("百分之百") or text == "百分之百" else round(number(text[3:]) / 100, 6)
    if text.endswith("成"):
        return round(number(text[:-1]) / 10, 6)
    raise ValueError(text)
