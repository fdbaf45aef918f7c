"""`qunfang model`: adapt the screening model to messages of one's own, try it in shadow, promote it, go back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qunfang.cli.json_lines import read_line
from qunfang.cli.screen import models_folder
from qunfang.engine.screening.model import folders
from qunfang.engine.screening.model.features import Example
from qunfang.engine.screening.model.train import TYPES, refine
from qunfang.engine.screening.screener import Screener

app = typer.Typer(no_args_is_help=True, help="Versions of the screening model: train, shadow, promote, roll back.")
FEWEST = 50


@app.command("train")
def train_command(
    data: Annotated[Path, typer.Option(help="JSON Lines: {text, fraud, type, pair}, one message a line.")],
) -> None:
    """Train a new version near the live one on messages of your own; it runs in shadow until it is promoted."""
    examples = read_examples(data)
    if len(examples) < FEWEST or len({each.fraud for each in examples}) < 2:
        typer.echo(
            f"{data.name} has {len(examples)} usable messages; at least {FEWEST} of both kinds are needed.", err=True
        )
        raise typer.Exit(2)
    folder = models_folder()
    base = folders.read_model(folders.live_path(folder))
    name = folders.add(folder, refine(base, examples, version=f"{base.version}+{len(examples)}"))
    typer.echo(f"{name} is trained on {len(examples)} messages and runs in shadow.")
    typer.echo(f"Compare: qunfang model shadow --data FILE. Then: qunfang model promote {name}")


@app.command("shadow")
def shadow_command(
    data: Annotated[Path, typer.Option(help="JSON Lines with a text each; `fraud` where it is known.")],
) -> None:
    """Compare the shadow version with the live one on a file: how often they differ, and who is right."""
    folder = models_folder()
    path = folders.shadow_path(folder)
    if path is None:
        typer.echo("No version runs in shadow. Train one first: qunfang model train --data FILE", err=True)
        raise typer.Exit(2)
    rows = [
        row
        for row in map(json.loads, data.read_text(encoding="utf-8").splitlines())
        if isinstance(row.get("text"), str)
    ]
    texts = [row["text"] for row in rows]
    live = Screener(folders.read_model(folders.live_path(folder))).screen_many(texts)
    shadow = Screener(folders.read_model(path)).screen_many(texts)
    differ = [place for place in range(len(rows)) if live[place].level != shadow[place].level]
    typer.echo(f"{len(rows)} messages, {len(differ)} with another level in shadow.")
    for name, verdicts in (("live", live), ("shadow", shadow)):
        known = [
            (row["fraud"], each.level != "low") for row, each in zip(rows, verdicts, strict=True) if "fraud" in row
        ]
        caught = sum(flagged for fraud, flagged in known if fraud)
        false = sum(flagged for fraud, flagged in known if not fraud)
        typer.echo(f"{name}: {caught} of {sum(f for f, _ in known)} frauds flagged, {false} false alarms")


def _rows(data: Path) -> list[dict[str, Any]]:
    lines = data.read_bytes().splitlines()
    return [json.loads(raw) for raw in lines if read_line(raw)[1] is not None]


@app.command("promote")
def promote_command(version: Annotated[str, typer.Argument(help="A version, such as v0001.")]) -> None:
    """Make a version the one that counts."""
    try:
        folders.promote(models_folder(), version)
    except folders.NoSuchVersion as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from refusal
    typer.echo(f"{version} is live. To return: qunfang model roll-back")


@app.command("roll-back")
def roll_back_command() -> None:
    """Return to the version before."""
    try:
        name = folders.roll_back(models_folder())
    except folders.NoSuchVersion as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from refusal
    typer.echo(f"{name} is live.")


@app.command("list")
def list_command() -> None:
    """The versions that there are."""
    folder = models_folder()
    now = folders.state(folder)
    live = now["live"][-1] if now["live"] else "shipped"
    for name in ["shipped", *folders.versions(folder)]:
        mark = "live" if name == live else "shadow" if name == now["shadow"] else ""
        typer.echo(f"{name}  {mark}".rstrip())


def read_examples(path: Path) -> list[Example]:
    """Messages with an answer; lines without a text or an answer are left out."""
    found = []
    for place, raw in enumerate(path.read_bytes().splitlines()):
        _, text, _ = read_line(raw)
        if text is None:
            continue
        row: dict[str, Any] = json.loads(raw)
        if isinstance(row.get("fraud"), bool):
            kind = row.get("type") if row["fraud"] and row.get("type") in TYPES else None
            group = str(row.get("pair") or f"line {place}")
            found.append(Example(text=text, channel=row.get("channel"), fraud=row["fraud"], type=kind, group=group))
    return found
