"""Amounts and payees of a message, against what the school has registered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qunfang.engine.screening.group.names import bare
from qunfang.engine.screening.group.scene import Fee, Message

_AMOUNT = re.compile(
    r"(?<![0-9a-z.:-])([0-9]{1,6}(?:\.[0-9]{1,2})?)(?![0-9:.]|点|号|班|月|日|年级|人|页|题|分|个|位|家|楼|度|届)"
)
_MONEY = re.compile(
    r"[0-9]+(?:\.[0-9]+)? ?(?:元|块|万)|¥ ?[0-9]|费 ?[0-9]|[一每][人家位份张套] ?[0-9]|[付交缴补转] ?[0-9]|差价 ?[0-9]"
    r"|[金款] ?[0-9]{3}|[0-9]{4,} ?[要退打汇]"
)
_BY_HEAD = re.compile(r"每[人家位份]|一[人家张份套] ?[0-9]|补交|补缴|差价|收齐|[资材服餐车会]费")
_ACCOUNT = re.compile(r"(?<![0-9])(?:[0-9][ -]?){11,19}(?![0-9])|户名|收款人[:是]|(?:账号|卡号)[:是为 ]{0,2}[0-9]")


def amounts(text: str) -> list[float]:
    """Numbers that may be yuan, as written."""
    return [float(each) for each in _AMOUNT.findall(text)]


def names_money(text: str) -> bool:
    """Does the text name an amount of money?"""
    return bool(_MONEY.search(text))


def names_account(text: str) -> bool:
    """Does the text name an account or whose it is?"""
    return bool(_ACCOUNT.search(text))


def is_collection(text: str, fees: Sequence[Fee]) -> bool:
    """Is money collected from everybody (a fee, by the head), rather than borrowed by one?"""
    return bool(_BY_HEAD.search(text)) or any(_key(fee.title) in text for fee in fees)


def is_registered(message: Message, text: str, fees: Sequence[Fee]) -> bool:
    """Is the fee that is asked for one of the registered: its amount, and its payee where one is told?"""
    told = amounts(text)
    for fee in fees:
        fits = fee.amount in told if told else _key(fee.title) in text
        if fits and (not names_account(text) or _is_payee(fee, message, text)):
            return True
    return False


def _is_payee(fee: Fee, message: Message, text: str) -> bool:
    return fee.payee in text or (bool(bare(fee.payee)) and bare(fee.payee) in (bare(message.name), text))


def _key(title: str) -> str:
    return title.removesuffix("费") or title
