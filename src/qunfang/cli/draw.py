"""`qunfang draw`: the hash of a list of entries, and winners that anybody can draw again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from qunfang.engine.sampling.draws import Draw, commitment_of, draw_winners, frozen


def draw_command(
    *,
    file: Annotated[Path, typer.Argument(metavar="ENTRIES.csv", help="One entry a line, no heading.")],
    seed: Annotated[str, typer.Option(help="The public text that decides; without it only the hash is told.")] = "",
    winners: Annotated[int, typer.Option(min=1, help="How many to draw.")] = 1,
    verify: Annotated[str, typer.Option(metavar="HASH", help="The published hash that the list must have.")] = "",
    commitment: Annotated[str, typer.Option(metavar="HASH", help="The published hash that the seed must have.")] = "",
    column: Annotated[str, typer.Option(help="Heading of the column to read, if the file has headings.")] = "",
) -> None:
    """Freeze a list of entries, or draw its winners; end with 1 if the list or seed is not the published one."""
    try:
        entries = _entries(file, column)
        listed = frozen(entries)
        if verify:
            listed.check(verify)
        if commitment and seed and commitment_of(seed) != commitment.strip().lower():
            raise ValueError(f"the seed is not the one promised: its hash is {commitment_of(seed)}")
        drawn = draw_winners(entries, seed=seed, winners=winners) if seed else None
    except (OSError, ValueError) as cause:
        typer.echo(f"{file.name}: {cause}", err=True)
        raise typer.Exit(1) from cause
    typer.echo(f"{len(listed.names)} entries, SHA-256 {listed.digest}{', as published' if verify else ''}")
    _show(drawn)


def _show(drawn: Draw | None) -> None:
    if drawn is None:
        return
    typer.echo(f"seed: {drawn.seed} (SHA-256 {commitment_of(drawn.seed)})")
    for place, name in enumerate(drawn.winners, start=1):
        typer.echo(f"{place}\t{name}")


def _entries(file: Path, column: str) -> list[str]:
    """The first field of every line, or the fields under a heading. UTF-8 or, as Excel writes it, GB 18030."""
    read = file.read_bytes()
    try:
        text = read.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = read.decode("gb18030")
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    place = 0
    if column:
        if not rows or column not in rows[0]:
            raise ValueError(f"there is no column {column}")
        place, rows = rows[0].index(column), rows[1:]
    return [row[place] if place < len(row) else "" for row in rows]
