"""Fits the linear parts of the narrative reader, and cross-fits them by narrative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qunfang.engine.casework.weigh import Linear, bucket, buckets, scale
from qunfang.engine.screening.model.fit import Fit, Rows, fit_logistic

Vector = npt.NDArray[np.float64]
FOLDS = 6


def rows_of(features: Sequence[Sequence[str]], bits: int) -> Rows:
    """Features by name → sparse rows."""
    columns = [buckets(each, bits) for each in features]
    return Rows(
        columns=np.array([column for row in columns for column in row], dtype=np.int64),
        starts=np.concatenate(([0], np.cumsum([len(row) for row in columns]))).astype(np.int64),
        scale=np.array([scale(len(row)) for row in columns]),
        width=1 << bits,
    )


def expected(weights: dict[str, float], bits: int) -> Fit:
    """What some features are expected to say before the text speaks."""
    centre = np.zeros(1 << bits)
    for name, weight in weights.items():
        centre[bucket(name, bits)] += weight
    return Fit(weights=centre, constant=0.0)


def fit_linear(
    rows: Rows,
    answers: dict[str, Vector],
    importance: Vector | dict[str, Vector],
    *,
    ridge: float,
    priors: dict[str, Fit] | None = None,
    bayes: float = 0.0,
) -> Linear:
    """One logistic regression a label; `importance` 0 leaves a row out. Weights start from `priors` and are held near
    them by the ridge; `bayes` adds that share of each feature's own log-likelihood ratio to them (S. Wang and
    C. Manning, Baselines and Bigrams, 2012)."""
    fits = []
    for label, wanted in answers.items():
        weight = importance[label] if isinstance(importance, dict) else importance
        prior = (priors or {}).get(label, Fit(weights=np.zeros(rows.width), constant=0.0))
        if bayes:
            prior = Fit(weights=prior.weights + bayes * _ratios(rows, wanted, weight), constant=0.0)
        fits.append(fit_logistic(rows, wanted, weight, ridge=ridge, prior=prior, steps=40))
    return Linear(
        labels=tuple(answers),
        weights=np.stack([fit.weights for fit in fits]).astype(np.float16).astype(np.float32),
        constants=np.array([fit.constant for fit in fits], dtype=np.float32),
    )


def _ratios(rows: Rows, wanted: Vector, weight: Vector) -> Vector:
    """For every feature: the log of how much more often it stands in rows with the label than in rows without."""
    owners = rows.owners()
    total = np.bincount(rows.columns, weights=weight[owners], minlength=rows.width)
    inside = np.bincount(rows.columns, weights=(weight * wanted)[owners], minlength=rows.width)
    yes, no = float((weight * wanted).sum()), float((weight * (1 - wanted)).sum())
    share = yes / max(yes + no, 1e-9)
    ratio = np.log((inside + share) / (yes + 1)) - np.log((total - inside + 1 - share) / (no + 1))
    return np.asarray(np.where(total > 0, ratio, 0.0))


def one_hot(names: Sequence[str | None], labels: Sequence[str]) -> dict[str, Vector]:
    """Answers for one-of-many."""
    return {label: np.array([float(name == label) for name in names]) for label in labels}


def scores(model: Linear, rows: Rows) -> Vector:
    """Rows × labels."""
    return np.stack(
        [
            rows.times(model.weights[place].astype(np.float64)) + float(model.constants[place])
            for place in range(len(model.labels))
        ],
        axis=1,
    )


def folds_of(owners: Sequence[str]) -> npt.NDArray[np.int64]:
    """A fold for every row, the same for rows of one owner."""
    order = {name: place for place, name in enumerate(dict.fromkeys(owners))}
    return np.array([order[each] % FOLDS for each in owners], dtype=np.int64)
