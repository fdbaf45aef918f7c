"""Ten screenshots as people send them: read, and judged right (for the time see docs/reference/measurements.md)."""

from __future__ import annotations

import pytest

from qunfang.engine.screening import screener
from tests.engine.photo.scenes import chat, encoded, photographed

pytestmark = pytest.mark.ocr
Turns = list[tuple[str, str]]
REFUND: Turns = [
    ("them", "您好，我是商城客服，您买的儿童水杯检出问题，公司给您双倍退款。"),
    ("me", "那怎么退？"),
    ("them", "您先下载一个会议软件，把屏幕共享打开，我教您操作银行卡。"),
]
POLICE: Turns = [
    ("them", "我是市公安局经侦大队的，你名下的卡涉嫌洗钱。"),
    ("me", "我没有啊"),
    ("them", "案件保密，不要告诉家人，把钱转到安全账户接受核查。"),
]
TASKS: Turns = [
    ("them", "在家点赞就能赚钱，一单返5元，当天结算。"),
    ("me", "真的吗"),
    ("them", "先垫付300做联单任务，完成返390，加客服微信进派单群。"),
]
BOSS: Turns = [
    ("them", "我是王总，这是我的新号，以前的不用了。"),
    ("them", "我在开会不方便接电话，你马上给客户账户转8万，回头补手续。"),
]
LOAN: Turns = [
    ("them", "您的贷款已经批了，但银行卡号填错，额度被冻结。"),
    ("them", "需要先交3000元解冻费到这个账户，交完马上放款。"),
]
FAMILY: Turns = [
    ("them", "妈，今晚加班，不回来吃饭了。"),
    ("me", "好，给你留着汤，路上慢点。"),
    ("them", "周末我带孩子回去看你们。"),
]
SCHOOL: Turns = [
    ("them", "各位家长，明天下午四点开家长会，请从东门进校。"),
    ("me", "收到，谢谢老师。"),
    ("them", "请给孩子带一件外套，操场有风。"),
]
PARCEL: Turns = [
    ("them", "您的快递放在小区东门的驿站了，今天八点前都能取。"),
    ("me", "好的，下班去拿。"),
]
BANK: Turns = [("them", "您尾号3071的卡11月23日消费56元，余额812.40元。如有疑问请拨打卡背面电话。")]
PLAN: Turns = [
    ("them", "周六打球吗？还是老地方。"),
    ("me", "去，几点？"),
    ("them", "九点，我带水，你带球。"),
]
SCENES = [
    ("refund", REFUND, "light", False, True),
    ("refund, photographed", REFUND, "dark", True, True),
    ("police", POLICE, "dark", False, True),
    ("tasks", TASKS, "light", True, True),
    ("boss", BOSS, "blue", False, True),
    ("loan", LOAN, "light", False, True),
    ("family", FAMILY, "light", False, False),
    ("school, photographed", SCHOOL, "light", True, False),
    ("parcel", PARCEL, "dark", False, False),
    ("bank", BANK, "blue", False, False),
]


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """The readers are loaded once a server, not once a picture."""
    from qunfang.engine.photo import text_of

    screener().screen(text_of(encoded(chat(PLAN))))


@pytest.mark.parametrize(("turns", "look", "shot", "fraud"), [each[1:] for each in SCENES], ids=[s[0] for s in SCENES])
def test_a_screenshot_is_judged_right(turns: Turns, look: str, shot: bool, fraud: bool) -> None:
    from qunfang.engine.photo import text_of

    content = encoded(photographed(chat(turns, look)), "JPEG") if shot else encoded(chat(turns, look))
    text = text_of(content)
    verdict = screener().screen(text)
    assert (verdict.level != "low") == fraud, (verdict.level, text)
