"""Keeping the tallies: a row for each accepted change, folded in later; made anew in bulk."""

from qunfang.coverage.services.folding import fold, fold_all
from qunfang.coverage.services.proofs import count_proof
from qunfang.coverage.services.rebuilding import follow_publishing, keep_missing, rebuild_all, rebuild_plan
from qunfang.coverage.services.shapes import follow_reshaping

__all__ = [
    "count_proof",
    "fold",
    "fold_all",
    "follow_publishing",
    "follow_reshaping",
    "keep_missing",
    "rebuild_all",
    "rebuild_plan",
]
