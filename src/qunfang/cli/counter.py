"""`qunfang counter`: proceed, ask or hold, for transfers as JSON Lines."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qunfang.cli.scenes import run_lines
from qunfang.engine.screening.counter import decide, talk_of


def counter_command(
    *,
    file: Annotated[str, typer.Argument(help="One transfer a line; - reads the input.")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Objects in, decisions out (the only format).")] = True,
    language: Annotated[str, typer.Option(help="Language of the words: zh or en.")] = "zh",
) -> None:
    """Decide at the counter: proceed, ask the fewest questions, or hold with the reason and the way to appeal."""
    run_lines(file, lambda row: _answer(row, language))


def _answer(row: dict[str, Any], language: str) -> dict[str, Any]:
    made = decide(talk_of(row), language=language)
    return {
        "decision": made.decision,
        "type": made.type,
        "risk": made.risk,
        "ask": list(made.ask),
        "reasons": [{"cue": why.id, "says": why.says, "words": why.words} for why in made.reasons],
        "slip": made.slip,
        "protocol": made.protocol,
    }
