"""Handing in proof and deciding on it; photos that arrive piece by piece; sweeping what nobody names any more."""

from qunfang.evidence.services.arrivals import MAX_BYTES
from qunfang.evidence.services.decisions import (
    MOST_TOGETHER,
    accept,
    accept_together,
    reject,
    undo_decision,
    undo_together,
    withdraw,
)
from qunfang.evidence.services.kept import KeptProof, submit_kept
from qunfang.evidence.services.pieces import Piece, WrongOffset, receive_piece, received_of
from qunfang.evidence.services.proofs import Capture, submit_evidence
from qunfang.evidence.services.second_looks import look_again, undo_look
from qunfang.evidence.services.sweeping import Swept, sweep_media

__all__ = [
    "MAX_BYTES",
    "MOST_TOGETHER",
    "Capture",
    "KeptProof",
    "Piece",
    "Swept",
    "WrongOffset",
    "accept",
    "accept_together",
    "look_again",
    "receive_piece",
    "received_of",
    "reject",
    "submit_evidence",
    "submit_kept",
    "sweep_media",
    "undo_decision",
    "undo_look",
    "undo_together",
    "withdraw",
]
