"""Screening a file of any size: progress on the terminal, and a run that was stopped goes on where it stopped.

Answers are written to OUT.part, which becomes OUT when the last is there. OUT.part.json, renewed at every checkpoint
after the answers are safely on the disk, says which run the part belongs to (the input's size and the digest of what
was read of it, the model, the reader) and how many answers it holds; what stands behind them is cut off and done again.
"""

from __future__ import annotations

import hashlib
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
CHECKPOINT = 64  # chunks between two checkpoints: some 16,000 messages, a few seconds
Tell = Callable[[int, int], None]  # bytes read so far, messages answered so far


class OtherRun(Exception):
    """The part that lies there belongs to another input, model or reader."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What makes two runs the same: their answers can be joined. `model` is the digest of its weights."""

    size: int
    model: str
    semantic: bool
    role: str
    language: str
    jsonl: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """How far a run had come at its last checkpoint: bytes of the input, their SHA-256, answers written."""

    run: Run
    read: int
    digest: str
    answers: int


def part_of(out: Path) -> Path:
    """Where the answers lie until all are there."""
    return out.with_name(out.name + ".part")


def screen_file(engine: Screener, source: Path, out: Path, *, read: Reader, run: Run, tell: Tell) -> tuple[int, int]:
    """Screen `source` into `out`; how many answers an earlier run had left, and how many there are now.

    Raises OtherRun where the part that lies there does not fit.
    """
    part = part_of(out)
    done = kept_answers(source, part, run)
    total = done
    with source.open("rb") as lines, part.open("ab") as answers:
        seen = _Counted(lines, done)
        try:
            for number, chunk in enumerate(chunked(seen), 1):
                answers.writelines(verdict_lines(engine, chunk, read, (run.role, run.language)))
                total += len(chunk)
                if number % CHECKPOINT == 0:
                    _checkpoint(answers, part, seen.note(run, total))
                tell(seen.read, total)
        except KeyboardInterrupt:
            _checkpoint(answers, part, seen.note(run, total))
            raise
        _to_disk(answers)
    part.replace(out)
    about(part).unlink(missing_ok=True)
    return done, total


class _Counted:
    """Lines of a file after the first `skip` that are not blank; the bytes read so far and their digest.

    After a whole chunk the bytes read are exactly those of the messages answered (and blank lines).
    """

    def __init__(self, lines: IO[bytes], skip: int) -> None:
        self.read = 0
        self._digest = hashlib.sha256()
        self._lines = lines
        self._skip = skip

    def __iter__(self) -> Iterator[bytes]:
        return islice(self._filled(), self._skip, None)

    def note(self, run: Run, answers: int) -> Note:
        return Note(run=run, read=self.read, digest=self._digest.hexdigest(), answers=answers)

    def _filled(self) -> Iterator[bytes]:
        for line in self._lines:
            self.read += len(line)
            self._digest.update(line)
            if line.strip():
                yield line


def about(part: Path) -> Path:
    """The note beside a part that says which run it belongs to, and how far it came."""
    return part.with_name(part.name + ".json")


def kept_answers(source: Path, part: Path, run: Run) -> int:
    """Answers of an earlier run of the same input that count; the part is cut behind them. Raises OtherRun.

    Without a note that can be read, nothing is known of the part, and the run begins anew.
    """
    note = _read_note(about(part)) if part.is_file() else None
    if note is None:
        part.unlink(missing_ok=True)
        _write_note(part, Note(run=run, read=0, digest=hashlib.sha256().hexdigest(), answers=0))
        return 0
    if note.run != run or _digest(source, note.read) != note.digest:
        raise OtherRun(part)
    kept, end = _whole_lines(part, most=note.answers)
    os.truncate(part, end)
    return kept


def _checkpoint(answers: IO[bytes], part: Path, note: Note) -> None:
    """First the answers, then the note that counts them: the note never promises more than is on the disk."""
    _to_disk(answers)
    _write_note(part, note)


def _to_disk(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _write_note(part: Path, note: Note) -> None:
    fresh = about(part).with_suffix(".new")
    with fresh.open("wb") as stream:
        stream.write(json.dumps(asdict(note)).encode() + b"\n")
        _to_disk(stream)
    fresh.replace(about(part))


def _read_note(path: Path) -> Note | None:
    """The note; None where there is none or it is cut short. A whole note of another kind raises OtherRun."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    try:
        return Note(run=Run(**found.pop("run")), **found)
    except (AttributeError, KeyError, TypeError) as cause:
        raise OtherRun(path.with_suffix("")) from cause


def _digest(source: Path, size: int) -> str:
    """SHA-256 of the first `size` bytes: hashing is hundreds of times faster than screening."""
    found = hashlib.sha256()
    with source.open("rb") as stream:
        while size > 0 and (block := stream.read(min(BLOCK, size))):
            found.update(block)
            size -= len(block)
    return found.hexdigest()


def _whole_lines(part: Path, *, most: int) -> tuple[int, int]:
    """How many lines end in a newline, `most` at most, and where the last of them ends."""
    lines = end = 0
    with part.open("rb") as stream:
        for line in islice(stream, most):
            if line.endswith(b"\n"):
                lines += 1
                end += len(line)
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
