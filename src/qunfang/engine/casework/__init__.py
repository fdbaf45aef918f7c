"""Reads a case narrative as a police desk, a bank or a school writes it.

    >>> read_case("…").type

Plain values in and out; the learned weights come from the written narratives in `training/cases`.
"""

from qunfang.engine.casework.lexicon import said_of
from qunfang.engine.casework.reader import CaseNote, Trace, read_case

__all__ = ["CaseNote", "Trace", "read_case", "said_of"]
