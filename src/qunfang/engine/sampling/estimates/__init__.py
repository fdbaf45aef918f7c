"""From answers to totals, means and rates with their errors, for the design by which people were chosen."""

from qunfang.engine.sampling.estimates.calibration import (
    NotConverged,
    post_stratified,
    raked,
    spread_over_respondents,
)
from qunfang.engine.sampling.estimates.design import Design, InvalidSample, simple, stratified, two_stage
from qunfang.engine.sampling.estimates.figures import Estimate, mean, proportion, ratio, total
from qunfang.engine.sampling.estimates.variance import LoneCluster, variance_of_total

__all__ = [
    "Design",
    "Estimate",
    "InvalidSample",
    "LoneCluster",
    "NotConverged",
    "mean",
    "post_stratified",
    "proportion",
    "raked",
    "ratio",
    "simple",
    "spread_over_respondents",
    "stratified",
    "total",
    "two_stage",
    "variance_of_total",
]
