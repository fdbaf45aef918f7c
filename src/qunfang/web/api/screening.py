"""Screening by REST: one text, or up to 200 at once; the answers of `qunfang screen --jsonl`."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from qunfang.common.errors import Invalid
from qunfang.screening.models import Source
from qunfang.screening.services import LONGEST, check_text, turns_of

router = Router(tags=["screening"])
Channel = Literal["sms", "call", "chat", "mail"]
Reader = Literal["resident", "elder", "parent", "teller", "officer"]
MOST = 200


class Message(Schema):
    """One text to look at. Of it nothing is kept but a count. A `call` or a `chat` is also read turn by turn; the
    verdict on the whole does not depend on the channel."""

    text: str = Field(min_length=1, max_length=LONGEST)
    channel: Channel | None = None
    reader: Reader = "resident"
    id: str | None = None


class Reason(Schema):
    """What was noticed, where (offsets into the text as given), in plain words."""

    span: tuple[int, int]
    cue: str
    says: str


class TurnRead(Schema):
    """One turn of a conversation: risk and level of all that was said so far; `clear` at the first that decides."""

    span: tuple[int, int]
    speaker: str
    risk: float
    level: Literal["low", "medium", "high"]
    clear: bool


class Answer(Schema):
    """`risk`: calibrated probability 0 … 1 that the text is an attempt at fraud; `turns` is empty for no talk."""

    id: str | None
    risk: float
    level: Literal["low", "medium", "high"]
    type: str | None
    reasons: list[Reason]
    advice: str
    turns: list[TurnRead]


def _answer(message: Message) -> dict[str, Any]:
    verdict = check_text(message.text, source=Source.API, reader=message.reader)
    turns = [
        {
            "span": (turn.start, turn.end),
            **{name: getattr(turn, name) for name in ("speaker", "risk", "level", "clear")},
        }
        for turn in turns_of(message.text, channel=message.channel)
    ]
    return {"id": message.id, **verdict.to_dict(), "turns": turns}


@router.post("", response=Answer, summary="Look at one text")
def screen_one(request: HttpRequest, message: Message) -> dict[str, Any]:
    """The verdict on one text."""
    return _answer(message)


@router.post("/many", response=list[Answer], summary="Look at up to 200 texts")
def screen_many(request: HttpRequest, messages: list[Message]) -> list[dict[str, Any]]:
    """The verdicts in the order of the texts; of more than 200 only an error."""
    if len(messages) > MOST:
        raise Invalid(f"At most {MOST} texts at once; send the rest in a second call.", field="messages")
    return [_answer(message) for message in messages]
