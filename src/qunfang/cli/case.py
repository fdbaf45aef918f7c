"""`qunfang case`: what a case narrative tells, and the narrative with personal data covered."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from qunfang.cli.json_lines import chunked, read_line, to_json
from qunfang.engine.casework import CaseNote, read_case, said_of


def case_command(
    *,
    text: Annotated[str, typer.Argument(help="The narrative, or a file with one; - reads the input.")] = "-",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Objects {id, text} in, readings out, also for a FILE named .jsonl.")
    ] = False,
    language: Annotated[str, typer.Option(help="Language of the words: zh or en.")] = "zh",
) -> None:
    """Read a case narrative: type, outcome, channel, loss, victim, stages; cover personal data."""
    jsonl = jsonl or text.endswith((".jsonl", ".ndjson"))
    if not jsonl and text != "-" and not _is_file(text):
        _show(read_case(text), language)
        return
    with Path(text).open("rb") if _is_file(text) else nullcontext(sys.stdin.buffer) as source:
        if jsonl:
            _stream(source)
        else:
            _show(read_case(source.read().decode("utf-8", "replace").strip()), language)


def _is_file(text: str) -> bool:
    try:
        return text != "-" and len(text) < 4096 and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _stream(source: BinaryIO) -> None:
    """JSON Lines in, JSON Lines out, in order; a line that cannot be read says why and the run goes on."""
    for chunk in chunked(source):
        sys.stdout.buffer.writelines(_answers(chunk))
        sys.stdout.buffer.flush()


def _answers(chunk: list[bytes]) -> Iterator[bytes]:
    for raw in chunk:
        key, text, error = read_line(raw)
        yield to_json({"id": key, **({"error": error} if text is None else read_case(text).to_dict())})


def _show(note: CaseNote, language: str) -> None:
    """A few lines for a person: what was read, from which words, and the covered text."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    loss = "?" if note.loss_yuan is None else f"{note.loss_yuan:,.10g} 元"
    said = [said_of("types", note.type, language), said_of("outcomes", note.outcome, language)]
    said += [said_of("channels", note.channel, language), loss, said_of("sexes", note.victim.sex, language)]
    console.print(f"[bold]{' · '.join(said)}[/] {note.victim.age or '?'}")
    for stage in note.stages:
        words = escape(note.masked[stage.start : stage.end][:60])
        console.print(f"  {said_of('stages', stage.name, language)}：{words}")
    for line in note.trace:
        if line.about in {"paid", "back"}:
            console.print(f"  {'-' if line.about == 'paid' else '+'} {escape(line.says)}")
    console.print(escape(note.masked), soft_wrap=True)
