"""Is this a scam? Text in, verdict out: risk, level, type, reasons with their places, advice.

    >>> screener().screen("…").level

`screener()` is made once and kept; `screen_many` and `screen_batch` are for many texts.
"""

from qunfang.engine.screening.memory import Memory
from qunfang.engine.screening.screener import Batch, Screener, screener
from qunfang.engine.screening.turns import Turn, is_talk, read_turns
from qunfang.engine.screening.verdict import LEVELS, ROLES, Reason, Verdict

__all__ = [
    "LEVELS",
    "ROLES",
    "Batch",
    "Memory",
    "Reason",
    "Screener",
    "Turn",
    "Verdict",
    "is_talk",
    "read_turns",
    "screener",
]
