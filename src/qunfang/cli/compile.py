"""`qunfang compile`: a plan's text → what it asks, in the terminal, as JSON or as YAML."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from qunfang.engine.plantext import (
    BrokenPlan,
    Plan,
    UnreadableDocument,
    compile_text,
    plan_from_yaml,
    plan_to_dict,
    plan_to_yaml,
    read_document,
)


def compile_command(
    file: Annotated[str, typer.Argument(help="A .txt, .md, .docx, .pdf or saved .yaml; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the plan as YAML to edit and compile again.")] = False,
) -> None:
    """Read a work plan and show what it asks of whom."""
    try:
        plan, text = _load(file)
    except (UnreadableDocument, BrokenPlan, OSError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from refusal
    for warning in plan.warnings:
        typer.echo(warning, err=True)
    if as_json:
        typer.echo(json.dumps(plan_to_dict(plan), ensure_ascii=False, indent=2))
    elif as_yaml:
        typer.echo(plan_to_yaml(plan), nl=False)
    else:
        _show(plan, text)


def _load(file: str) -> tuple[Plan, str]:
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    if file.lower().endswith((".yaml", ".yml")):
        return plan_from_yaml(data.decode()), ""
    text = read_document(data, name=file)
    return compile_text(text), text


def _show(plan: Plan, text: str) -> None:
    """The text's words on the left, what was understood of them on the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=plan.title or "—", show_lines=True)
    for heading in ("原文", "事项", "谁来做", "地点", "数量", "频次"):
        table.add_column(heading)
    for each in plan.obligations:
        count = f"≥ {each.min_count}" if each.min_count else "—"
        words = text[slice(*each.span)] if text else each.text
        row = [words, f"[bold blue]{each.deliverable}[/]", "、".join(each.actors), "、".join(each.sites)]
        table.add_row(*row, f"{count} {each.per or ''}", each.every or each.by or "—")
    console = Console()
    console.print(table)
    goals = " · ".join(f"{goal.metric} {goal.op} {goal.value}" for goal in plan.goals)
    console.print(f"{plan.kind} · {plan.period[0]} … {plan.period[1]} · {goals}")
    console.print(" · ".join(plan.requirements))


if __name__ == "__main__":
    typer.run(compile_command)
