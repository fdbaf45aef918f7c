"""What is due, where it counts, and how much of it is proved.

Dues are derived on reading, never stored row by row (docs/adr/0002); numbers are read from tallies that are kept of
each change (docs/adr/0004). Both mean the same, which tests hold after every step.
"""

from qunfang.coverage.queries.counts import Count, count_of, counts_by, ranked, ranked_children
from qunfang.coverage.queries.dues import Due, due_by_key, dues_for, dues_of_plan, running_plans
from qunfang.coverage.queries.past import Past
from qunfang.coverage.queries.series import Series, series_of
from qunfang.coverage.queries.tallies import (
    Window,
    count_at,
    counts_below,
    counts_by_slot,
    due_months,
    kept_obligations,
    window_of,
)
from qunfang.coverage.queries.targets import Ground, Land, Target, targets_of

__all__ = [
    "Count",
    "Due",
    "Ground",
    "Land",
    "Past",
    "Series",
    "Target",
    "Window",
    "count_at",
    "count_of",
    "counts_below",
    "counts_by",
    "counts_by_slot",
    "due_by_key",
    "due_months",
    "dues_for",
    "dues_of_plan",
    "kept_obligations",
    "ranked",
    "ranked_children",
    "running_plans",
    "series_of",
    "targets_of",
    "window_of",
]
