"""`qunfang screen`: is this message a scam? One text, a file of lines, or JSON Lines in and out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from qunfang.cli.bulk import OtherRun, Run, progress_bar, screen_file
from qunfang.cli.json_lines import chunked, read_line, read_plain, verdict_lines
from qunfang.common.settings import env_path
from qunfang.engine.screening import ROLES, Screener, Verdict, screener
from qunfang.engine.screening.model.folders import fingerprint


def screen_command(
    *,
    text: Annotated[str, typer.Argument(help="The message, or a file with one a line; - reads the input.")] = "-",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Objects {id, text} in, verdicts out, also for a FILE named .jsonl.")
    ] = False,
    role: Annotated[str, typer.Option(help="Who reads the advice: " + ", ".join(ROLES) + ".")] = "resident",
    language: Annotated[str, typer.Option(help="Language of the words: zh or en.")] = "zh",
    out: Annotated[
        str | None, typer.Option(help="Bulk: write verdicts here, with a progress bar; a stopped run goes on.")
    ] = None,
    spark: Annotated[
        bool, typer.Option("--spark", help="Bulk on Spark: TEXT is a path or pattern Spark reads, --out a folder.")
    ] = False,
) -> None:
    """Tell fraud from the honest message that looks like it, and say why."""
    jsonl = jsonl or text.endswith((".jsonl", ".ndjson"))
    if spark:
        _on_spark(text, out, role=role, language=language)
        return
    if out is not None:
        if not _is_file(text):
            raise typer.BadParameter("--out needs a file to read.")
        _bulk(Path(text), Path(out), jsonl=jsonl, role=role, language=language)
        return
    engine = screener(models_folder())
    if text != "-" and not _is_file(text) and not jsonl:
        _show(engine.screen(text, role=role, language=language), text)
        return
    with Path(text).open("rb") if _is_file(text) else nullcontext(sys.stdin.buffer) as source:
        if jsonl:
            _stream(engine, source, role=role, language=language)
        else:
            _show_lines(engine, source, role=role, language=language)


def models_folder() -> Path:
    """Where this installation keeps models of its own."""
    return env_path("QUNFANG_HOME", Path("~/.qunfang")) / "models" / "screening"


def _is_file(text: str) -> bool:
    try:
        return text != "-" and len(text) < 4096 and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _stream(engine: Screener, source: BinaryIO, *, role: str, language: str) -> None:
    """JSON Lines in, JSON Lines out, in order. Memory is bounded by the chunk, not by the file."""
    for chunk in chunked(source):
        sys.stdout.buffer.writelines(verdict_lines(engine, chunk, read_line, (role, language)))
        sys.stdout.buffer.flush()


def _bulk(source: Path, out: Path, *, jsonl: bool, role: str, language: str) -> None:
    """A whole file into a file, with a bar; refuses in words to go on with the part of another run."""
    engine = screener(models_folder())
    run = Run(
        size=source.stat().st_size,
        model=fingerprint(models_folder()),
        semantic=engine.semantic,
        role=role,
        language=language,
        jsonl=jsonl,
    )
    try:
        with progress_bar(run.size) as tell:
            read = read_line if jsonl else read_plain
            kept, total = screen_file(engine, source, out, read=read, run=run, tell=tell)
    except OtherRun as other:
        typer.echo(
            f"{other} was begun with another file, model or reader. Delete it to begin anew, or choose another --out.",
            err=True,
        )
        raise typer.Exit(2) from other
    again = f", {kept:,} of them from the run before" if kept else ""
    typer.echo(f"{total:,} answers in {out}{again}.", err=True)


def _on_spark(source: str, out: str | None, *, role: str, language: str) -> None:
    """The same verdicts from a Spark job: the session is the one of spark-submit, or a local one."""
    if out is None or source == "-":
        raise typer.BadParameter("--spark needs a path to read and --out, a folder to write.")
    from qunfang.cli.spark import SparkMissing, screen_on_spark

    try:
        screen_on_spark(source, out, folder=models_folder(), role=role, language=language)
    except SparkMissing as missing:
        typer.echo(f"PySpark is not installed ({missing}). Install qunfang[spark]; it needs Java 17.", err=True)
        raise typer.Exit(2) from missing


def _show_lines(engine: Screener, source: Iterable[bytes], *, role: str, language: str) -> None:
    texts = [raw.decode("utf-8", "replace").strip() for raw in source]
    texts = [text for text in texts if text]
    for text, verdict in zip(texts, engine.screen_many(texts, role=role, language=language), strict=True):
        _show(verdict, text)


def _show(verdict: Verdict, text: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    colour = {"low": "green", "medium": "yellow", "high": "red"}[verdict.level]
    console = Console(highlight=False)
    shown = text if len(text) < 80 else text[:79] + "…"
    kind = f" · {verdict.type}" if verdict.type else ""
    console.print(f"[bold {colour}]{verdict.level} {verdict.risk:.0%}{kind}[/]  {escape(shown)}")
    for reason in verdict.reasons:
        mark = "-" if reason.scam else "+"
        console.print(f"  {mark} {reason.says}：[italic]{escape(text[reason.start : reason.end][:60])}[/]")
    console.print(f"  → {verdict.advice}")
