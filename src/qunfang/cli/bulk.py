"""Screening a file of any size: progress on the terminal, and a run that was stopped goes on where it stopped.

Answers are written to OUT.part, which becomes OUT when the last is there. OUT.part.json says which run the part
belongs to: the input's size, the model, the reader. A half-written last line is cut off and done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from qunfang.cli.json_lines import Reader, chunked, verdict_lines
from qunfang.engine.screening import Screener

BLOCK = 1 << 20
Tell = Callable[[int, int], None]  # bytes read so far, messages answered so far


class OtherRun(Exception):
    """The part that lies there belongs to another input, model or reader."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What makes two runs the same: their answers can be joined."""

    size: int
    model: str
    semantic: bool
    role: str
    language: str
    jsonl: bool


def part_of(out: Path) -> Path:
    """Where the answers lie until all are there."""
    return out.with_name(out.name + ".part")


def screen_file(engine: Screener, source: Path, out: Path, *, read: Reader, run: Run, tell: Tell) -> tuple[int, int]:
    """Screen `source` into `out`; how many answers an earlier run had left, and how many there are now.

    Raises OtherRun where the part that lies there does not fit.
    """
    part = part_of(out)
    done = kept_answers(part, run)
    total = done
    with source.open("rb") as lines, part.open("ab") as answers:
        seen = _Counted(lines, done)
        for chunk in chunked(seen):
            answers.writelines(verdict_lines(engine, chunk, read, (run.role, run.language)))
            answers.flush()
            total += len(chunk)
            tell(seen.read, total)
        os.fsync(answers.fileno())
    part.replace(out)
    about(part).unlink(missing_ok=True)
    return done, total


class _Counted:
    """Lines of a file after the first `skip` that are not blank, and the bytes read so far."""

    def __init__(self, lines: IO[bytes], skip: int) -> None:
        self.read = 0
        self._lines = lines
        self._skip = skip

    def __iter__(self) -> Iterator[bytes]:
        return islice(self._filled(), self._skip, None)

    def _filled(self) -> Iterator[bytes]:
        for line in self._lines:
            self.read += len(line)
            if line.strip():
                yield line


def about(part: Path) -> Path:
    """The note beside a part that says which run it belongs to."""
    return part.with_name(part.name + ".json")


def kept_answers(part: Path, run: Run) -> int:
    """Whole answers in the part of an earlier run; writes the note where none is. Raises OtherRun."""
    note = about(part)
    if not part.is_file() or not note.is_file():
        part.unlink(missing_ok=True)
        note.write_text(json.dumps(asdict(run)) + "\n", encoding="utf-8")
        return 0
    if json.loads(note.read_text(encoding="utf-8")) != asdict(run):
        raise OtherRun(part)
    whole, end = _whole_lines(part)
    os.truncate(part, end)
    return whole


def _whole_lines(part: Path) -> tuple[int, int]:
    """How many lines end in a newline, and where the last of them ends."""
    lines = end = place = 0
    with part.open("rb") as stream:
        while block := stream.read(BLOCK):
            lines += block.count(b"\n")
            if (last := block.rfind(b"\n")) >= 0:
                end = place + last + 1
            place += len(block)
    return lines, end


@contextmanager
def progress_bar(size: int) -> Iterator[Tell]:
    """A bar on standard error: share of the file, messages a second, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>5.1f} %  {task.fields[messages]:,} messages, {task.fields[pace]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=size, messages=0, pace=0.0)
        first: list[int] = []

        def tell(read: int, messages: int) -> None:
            first.append(messages) if not first else None
            passed = bar.tasks[0].elapsed or 0.0
            pace = (messages - first[0]) / passed if passed else 0.0
            bar.update(task, completed=read, messages=messages, pace=pace)

        yield tell
