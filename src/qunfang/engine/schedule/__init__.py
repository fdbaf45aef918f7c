"""Cadence → due periods. Values in, values out; every day is a calendar day in China."""

from qunfang.engine.schedule.deadlines import Deadline, InvalidDeadline, parse_deadline
from qunfang.engine.schedule.periods import AMBER_DAYS, EVERY, Light, Period, due_periods, light_of

__all__ = [
    "AMBER_DAYS",
    "EVERY",
    "Deadline",
    "InvalidDeadline",
    "Light",
    "Period",
    "due_periods",
    "light_of",
    "parse_deadline",
]
