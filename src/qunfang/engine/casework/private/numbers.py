"""Numbers and accounts of persons, in every notation: spaced, dashed, full width, Chinese numerals, partly masked."""

from __future__ import annotations

import re

from qunfang.engine.casework.lexicon import hotlines

Found = tuple[int, int, str]  # start, end, kind

_HAN = "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_SIGN = rf"[0-9{_HAN}]"
_GAP = r"[ \t\u3000\-—–_.·•/()~]{0,2}"
_RUN = re.compile(rf"(?<![a-z0-9.])(?:\+|00)?{_SIGN}(?:{_GAP}[0-9{_HAN}x*×＊某?]){{6,}}(?![a-z])")
_DATE = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?|\d{1,2}:\d\d(?::\d\d)?")
_SPOKEN_UNITS = re.compile(r"\s?(?:元|块|万|千|百|余元|人民币|美元|欧元|港币|次|笔|人|户|枚|股)")
_LIST = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d{1,2})")
_ORDER = re.compile(
    r"(?:订单|单号|运单|快递|流水|案号|案件|编号|文号|期号|警号|批次|型号|条码|备注|股票|代码|工单|发票)[^,。;]{0,6}$"
)
_ACCOUNT_WORD = (
    r"(?:微信号?|微信群|vx|v信|wx|wechat|qq群?号?|扣扣|企鹅号?|支付宝(?:账号|账户)?|抖音号?|快手号?|陌陌号?|小红书号?|telegram|电报|飞机号?|skype|line"
    r"|账号|帐号|户头|账户|帐户|卡号|用户名|昵称id|id|钉钉号?|whatsapp|蝙蝠号?|邮箱|游戏id)"
)
_NAMED = re.compile(
    rf"{_ACCOUNT_WORD}(?:为|是|叫|号|:|,|\(|“|\"|\[|【|加|了)?\s?(@?[a-z0-9][a-z0-9_\-]{{4,29}}(?:@[a-z0-9.\-]+)?)"
)
_SHORT = re.compile(rf"(?:qq群?号?|扣扣|企鹅号?|群号)(?:为|是|号|:|\(|“|加|了)?\s?({_SIGN}(?:{_GAP}{_SIGN}){{4,10}})")
_MAIL = re.compile(r"[a-z0-9][a-z0-9._\-]{0,40}@[a-z0-9][a-z0-9.\-]{1,40}")
_HANDLE = re.compile(r"(?<![a-z0-9.])@[a-z0-9_]{4,30}|wxid_[a-z0-9]{4,30}")
_WALLET = re.compile(r"(?<![a-z0-9])(?:0x[0-9a-f]{20,64}|t[a-z0-9]{33}|bc1[a-z0-9]{20,60})(?![a-z0-9])")
_TRAIL = re.compile(r"[ \t\u3000\-—–_.·•/()~]+$")
_WORDS = frozenset(
    {"iphone", "android", "windows", "office", "telegram", "whatsapp", "skype", "zoom", "steam", "anydesk"}
)


def find_numbers(flat: str) -> list[Found]:
    """Spans of private numbers and accounts in an evened text; hotlines, dates, amounts and order numbers stay."""
    dates = [match.span() for match in _DATE.finditer(flat)]
    found: list[Found] = []
    for match in _RUN.finditer(flat):
        found += _pieces(flat, match.start(), match.end(), dates)
    for pattern, kind in (
        (_NAMED, "account"),
        (_SHORT, "account"),
        (_MAIL, "account"),
        (_HANDLE, "account"),
        (_WALLET, "account"),
    ):
        for match in pattern.finditer(flat):
            group = 1 if pattern.groups else 0
            if _is_account(match[group]) and not _ORDER.search(flat[max(0, match.start() - 10) : match.start()]):
                found.append((match.start(group), match.end(group), kind))
    return found


def _is_account(text: str) -> bool:
    """Not a plain word of an app, and not a hotline or a bare small number."""
    if text in _WORDS or text.startswith(("http", "www")):
        return False
    return bool(re.search(r"[0-9零〇一二三四五六七八九幺_@\-]", text)) or len(text) >= 6


def _pieces(flat: str, start: int, end: int, dates: list[tuple[int, int]]) -> list[Found]:
    """A run without the dates at its edges, if what is left is a private number."""
    for first, last in dates:
        if first <= start < last:
            start = min(last, end)
        elif start < first < end:
            return [*_pieces(flat, start, first, []), *_pieces(flat, min(last, end), end, dates)]
    while start < end and not re.match(rf"[+{_SIGN[1:-1]}]", flat[start]):
        start += 1
    end -= len(found[0]) if (found := _TRAIL.search(flat[start:end])) else 0
    kind = _kind(flat, start, end)
    return [(start, end, kind)] if kind else []


def _kind(flat: str, start: int, end: int) -> str:
    """phone, id, card, account, or nothing where the run is no private number."""
    raw = flat[start:end]
    signs = re.sub(r"[^0-9a-z*×＊某?零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]", "", raw)
    digits = re.sub(r"[^0-9]", "", _as_digits(signs))
    if len(signs) < 7 or len(digits) < 5 or _is_open(flat, start, end, digits):
        return ""
    if len(signs) == 18 or (len(signs) == 15 and not digits.startswith(("6", "4"))):
        return "id"
    if (len(signs) == 11 and digits[0] == "1") or digits[0] == "0" or raw[0] == "+":
        return "phone"
    return "card" if len(signs) >= 12 else "account"


def _as_digits(text: str) -> str:
    return text.translate(str.maketrans(_HAN, "0123456789112" + "123456789"))


def _is_open(flat: str, start: int, end: int, digits: str) -> bool:
    """A hotline, a service number, an amount, a list of amounts or an order number."""
    raw, head = flat[start:end], flat[max(0, start - 10) : start]
    if digits in hotlines() or re.fullmatch(r"[48]00\d{7}", digits) or re.fullmatch(r"95\d{3,6}", digits):
        return True
    if _SPOKEN_UNITS.match(flat, end) or re.search(r"[¥￥$]$", head):
        return True
    if _ORDER.search(head) and not re.search(r"[卡电手机]", head[-4:]):
        return True
    if raw.isdigit() and len(raw) == 8 and re.fullmatch(r"(?:19|20)\d\d[01]\d[0-3]\d", raw):
        return True
    parts = re.split(r"[/~]", raw)
    return len(parts) > 2 and all(_LIST.fullmatch(part) or len(part) <= 5 for part in parts)
