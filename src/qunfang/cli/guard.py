"""`qunfang guard`: dangers in group chats, as JSON Lines."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qunfang.cli.scenes import run_lines
from qunfang.cli.screen import models_folder
from qunfang.engine.screening import Screener, screener
from qunfang.engine.screening.group import room_of, watch


def guard_command(
    *,
    file: Annotated[str, typer.Argument(help="One group a line; - reads the input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Groups in, alerts out (the only format).")] = True,
    language: Annotated[str, typer.Option(help="Language of the words: zh or en.")] = "zh",
) -> None:
    """Watch group chats: who poses as a teacher, unregistered fees, bad files and links, offers, leaked codes."""
    engine = screener(models_folder())
    run_lines(file, lambda row: _answer(row, engine, language))


def _answer(row: dict[str, Any], engine: Screener, language: str) -> dict[str, Any]:
    room, messages = room_of(row)
    alerts = watch(room, messages, engine=engine, language=language)
    return {
        "alerts": [
            {"message_id": each.message_id, "kind": each.kind, "level": each.level, "says": each.says}
            for each in alerts
        ]
    }
