"""What is done with content pieces."""

from qunfang.materials.services.library import library, plant_library
from qunfang.materials.services.pieces import (
    PieceWords,
    begin_version,
    change_draft,
    draft_piece,
    drop_draft,
    publish_piece,
    words_of,
)
from qunfang.materials.services.wording import LIMITS, ChannelText, channel_texts

__all__ = [
    "LIMITS",
    "ChannelText",
    "PieceWords",
    "begin_version",
    "change_draft",
    "channel_texts",
    "draft_piece",
    "drop_draft",
    "library",
    "plant_library",
    "publish_piece",
    "words_of",
]
