"""`qunfang screen`: is this message a scam? One text, a file of lines, or JSON Lines in and out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from qunfang.common.settings import env_path
from qunfang.engine.screening import ROLES, Screener, Verdict, screener

CHUNK_LINES = 256
CHUNK_BYTES = 2_000_000
Line = tuple[Any, str | None, str]  # id, text (None where unreadable), error


def screen_command(
    text: Annotated[str, typer.Argument(help="The message, or a file with one a line; - reads the input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Objects {id, text, channel} in, verdicts out.")] = False,
    role: Annotated[str, typer.Option(help="Who reads the advice: " + ", ".join(ROLES) + ".")] = "resident",
    language: Annotated[str, typer.Option(help="Language of the words: zh or en.")] = "zh",
) -> None:
    """Tell fraud from the honest message that looks like it, and say why."""
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
    out = sys.stdout.buffer
    for chunk in _chunks(source):
        lines = [read_line(raw) for raw in chunk]
        texts = [text for _, text, _ in lines if text is not None]
        verdicts = iter(engine.screen_many(texts, role=role, language=language))
        for key, text, error in lines:
            answer = {"error": error} if text is None else next(verdicts).to_dict()
            out.write(_to_json({"id": key, **answer}))
        out.flush()


def _chunks(source: BinaryIO) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for raw in source:
        if not raw.strip():
            continue
        chunk.append(raw)
        size += len(raw)
        if len(chunk) >= CHUNK_LINES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def read_line(raw: bytes) -> Line:
    """One line of input. A line that is no object with a text keeps its id, if any, and says what is wrong."""
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as cause:
        return None, None, f"not JSON: {type(cause).__name__}"
    if not isinstance(row, dict):
        return None, None, "not an object"
    text = row.get("text")
    if not isinstance(text, str):
        return row.get("id"), None, "no text"
    return row.get("id"), text, ""


def _to_json(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer).encode() + b"\n"


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
