"""What can be done with documents and plans: one verb, one transaction, one line in the audit record."""

from qunfang.plans.services.corrections import (
    add_obligation,
    confirm_slot,
    correct_slot,
    correct_slots,
    drop_obligation,
    map_actor,
    restore_obligation,
    set_period,
)
from qunfang.plans.services.documents import add_document
from qunfang.plans.services.drafting import amend_plan, discard_plan, draft_plan, restore_plan
from qunfang.plans.services.publishing import publish_plan, tie_to_superior

__all__ = [
    "add_document",
    "add_obligation",
    "amend_plan",
    "confirm_slot",
    "correct_slot",
    "correct_slots",
    "discard_plan",
    "draft_plan",
    "drop_obligation",
    "map_actor",
    "publish_plan",
    "restore_obligation",
    "restore_plan",
    "set_period",
    "tie_to_superior",
]
