"""Handing in proof and deciding on it; photos that arrive piece by piece; sweeping what nobody names any more."""

from qunfang.evidence.services.kept import KeptProof, submit_kept
from qunfang.evidence.services.pieces import Piece, WrongOffset, receive_piece, received_of
from qunfang.evidence.services.proofs import (
    MAX_BYTES,
    Capture,
    accept,
    reject,
    submit_evidence,
    undo_decision,
    withdraw,
)
from qunfang.evidence.services.sweeping import Swept, sweep_media

__all__ = [
    "MAX_BYTES",
    "Capture",
    "KeptProof",
    "Piece",
    "Swept",
    "WrongOffset",
    "accept",
    "receive_piece",
    "received_of",
    "reject",
    "submit_evidence",
    "submit_kept",
    "sweep_media",
    "undo_decision",
    "withdraw",
]
