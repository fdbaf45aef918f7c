"""Money in a narrative: the amounts as written, and what was lost in the end."""

from qunfang.engine.casework.money.amounts import Amount, find_amounts
from qunfang.engine.casework.money.ledger import Ledger, settle

__all__ = ["Amount", "Ledger", "find_amounts", "settle"]
