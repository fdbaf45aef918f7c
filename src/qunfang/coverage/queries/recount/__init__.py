"""Counting anew from the facts, set-based: the same numbers as the dues one by one, at the size of a nation."""

from qunfang.coverage.queries.recount.own import Share, Survey
from qunfang.coverage.queries.recount.spread import Modes, Spread, spread_of
from qunfang.coverage.queries.recount.trees import Tree, merged_rows, rolled_up

__all__ = ["Modes", "Share", "Spread", "Survey", "Tree", "merged_rows", "rolled_up", "spread_of"]
