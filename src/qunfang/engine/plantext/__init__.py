"""The plan compiler: official Chinese prose → `Plan`, with the words each part was read from."""

from qunfang.engine.plantext.compiler import compile_text
from qunfang.engine.plantext.lexicon import labels
from qunfang.engine.plantext.model import (
    DELIVERABLES,
    EVERY,
    KINDS,
    PER,
    SITES,
    Doubt,
    Duty,
    Focus,
    Goal,
    Obligation,
    Plan,
    Role,
)
from qunfang.engine.plantext.readers import UnreadableDocument, read_document
from qunfang.engine.plantext.serial import BrokenPlan, plan_from_dict, plan_from_yaml, plan_to_dict, plan_to_yaml

__all__ = [
    "DELIVERABLES",
    "EVERY",
    "KINDS",
    "PER",
    "SITES",
    "BrokenPlan",
    "Doubt",
    "Duty",
    "Focus",
    "Goal",
    "Obligation",
    "Plan",
    "Role",
    "UnreadableDocument",
    "compile_text",
    "labels",
    "plan_from_dict",
    "plan_from_yaml",
    "plan_to_dict",
    "plan_to_yaml",
    "read_document",
]
