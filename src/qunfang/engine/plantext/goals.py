"""Numbers and directions that the text sets as its aim."""

from __future__ import annotations

import re

from qunfang.engine.plantext.model import Goal
from qunfang.engine.plantext.numerals import NUMBER, fraction, number
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

METRICS: tuple[tuple[str, str], ...] = (
    ("install_rate", r"安装率|注册率|装机率|APP.{0,4}安装|安装.{0,6}率|注册.{0,4}率"),
    ("coverage_rate", r"覆盖率|覆盖面|全覆盖|宣传面|入户率|覆盖全[部体]"),
    ("awareness_rate", r"知晓率|知晓度|人人知晓|家喻户晓|了解面|知晓面"),
    ("solve_rate", r"破案率|侦破率|破获率"),
    ("participation_rate", r"参与率|参训率|参加率|参与测试率|到课率"),
    ("satisfaction", r"满意[率度]|测评不低于|服务满意"),
    ("loss_amount", r"损失(?!.{0,4}返还)"),
    ("case_count", r"发案|案件|立案|警情|零发生|被骗|报案|案发"),
    ("other_rate", r"率|控制在|拦截数|涉案账户|涉案号码|账户数|不少于\d|人数|不低于\d|号码"),
)
METRIC = [(name, re.compile(regex)) for name, regex in METRICS]
SHARE = r"(\d+(?:\.\d+)?\s?%|百分之[一二三四五六七八九十百]+|[一二三四五六七八九两]成(?!立|员|为|效|果))"
HALF = re.compile(r"减少一半|下降一半|减半|降低一半")
DOWN = re.compile(r"下降|减少|降低|压降|压减|降到.{0,2}%|减半")
UP = re.compile(r"提高|提升|上升|增长|扩大|净增|新增")
ZERO = re.compile(r"为零|降到零|为0(?!\d)|零发案|零发生|零被骗|零案件|不发生|无.{0,10}被骗|无.{0,14}被处理|零新增|率0$")
MOST = re.compile(
    rf"(?:不超过|控制在|压到|降到|压降到|(?<!不)低于|(?<!不得)(?<!不)少于|不多于)\D{{0,4}}?({NUMBER})|({NUMBER})[起户个人件万]?(?:元)?(?:以内|以下)"
)
LEAST = re.compile(
    rf"(?:不少于|不低于|达到|超过|力争|争取)\D{{0,6}}?({NUMBER})|({NUMBER})[起户个人名家件分](?:以上|及以上)"
)
AIM = re.compile(
    r"目标|力争|确保|达到|不低于|不少于|不超过|以上|以内|控制在|下降|零|实现|争取|要(?:达|求)|百分之百|100%|为0|覆盖|以下|提高|提升|减"
)
TOLD = re.compile(
    r"去年|上半年(?!目标)|今年以来|截至|截止|统计|只有|占|上升了|同期上升|分别下降|已(?:经)?(?:达|有)|得\d+分|扣\d|此前|有七成|已达"
)
SANCTION = re.compile(
    r"(?:低于|不足|不到|未达|达不到|超过).{0,12}的(?:$|[^,]{0,10}$|科室|单位|村|网格|学院|车间|支行|社区)|追偿|补课|补齐|绩效|奖励|评优"
)
GOALS = re.compile(r"目标|指标")
AIMED = re.compile(r"力争|争取|控制在|压[到降]|目标|降到|全年(?:目标|发案|拦截|打掉|警情)")


def goals_of(reading: Reading, items: list[Item]) -> list[Goal]:
    """Goals in the order of the text; one that is set twice is told once."""
    found: list[Goal] = []
    aims = [(item.start, item.end) for item in items if any(GOALS.search(each.head) for each in (*item.above, item))]
    for sentence in re.finditer(r"[^。;!?\n|]+", reading.text):
        if TOLD.search(sentence[0]) and not GOALS.search(sentence[0]):
            continue
        carried = ""
        for clause in re.finditer(r"[^,]+", sentence[0]):
            start = sentence.start() + clause.start()
            aimed = any(first <= start < last for first, last in aims) or bool(AIMED.search(clause[0]))
            carried = _clause(reading, (start, clause[0], aimed), carried, found)
    return found


