"""A compiled plan in the terminal: the text with its understood words lit, and beside it what was understood."""

from __future__ import annotations

from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from qunfang.engine.plantext import Obligation, Plan, labels

LIT = ("bold cyan", "bold green", "bold magenta", "bold yellow")


def show_plan(plan: Plan, text: str, console: Console | None = None) -> None:
    """Print a plan; without its text (a saved plan) the obligations' own words stand in its place."""
    out = console or Console()
    out.print(Text(plan.title or "（无标题）", style="bold"))
    out.print(_facts(plan))
    table = Table(show_lines=True, expand=True, header_style="bold")
    table.add_column("原文", ratio=3, overflow="fold")
    table.add_column("读出的事项", ratio=2, overflow="fold")
    for left, right in _rows(plan, text):
        table.add_row(left, right)
    out.print(table)
    out.print(Text(f"共读出 {len(plan.obligations)} 项", style="bold"))


def _rows(plan: Plan, text: str) -> list[tuple[RenderableType, RenderableType]]:
    if not text:
        numbered = enumerate(plan.obligations)
        return [(Text(each.text, style=_style(place)), _card(place, each)) for place, each in numbered]
    rows: list[tuple[RenderableType, RenderableType]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        mine = [
            (place, each) for place, each in enumerate(plan.obligations) if start <= each.span[0] < max(end, start + 1)
        ]
        if line.strip():
            rows.append((_lit(line, start, plan), Text("\n").join(_card(place, each) for place, each in mine)))
        start = end + 1
    return rows


def _lit(line: str, start: int, plan: Plan) -> Text:
    shown = Text(line.strip("\r"))
    for place, each in enumerate(plan.obligations):
        begin, end = max(each.span[0] - start, 0), min(each.span[1] - start, len(line))
        if begin < end:
            shown.stylize(_style(place), begin, end)
    return shown


def _style(place: int) -> str:
    return LIT[place % len(LIT)]


def _card(place: int, each: Obligation) -> Text:
    """One obligation in a line or two: what, who, where, how many, how often, until when, and what is unclear."""
    names = labels()
    card = Text(f"{place + 1} {names['deliverable'][each.deliverable]}", style=_style(place))
    told = ["、".join(each.actors), "、".join(names["site"][site] for site in each.sites), _count(each, names)]
    told += [names["every"].get(each.every or "", ""), f"限 {each.by}" if each.by else ""]
    card.append(Text(" · ".join(["", *filter(None, told)]), style="default"))
    for doubt in each.doubts:
        card.append(Text(f" ？{doubt.reason}", style="bold red"))
    return card


def _count(each: Obligation, names: dict[str, dict[str, str]]) -> str:
    basis = names["per"].get(each.per or "", "")
    return f"{basis}≥{each.min_count}" if each.min_count is not None else basis


def _facts(plan: Plan) -> Text:
    names = labels()
    lines = [f"单位类型 {names['kind'][plan.kind]}    时间 {plan.period[0] or '—'} 至 {plan.period[1] or '—'}"]
    goals = [
        f"{names['metric'].get(goal.metric, goal.metric)}{names['op'].get(goal.op, goal.op)}{_value(goal.value)}"
        for goal in plan.goals
    ]
    roles = [f"{names['role'][role.role]} {role.title or '（空）'}" for role in plan.roles]
    for label, told in (
        ("目标", goals), ("组织", roles), ("防范重点", [names["focus"][each.type] for each in plan.focus]),
        ("要求", [names["requirement"][each] for each in plan.requirements]),
    ):  # fmt: skip
        if told:
            lines.append(f"{label} {'；'.join(told)}")
    return Text("\n".join(lines), style="dim")


def _value(value: Any) -> str:
    if isinstance(value, float) and value <= 1:
        return f" {value * 100:g}%"
    return "" if value is None else f" {value:g}"
