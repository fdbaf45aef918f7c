"""Whole scenes as JSON Lines: one object a line in, one answer a line out, in order, `id` carried through."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from qunfang.cli.json_lines import to_json

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def answer_lines(source: Iterable[bytes], answer: Answer) -> Iterable[bytes]:
    """The answer to each line. A line that cannot be read gets its id, if any, and what is wrong with it."""
    for raw in source:
        if raw.strip():
            yield to_json(_answered(raw, answer))


def run_lines(path: str, answer: Answer) -> None:
    """Answer the lines of a file, or of the input where the path is -."""
    with Path(path).open("rb") if path != "-" else nullcontext(sys.stdin.buffer) as source:
        for line in answer_lines(source, answer):
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()


def _answered(raw: bytes, answer: Answer) -> dict[str, Any]:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as cause:
        return {"id": None, "error": f"not JSON: {type(cause).__name__}"}
    if not isinstance(row, dict):
        return {"id": None, "error": "not an object"}
    try:
        return {"id": row.get("id"), **answer(row)}
    except ValueError as cause:
        return {"id": row.get("id"), "error": str(cause)}
