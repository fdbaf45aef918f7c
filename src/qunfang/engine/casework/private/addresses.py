"""Addresses that single out a place: estate with building and room, road with number, village with group and number."""

from __future__ import annotations

import re

Found = tuple[int, int, str]

_N = r"(?:[a-z]?\d{1,4}[a-z]?|[一二三四五六七八九十百零〇]{1,4}|[甲乙丙丁]|[×x*＊]{1,4}|[a-z])"
_ESTATE = (
    r"(?:小区|花园|花苑|家园|公寓|新村|社区|大厦|广场|国际|名苑|名都|名城|豪庭|雅苑|雅居|山庄|别墅|佳苑|嘉园|丽景|华庭|宿舍|宿舍楼|学舍|校区"
    r"|苑|园|庭|府|湾|城|里|居|坊|轩|阁|院|庄|屯|村|路|街|巷|弄|道|胡同|区|镇|乡|寨|营|组|队)"
)
_HAN = r"[\u4e00-\u9fffa-z0-9·]"
_TAIL = (
    rf"(?:{_N}(?:号楼|号院|栋|幢|座|号|弄|单元|楼|层|室|房|组|队|户|门|#)(?:之{_N})?"
    rf"|-{_N}){{0,5}}(?:{_N}(?![\d年月日元万时分岁笔次%]))?"
)
_CORE = re.compile(
    rf"{_HAN}{{2,12}}?(?:酒店|宾馆|旅馆|旅社|民宿|招待所|客栈){_N}(?:号|室|房|间|号房)"
    rf"|{_HAN}{{1,10}}?{_ESTATE}(?:第?{_N}(?:期|区|村|组|队))?{_N}"
    rf"(?:号楼|号院|栋|幢|座|单元|弄|号|室|房|#)(?!公告|文件|线|台|机|球|馆|柜员|店员|窗口|选手|服务区)"
    rf"{_TAIL}"
    rf"|{_HAN}{{1,8}}?(?:村|屯|庄|寨|社区)第?{_N}(?:组|队|社|屯)(?:{_N}号)?"
    rf"|{_HAN}{{1,8}}?(?:村|屯|庄){_N}号"
    rf"|{_N}(?:号楼|栋|幢|座){_N}(?:单元|室|房|楼|层|号){_TAIL}"
    rf"|{_N}单元{_N}(?:室|房|号)?"
    rf"|{_HAN}{{1,8}}?(?:苑|园|里|城|府|庭|小区|花园|公寓|大厦|广场|宿舍楼?|[一二三四五六七八九东西南北]区|村){_N}-{_N}(?:-{_N})?(?:室|号)?"
)
_OPENER = re.compile(
    r".*(?:现?家?住址?(?:在|于|为|是|:)?|现住|暂住|居住(?:在|于)?|位于|地址(?:是|为|:)?|送到|寄到|寄往|寄至|来到|回到|赶到|上门到|到|在|至|往|于|从|去|是|系|为|的|给|了)(?=.)"
)


def find_addresses(flat: str) -> list[Found]:
    """Spans of exact addresses in an evened text, from the first word of the place to the last number."""
    found: list[Found] = []
    for match in _CORE.finditer(flat):
        start = match.start()
        opener = _OPENER.match(match[0][: max(0, len(match[0]) - 3)])
        if opener and not re.search(r"\d", opener[0]):
            start += opener.end()
        else:
            start = _further(flat, start)
        if match.end() - start >= 3:
            found.append((start, match.end(), "address"))
    return found


def _further(flat: str, start: int) -> int:
    """A place whose name is longer than the pattern takes: back to the word that opens it, at most ten signs."""
    head = re.search(r"[\u4e00-\u9fff]{0,12}$", flat[max(0, start - 12) : start])
    if head is None or not head[0]:
        return start
    opener = _OPENER.match(head[0] + "。")
    return start - len(head[0]) + opener.end() if opener else start
