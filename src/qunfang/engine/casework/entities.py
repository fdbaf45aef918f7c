"""What a narrative names: phones, accounts, apps, links and amounts, as written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qunfang.engine.casework.money.ledger import Ledger
from qunfang.engine.casework.private import Private
from qunfang.engine.casework.reading import Reading
from qunfang.engine.screening.extract.links import LINK, read_link

_APP = re.compile(
    r"(?:下载|安装|装(?:了|上|好)?|下了?|登录|打开|注册|卸载|app|软件|应用|平台|会议)[^,。;!?“”\"\n]{0,8}[“\"《【]([^”\"》】\n]{1,16})[”\"》】]"
    r"|[“\"《【]([^”\"》】\n]{1,16})[”\"》】](?=[^,。;]{0,3}(?:app|软件|平台|客户端|聊天|会议|网站|应用|交友|上(?:认识|结识|遇)))"
    r"|(?:下载|安装|装了?)([\u4e00-\u9fffa-z0-9]{2,8})(?=app|软件|客户端)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entities:
    """Each in the order of the text, without repeats."""

    phones: tuple[str, ...]
    accounts: tuple[str, ...]
    apps: tuple[str, ...]
    links: tuple[str, ...]
    amounts: tuple[str, ...]


def find_entities(reading: Reading, private: tuple[Private, ...], ledger: Ledger) -> Entities:
    """Collect from what was found already, and from patterns for links and apps."""
    links = [match.span() for match in LINK.finditer(reading.even) if read_link(match[0]) is not None]
    apps = [match.span(match.lastindex or 0) for match in _APP.finditer(reading.even)]
    phones = [(each.start, each.end) for each in private if each.kind == "phone"]
    accounts = [(each.start, each.end) for each in private if each.kind in {"card", "account"}]
    amounts = [(each.amount.start, each.amount.end) for each in ledger.entries]
    return Entities(
        phones=_written(reading.text, phones),
        accounts=_written(reading.text, accounts),
        apps=_written(reading.text, apps),
        links=_written(reading.text, links),
        amounts=_written(reading.text, amounts),
    )


def _written(text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in sorted(spans)))
