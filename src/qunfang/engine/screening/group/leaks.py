"""Codes, card and ID numbers that a victim posts."""

from __future__ import annotations

import re

from qunfang.engine.screening.group.scene import Message
from qunfang.engine.screening.group.words import words

_CODE = re.compile(r"(?<![0-9-])[0-9]{4}(?:[0-9]{2})?(?![0-9-]|元|块|年|点|号)")
_CARD = re.compile(r"(?<![0-9])(?:[0-9][ -]?){15,18}[0-9](?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9x](?![0-9])")
_PICKUP = re.compile(r"取件|快递|驿站|门禁|会议|房间|考场|考号|座位|订单|车牌|房号")
_OWN = re.compile(r"我的|我家|收到|填|码是|码 |码:|号是|号:|报|给你|给您|发您|发你|老师|这个吗|是这|宝贝|孩子")


class Leaks:
    """Watches one group. `told` once the group was warned; a bare code counts only after one was asked for."""

    def __init__(self) -> None:
        self.told = False
        self._asked = 0  # messages left in which a bare number answers a demand for codes

    def sees(self, text: str, message: Message, *, asks: bool) -> bool:
        """Does the message give away a secret of its sender?"""
        waiting, self._asked = self._asked > 0, 12 if asks else max(0, self._asked - 1)
        if message.kind not in ("text", "image") or _PICKUP.search(text):
            return False
        if _IDENTITY.search(text):
            return True
        if _CARD.search(text):
            return waiting or (
                bool(_OWN.search(text) and words().ideas.find("leaks_word", text)) and "户名" not in text
            )
        code = _CODE.search(text)
        if not code:
            return False
        named = "验证码" in text or "短信码" in text or "动态码" in text
        bare = len(text) < 24 and (len(code[0]) == 6 or "码" in text)
        return (named and len(code[0]) == 6) or (waiting and bare)
