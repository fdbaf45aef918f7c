"""Everything else that a message names, by pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from qunfang.engine.screening.extract.links import LINK, Link, read_link
from qunfang.engine.screening.normalise import DATA

MOST = 200  # of a kind in one text
LONGEST = 20_000  # characters looked at; the signs of a swindle stand early


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """`kind`: phone, link, card, qq, wechat, amount, code, app, body. `note` says more: mobile, virtual, abroad …"""

    kind: str
    text: str
    start: int
    end: int
    note: str = ""
    link: Link | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rules:
    hotline: frozenset[str]
    virtual: tuple[str, ...]
    mobile: re.Pattern[str]


@cache
def _rules() -> _Rules:
    raw: dict[str, Any] = yaml.load((DATA / "phones.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return _Rules(hotline=frozenset(raw["hotline"]), virtual=tuple(raw["virtual"]), mobile=re.compile(raw["mobile"]))


_DIGITS = re.compile(r"[0-9]{3}")
_NUMBER = re.compile(r"(?<![0-9a-z.])(\+|00)?[0-9]{2,4}(?:-?[0-9]{2,8}){0,3}(?![0-9a-z])")
_ANY_DIGIT = re.compile(r"[0-9]")
_QQ = re.compile(r"(?:qq群?号?|群号|企鹅)[^0-9a-z\u4e00-\u9fff]{0,3}(?:号|是|为)?[: ]{0,2}([1-9][0-9]{4,10})(?![0-9])")
_WECHAT = re.compile(r"微信号?(?:是|为)?[:, ]{0,3}([a-z][a-z0-9_-]{5,19}|1[3-9][0-9]{9})(?![a-z0-9])")
_AMOUNT = re.compile(
    r"(?:¥|rmb|人民币|usdt)? ?([0-9][0-9,]*(?:\.[0-9]+)?) ?(万|千|百|亿)?(?:元|块钱|块|美元|人民币|usdt|u币|rmb)"
    r"|(?:¥|人民币) ?([0-9][0-9,]*(?:\.[0-9]+)?) ?(万|千|亿)?|([0-9]+(?:\.[0-9]+)?)(万)(?![0-9])"
)
_CODE = re.compile(
    r"(?:验证码|校验码|动态码|取件码|口令|密码)[^0-9a-z]{0,6}([0-9]{4,8})(?![0-9])"
    r"|(?<![0-9])([0-9]{4,8})[^0-9]{0,3}(?:\(|为|是)?[^0-9]{0,4}(?:验证码|校验码)"
)
_APP = re.compile(
    r"(?:下载|安装|打开|登录)[^,。;!?\n]{0,4}[\"'“《【\[]([^\"'”》】\]\n]{1,16})[\"'”》】\]]"
    r"|([\u4e00-\u9fffa-z0-9]{2,10})(?:app|客户端|软件)"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:公安局|派出所|检察院|法院|银行|医保局|社保局|税务局|管理局|委员会"
    r"|大学|中学|小学|医院|公司|基金会|证券|保险)"
)


def telling(text: str) -> list[Thing]:
    """Links and numbers only: what a verdict looks at."""
    text = text[:LONGEST]
    found = _links(text) if "." in text else []
    if _DIGITS.search(text):
        taken = [(each.start, each.end) for each in found]
        found += [each for each in _numbers(text) if not any(a <= each.start < b for a, b in taken)]
    return found


def extract(text: str) -> list[Thing]:
    """Everything found in a normalised text, by place. Spans are of that text."""
    text = text[:LONGEST]
    found = telling(text)
    if _ANY_DIGIT.search(text):
        found += _by_pattern(text, "amount", _AMOUNT)
        found += _by_pattern(text, "code", _CODE)
        found += _by_pattern(text, "qq", _QQ)
    if "微信" in text:
        found += _by_pattern(text, "wechat", _WECHAT)
    if "app" in text or "下载" in text or "安装" in text or "软件" in text:
        found += _by_pattern(text, "app", _APP)
    found += _by_pattern(text, "body", _BODY)
    return sorted(found, key=lambda each: (each.start, each.kind))


def _links(text: str) -> list[Thing]:
    found: list[Thing] = []
    for match in LINK.finditer(text):
        link = read_link(match.group())
        if link is not None and len(found) < MOST:
            found.append(
                Thing(kind="link", text=match.group(), start=match.start(), end=match.end(), note=link.kind, link=link)
            )
    return found


def _by_pattern(text: str, kind: str, pattern: re.Pattern[str]) -> list[Thing]:
    found: list[Thing] = []
    for match in pattern.finditer(text):
        if len(found) >= MOST:
            break
        group = next((number for number in range(1, (pattern.groups or 0) + 1) if match.group(number)), 0)
        place = 0 if kind == "amount" else group
        found.append(Thing(kind=kind, text=match.group(place), start=match.start(place), end=match.end(place)))
    return found


def _numbers(text: str) -> list[Thing]:
    found: list[Thing] = []
    for match in _NUMBER.finditer(text):
        kind, note = tell_number(match.group())
        if kind and len(found) < MOST:
            found.append(Thing(kind=kind, text=match.group(), start=match.start(), end=match.end(), note=note))
    return found


def tell_number(raw: str) -> tuple[str, str]:
    """What a run of digits is: ("phone", mobile | virtual | landline | hotline | service | abroad | impossible),
    ("card", bank | other) or ("", "")."""
    rules, digits = _rules(), raw.replace("-", "").lstrip("+")
    from_abroad = raw.startswith("+") or (raw.startswith("00") and raw[2:3] != "0")
    if from_abroad and not digits.startswith(("86", "0086")) and 9 <= len(digits) <= 17:
        return "phone", "abroad"
    digits = digits.removeprefix("00").removeprefix("86") if from_abroad else digits
    if digits in rules.hotline or (len(digits) == 5 and digits.startswith("95")):
        return "phone", "hotline"
    if len(digits) == 10 and digits.startswith(("400", "800")):
        return "phone", "service"
    if len(digits) == 11 and digits[0] == "1":
        if digits.startswith(rules.virtual):
            return "phone", "virtual"
        return "phone", "mobile" if rules.mobile.fullmatch(digits) else "impossible"
    if 10 <= len(digits) <= 12 and digits[0] == "0":
        return "phone", "landline" if digits[1] != "0" else "impossible"
    if 15 <= len(digits) <= 19 and "-" not in raw:
        return "card", "bank" if digits.startswith(("62", "4", "5", "9")) else "other"
    return "", ""
