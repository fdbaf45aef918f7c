"""Screenshots are read as a person reads them: who says what, in order."""

from __future__ import annotations

import pytest

from tests.engine.photo.scenes import chat, encoded, photographed

pytestmark = pytest.mark.ocr
TURNS = [
    ("them", "您好，我是平台客服，您购买的奶粉查出质量问题，需要给您办理三倍退款。"),
    ("me", "怎么退？"),
    ("them", "请您下载会议软件，进入会议后打开屏幕共享，我一步一步教您操作。"),
    ("me", "我先问问家里人。"),
]


@pytest.mark.parametrize("look", ["light", "dark", "blue"])
@pytest.mark.parametrize("shot", [False, True], ids=["screenshot", "photographed"])
def test_a_chat_is_read_turn_by_turn(look: str, shot: bool) -> None:
    from qunfang.engine.photo import text_of

    image = chat(TURNS, look)
    content = encoded(photographed(image), "JPEG") if shot else encoded(image)
    lines = text_of(content).splitlines()
    assert [line.split("：")[0] for line in lines if "：" in line] == ["对方", "我", "对方", "我"]
    together = "".join(lines)
    for words in ("三倍退款", "怎么退", "屏幕共享", "问问家里人"):
        assert words in together
