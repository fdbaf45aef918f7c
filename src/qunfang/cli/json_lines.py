"""Messages as JSON Lines: one object a line in, one verdict a line out, in order, `id` carried through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from qunfang.engine.screening import Screener

CHUNK_LINES = 256
CHUNK_BYTES = 2_000_000
Line = tuple[Any, str | None, str]  # id, text (None where unreadable), error
Reader = Callable[[bytes], Line]


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


def read_plain(raw: bytes) -> Line:
    """One line that is itself the message; it has no id."""
    return None, raw.decode("utf-8", "replace").strip(), ""


def to_json(answer: dict[str, Any]) -> bytes:
    """One line of output; a lone surrogate is written as an escape."""
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(answer).encode() + b"\n"


def chunked(source: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines that are not blank, in runs of bounded number and size."""
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


def verdict_lines(engine: Screener, chunk: list[bytes], read: Reader, reader: tuple[str, str]) -> Iterator[bytes]:
    """The answers to a chunk, for a reader (role, language)."""
    role, language = reader
    lines = [read(raw) for raw in chunk]
    verdicts = iter(
        engine.screen_many([text for _, text, _ in lines if text is not None], role=role, language=language)
    )
    for key, text, error in lines:
        answer = {"error": error} if text is None else next(verdicts).to_dict()
        yield to_json({"id": key, **answer})
