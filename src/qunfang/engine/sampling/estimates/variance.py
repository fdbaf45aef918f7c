"""The variance of a weighted total under the design."""

from __future__ import annotations

import numpy as np

from qunfang.engine.sampling.estimates.design import Codes, Design, Floats


class LoneCluster(ValueError):
    """Only one of several clusters (or people) was drawn, from which no variance can be learnt: join two strata."""


def variance_of_total(design: Design, values: Floats) -> float:
    """Variance of Σ w·u for the column `values`, two stages without replacement.

    Σ_h (1−f_h) n_h/(n_h−1) Σ_i (z_hi − z̄_h)²  +  Σ_h f_h Σ_i (1−f_hi) m_hi/(m_hi−1) Σ_j (z_hij − z̄_hi)²
    with z = w·u, f_h = n_h/N_h, f_hi = m_hi/M_hi (Cochran 1977, ch. 11; Lohr 2010, ch. 5; Särndal
    et al. 1992, ch. 4). Where the weights hit controls, u is first freed of them: u − x'B with B
    by weighted least squares (Deville & Särndal 1992), so that what is known adds no variance.
    """
    column: Floats = np.array(values, dtype=np.float64)
    if design.controls is not None:
        column -= _fitted(design.controls, column, design.weights)
    z: Floats = np.asarray(design.weights * column, dtype=np.float64)
    places = design.stratum_of_cluster
    sums = np.bincount(design.clusters, weights=z).astype(np.float64)
    between = _spread(sums, places, design.clusters_of)
    share = np.bincount(places) / design.clusters_of
    within_share = share[places]
    if not within_share.any():
        return float(between.sum())
    wholes = np.where(within_share > 0, design.people_of, np.bincount(design.clusters))
    return float(between.sum() + (within_share * _spread(z, design.clusters, wholes)).sum())


def _spread(values: Floats, groups: Codes, wholes: Floats) -> Floats:
    """(1 − n/N) n/(n−1) Σ (v − v̄)² of each group; 0 for a group taken whole."""
    count = np.bincount(groups)
    open_ = count < wholes
    if (open_ & (count < 2)).any():
        raise LoneCluster("a stratum has one cluster, or a cluster one person, in the sample but more altogether")
    centred = values - (np.bincount(groups, weights=values) / count)[groups]
    squares = np.bincount(groups, weights=centred**2)
    return np.where(open_, (1 - count / wholes) * count / np.maximum(count - 1, 1) * squares, 0.0)


def _fitted(controls: Floats, column: Floats, weights: Floats) -> Floats:
    """x'B by weighted least squares; controls may repeat one another."""
    root = np.sqrt(weights)
    solved = np.linalg.lstsq(controls * root[:, None], column * root, rcond=None)[0]
    return np.asarray(controls @ solved, dtype=np.float64)
