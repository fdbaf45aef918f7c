"""The counter: what stands on the slip and what the teller hears and sees → proceed, ask or hold."""

from qunfang.engine.screening.counter.deciding import Decision, Why, decide
from qunfang.engine.screening.counter.talk import Answer, Customer, Payee, Talk, Unreadable, Wish, talk_of

__all__ = ["Answer", "Customer", "Decision", "Payee", "Talk", "Unreadable", "Why", "Wish", "decide", "talk_of"]
