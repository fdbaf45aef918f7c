"""A piece in the words of each channel, and how many characters a channel takes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from qunfang.materials.models import ContentPiece

NUMBERS = "①②③④"
LIMITS = {
    "title": 24,
    "line": 30,
    "message": 140,
    "sms": 70,
    "group": 500,
    "marquee": 60,
    "speech": 200,
    "prompt": 60,
    "source": 80,
    "hotline": 16,
}
"""Characters by field. 70: one text message with its signature; 500: the longest that providers join."""


@dataclass(frozen=True, kw_only=True)
class ChannelText:
    """What is copied into one channel."""

    name: str
    label: str
    text: str
    limit: int

    @property
    def length(self) -> int:
        """In characters, as the channel counts them."""
        return len(self.text)


def long_sms(piece: ContentPiece) -> str:
    """The message with its steps in one paragraph, at most 500 characters."""
    steps = "；".join(piece.steps)
    return f"{flat(piece.title)}。{piece.message}请您记住：{steps}。反诈热线 {piece.hotline}。"[:500]


def group_message(piece: ContentPiece) -> str:
    """For DingTalk, WeChat and QQ groups: own words, or title, message and numbered steps."""
    if piece.group:
        return piece.group
    steps = "\n".join(f"{mark} {step}" for mark, step in zip(NUMBERS, piece.steps, strict=False))
    return f"【{flat(piece.title)}】\n{piece.message}\n{steps}\n拿不准就打 {piece.hotline} 问一问，被骗了马上打 110。"


def marquee(piece: ContentPiece) -> str:
    """One line for a screen of letters."""
    return f"{piece.marquee}　　反诈热线 {piece.hotline}"


def flat(title: str) -> str:
    """A title in running text: its line break becomes a comma."""
    return title.strip().replace(" ", "，")


def channel_texts(piece: ContentPiece) -> list[ChannelText]:
    """All that is text, in the order in which a clerk needs it."""
    rows = [
        ("group", _("Group message"), group_message(piece), 500),
        ("sms", _("Text message, 70 characters"), piece.sms, 70),
        ("sms_long", _("Text message, 500 characters"), long_sms(piece), 500),
        ("marquee", _("One-line screen"), marquee(piece), 80),
        ("speech", _("Loudspeaker"), piece.speech, 200),
        ("prompt", _("Hotline prompt"), piece.prompt, 60),
    ]
    return [ChannelText(name=name, label=str(label), text=text, limit=limit) for name, label, text, limit in rows]
