"""`qunfang compile`: a plan's text → what it asks, in the terminal, as JSON or as YAML."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from qunfang.cli.plan_view import show_plan
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
        typer.echo(_sentence(refusal), err=True)
        raise typer.Exit(2) from refusal
    for warning in plan.warnings:
        typer.echo(warning, err=True)
    if as_json:
        typer.echo(json.dumps(plan_to_dict(plan), ensure_ascii=False, indent=2))
    elif as_yaml:
        typer.echo(plan_to_yaml(plan), nl=False)
    else:
        show_plan(plan, text)


def _sentence(refusal: Exception) -> str:
    """Why not, in one clear sentence."""
    if isinstance(refusal, FileNotFoundError):
        return f"There is no file {refusal.filename}."
    return f"The file cannot be opened: {refusal.strerror}." if isinstance(refusal, OSError) else str(refusal)


def _load(file: str) -> tuple[Plan, str]:
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    if file.lower().endswith((".yaml", ".yml")):
        return plan_from_yaml(_decoded(data)), ""
    text = read_document(data, name=file)
    return compile_text(text), text


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise BrokenPlan("The file is no UTF-8 text, so it is no saved plan.") from cause


if __name__ == "__main__":
    typer.run(compile_command)