def _clause(reading: Reading, told_at: tuple[int, str, bool], carried: str, found: list[Goal]) -> str:
    start, clause, aimed = told_at
    if SANCTION.search(clause):
        return ""
    for at, piece in _pieces(clause):
        metric = next((name for name, regex in METRIC if regex.search(piece)), "")
        told = _goal(metric or carried, piece, aimed) if (metric or (carried and re.search(SHARE, piece))) else None
        if told and AIM.search(piece):
            goal = Goal(
                metric=metric or carried,
                op=told[0],
                value=told[1],
                span=reading.span(start + at, start + at + len(piece)),
            )
            if (goal.metric, goal.op, goal.value, goal.span) not in [
                (each.metric, each.op, each.value, each.span) for each in found
            ]:
                found.append(goal)
        carried = metric or carried
    return carried


def _pieces(clause: str) -> list[tuple[int, str]]:
    """Parts of a clause that each set a goal: both of “发案数、损失金额均下降20%”, each of “A率100%、B率98%”."""
    parts, place = [], 0
    for piece in clause.split("、"):
        parts.append((place, piece))
        place += len(piece) + 1
    if (
        len(parts) == 2
        and re.search(r"发案|立案|案件|警情", parts[0][1])
        and re.search(r"损失", parts[1][1])
        and not re.search(rf"{SHARE}|\d", parts[0][1])
    ):
        tail = re.split(r"损失数?金?额?", parts[1][1], maxsplit=1)[-1]
        return [(0, parts[0][1] + tail), parts[1]]
    return (
        parts
        if len(parts) > 1 and all(re.search(SHARE, piece) or ZERO.search(piece) for _, piece in parts)
        else [(0, clause)]
    )


def _goal(metric: str, text: str, aimed: bool) -> tuple[str, float | int | None] | None:
    if ZERO.search(text) and not re.search(SHARE, text):
        return "=", 0
    if share := re.search(SHARE, text):
        return _share(metric, text, fraction(share[1].replace(" ", "")))
    if HALF.search(text):
        return "down", 0.5
    if metric == "coverage_rate" and re.search(r"全覆盖|覆盖全[部体]", text):
        return "=", 1.0
    if metric == "awareness_rate" and re.search(r"人人知晓|家喻户晓", text):
        return "=", 1.0
    return (_amount(metric, text) if aimed else None) or _direction(metric, text)


def _share(metric: str, text: str, value: float) -> tuple[str, float | int | None]:
    if DOWN.search(text):
        return "down", value
    if metric not in {"install_rate", "awareness_rate", "coverage_rate"} and re.search(
        r"(?:同比|环比|较|比).{0,8}(?:提升|提高|上升|增长)", text
    ):
        return "up", value
    if re.search(r"不超过|以内|以下|控制在", text):
        return "<=", value
    return ("=" if value == 1.0 else ">="), value


def _amount(metric: str, text: str) -> tuple[str, float | int | None] | None:
    if not metric:
        return None
    for op, regex in (("<=", MOST), (">=", LEAST)):
        if op == ">=" and metric not in {"other_rate", "satisfaction", "install_rate"}:
            continue
        if (match := regex.search(text)) and (raw := next((each for each in match.groups() if each), None)):
            try:
                return op, int(number(raw))
            except (ValueError, KeyError, OverflowError):
                return None
    return None


def _direction(metric: str, text: str) -> tuple[str, float | int | None] | None:
    if metric in {"case_count", "loss_amount"} and (DOWN.search(text) or re.search(r"有效(?:防止|预防|遏制)", text)):
        return ("down", None) if re.search(r"有效|明显|持续|逐步|努力|大幅|切实|双下降|实现|预防", text) else None
    if metric in {"satisfaction", "awareness_rate", "coverage_rate"} and UP.search(text):
        return "up", None
    return None
