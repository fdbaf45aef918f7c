"""Draws that anybody can make again: winners of a prize, villages and people of a survey."""

from qunfang.engine.sampling.draws.entries import Entries, EntriesChanged, InvalidEntries, frozen
from qunfang.engine.sampling.draws.persons import next_birthday_rule, next_to_have_birthday
from qunfang.engine.sampling.draws.stream import Stream
from qunfang.engine.sampling.draws.villages import Chosen, Village, by_size, systematic
from qunfang.engine.sampling.draws.winners import Draw, commitment_of, draw_winners

__all__ = [
    "Chosen",
    "Draw",
    "Entries",
    "EntriesChanged",
    "InvalidEntries",
    "Stream",
    "Village",
    "by_size",
    "commitment_of",
    "draw_winners",
    "frozen",
    "next_birthday_rule",
    "next_to_have_birthday",
    "systematic",
]
