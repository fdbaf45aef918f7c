"""What a plan says beside its obligations: title, kind, period, goals, focus, requirements, duties."""

from __future__ import annotations

import re

from qunfang.engine.plantext.lexicon import named
from qunfang.engine.plantext.model import Duty, Focus, Goal, Obligation
from qunfang.engine.plantext.numerals import NUMBER, fraction, number
from qunfang.engine.plantext.structure import Item
from qunfang.engine.plantext.text import Reading

TITLE = re.compile(r"(?:方案|通知|总结|细则|办法|安排表?|计划|意见|要点|预案|措施|汇报|倡议)(?:\(.{1,8}\))?$")
METRICS = [
    ("install_rate", r"安装率|注册率|APP安装"),
    ("coverage_rate", r"覆盖率|覆盖面|全覆盖|宣传面"),
    ("awareness_rate", r"知晓率|知晓度|人人知晓|家喻户晓|知道得多"),
    ("loss_amount", r"损失"),
    ("solve_rate", r"破案率|侦破率"),
    ("participation_rate", r"参与率|参训率|参加率"),
    ("satisfaction", r"满意[率度]"),
    ("case_count", r"发案|案件数|案件发生|警情|零发生|被骗|案件为零"),
    ("other_rate", r"率|控制在|拦截数|创建成功"),
]
SHARE = r"(\d+(?:\.\d+)?%|百分之[一二三四五六七八九十百]+|[一二三四五六七八九]成)"

DATE = r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号]?)?"
PERIOD = re.compile(DATE + r"\s*(?:起)?(?:至|到|-|—+|~|–)\s*" + DATE + r"?")


def title_of(reading: Reading, items: list[Item]) -> str | None:
    """The document's title as written; a title broken over two lines is joined from the last that ends it."""
    lines = [reading.text[each.start : each.end] for each in items[:8]]
    for text in (line.strip("《》 ") for line in lines):
        if TITLE.search(text) and len(text) <= 60 and not re.search(r"[。;]", text):
            return text
    first = lines[0] if lines else ""
    return first if 4 <= len(first) <= 40 and not re.search(r"[。,;]$", first) else None


def kind_of(reading: Reading, title: str | None) -> str:
    """The kind of the issuing body, by weighed words: the title counts most, then the opening and the end."""
    head = (title or "") * 3 + reading.text[:160] + reading.text[-80:]
    scores = {
        kind: 3 * len(regex.findall(head)) + len(regex.findall(reading.text)) for kind, regex in named("kinds").items()
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= 3 else "other"


def period_of(reading: Reading) -> tuple[str | None, str | None]:
    """The campaign's own period: a stated span of dates, from the first stage's start to the last one's end."""
    found = []
    for line in reading.text.split("\n"):
        for match in PERIOD.finditer(line):
            end_month = match[5] or match[2]
            start = _day(match[1], match[2], match[3], last=False)
            end = _day(match[4] or match[1], end_month, match[6], last=True)
            found.append((start, end))
    if found:
        return found[0][0], found[-1][1]
    if now := re.search(rf"即日起至{DATE}", reading.text):
        return None, _day(now[1], now[2], now[3], last=True)
    if begins := re.search(DATE + r"起(?:施行|执行|实施)", reading.text):
        return _day(begins[1], begins[2], begins[3], last=False), None
    return None, None


def _day(year: str | None, month: str, day: str | None, *, last: bool) -> str:
    m = min(max(int(month), 1), 12)
    lasts = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}
    d = int(day) if day else (lasts.get(m, 31) if last else 1)
    return f"{year or '-'}-{m:02d}-{d:02d}"


def goals_of(reading: Reading) -> list[Goal]:
    """Numbers and directions that the text sets as its aim."""
    found: list[Goal] = []
    for match in re.finditer(r"[^。;!?\n,]+", reading.text):
        metric = ""
        for start, end in [match.span()]:
            clause = reading.text[start:end]
            for piece_start, piece in _pieces(clause):
                metric = next((name for name, regex in METRICS if re.search(regex, piece)), "")
                goal = _goal(metric, piece) if metric else None
                if goal:
                    span = reading.span(start + piece_start, start + piece_start + len(piece))
                    found.append(Goal(metric=metric, op=goal[0], value=goal[1], span=span))
    return found


def _pieces(clause: str) -> list[tuple[int, str]]:
    parts, place = [], 0
    for piece in clause.split("、"):
        parts.append((place, piece))
        place += len(piece) + 1
    shared = len(parts) == 2 and not re.search(SHARE, parts[0][1]) and re.search(SHARE, parts[1][1])
    if shared and re.search(r"发案|损失", parts[0][1]):
        tail = re.split(r"损失金额|损失|发案数?", parts[1][1])[-1]
        return [(0, parts[0][1] + tail), parts[1]]
    return parts if len(parts) > 1 and all(re.search(SHARE, piece) for _, piece in parts) else [(0, clause)]


def _goal(metric: str, text: str) -> tuple[str, float | int | None] | None:
    down = re.search(r"下降|减少|降低|压降|压减", text)
    if share := re.search(SHARE, text):
        value = fraction(share[1])
        if down:
            return "down", value
        return ("=" if value == 1.0 else ">="), value
    if metric == "coverage_rate" and "全覆盖" in text:
        return "=", 1.0
    if metric == "awareness_rate" and re.search(r"人人知晓|家喻户晓", text):
        return "=", 1.0
    if metric == "case_count" and re.search(r"零发案|案件为零|零发生|无.{0,6}被骗", text):
        return "=", 0
    if match := re.search(rf"(?:不超过|以内|控制在|压到)\D{{0,3}}({NUMBER})", text):
        return "<=", int(number(match[1]))
    if (
        down
        and metric in {"case_count", "loss_amount"}
        and re.search(r"有效|明显|持续|逐步|努力|大幅|切实|双下降|实现", text)
    ):
        return "down", None
    if metric in {"satisfaction", "awareness_rate"} and re.search(r"提高|提升|上升", text):
        return "up", None
    return None


def focus_of(reading: Reading) -> list[Focus]:
    """Fraud types that the text names."""
    found = []
    for kind, regex in named("focus").items():
        match = regex.search(reading.text)
        if match:
            found.append(Focus(type=kind, span=reading.span(match.start(), match.end())))
    return sorted(found, key=lambda each: each.span)


def requirements_of(reading: Reading) -> list[str]:
    """Which of the closed list the text demands."""
    return [name for name, regex in named("requirements").items() if regex.search(reading.text)]


def duties_of(found: list[Obligation]) -> list[Duty]:
    """Units that bear at least one obligation, at their first."""
    first: dict[str, Duty] = {}
    for each in found:
        for unit in each.actors:
            first.setdefault(unit, Duty(unit=unit, span=each.span))
    return list(first.values())


def warnings_of(found: list[Obligation]) -> tuple[str, ...]:
    """What the reader should know about the whole reading."""
    return () if found else ("No obligation was found in this text.",)
