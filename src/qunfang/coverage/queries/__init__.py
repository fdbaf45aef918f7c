"""What is due, where it counts, and how much of it is proved: derived on reading, never stored row by row."""

from qunfang.coverage.queries.counts import Count, count_of, counts_by, ranked, ranked_children
from qunfang.coverage.queries.dues import Due, due_by_key, dues_for, dues_of_plan, running_plans
from qunfang.coverage.queries.past import Past
from qunfang.coverage.queries.series import Series, series_of
from qunfang.coverage.queries.targets import Ground, Land, Target, targets_of

__all__ = [
    "Count",
    "Due",
    "Ground",
    "Land",
    "Past",
    "Series",
    "Target",
    "count_of",
    "counts_by",
    "due_by_key",
    "dues_for",
    "dues_of_plan",
    "ranked",
    "ranked_children",
    "running_plans",
    "series_of",
    "targets_of",
]
