"""Learns the stages clause by clause; only the clause of a first mention counts as one, later ones are left out."""

from __future__ import annotations

import numpy as np

from qunfang.engine.casework.reading import read
from qunfang.engine.casework.stages import LOUD, STAGES, features
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.linear import Vector, expected, fit_linear, folds_of, rows_of, scores

BITS = 15
RIDGE = 0.1
BAYES = 0.3
CUE = 0.7
FIRST = 2.0  # how much more a clause with the stage counts than one without


def learn_stages(cases: list[Case]) -> tuple[Linear, dict[str, float]]:
    """The scores, and from which score on each stage is named (best F1 over clauses that the fit had not seen)."""
    readings = [read(each.text) for each in cases]
    lines = [features(reading, place) for reading in readings for place in range(len(reading.clauses))]
    owners = [case.name for case, reading in zip(cases, readings, strict=True) for _ in reading.clauses]
    rows = rows_of(lines, BITS)
    answers, weights = _answers(cases)
    priors = {name: expected(_expected(name), BITS) for name in STAGES}
    folds, out = folds_of(owners) % 3, np.zeros((len(lines), len(STAGES)))
    for fold in range(3):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        part = fit_linear(
            rows.take(seen),
            {name: each[seen] for name, each in answers.items()},
            {name: each[seen] for name, each in weights.items()},
            ridge=RIDGE,
            priors=priors,
            bayes=BAYES,
        )
        out[unseen] = scores(part, rows.take(unseen))
    least = {name: _least(out[:, column], answers[name], weights[name]) for column, name in enumerate(STAGES)}
    return fit_linear(rows, answers, weights, ridge=RIDGE, priors=priors, bayes=BAYES), least


def _expected(name: str) -> dict[str, float]:
    return {f"cue:{name}/{copy}": CUE for copy in range(LOUD)}


def _answers(cases: list[Case]) -> tuple[dict[str, Vector], dict[str, Vector]]:
    answers: dict[str, list[float]] = {name: [] for name in STAGES}
    weights: dict[str, list[float]] = {name: [] for name in STAGES}
    for case in cases:
        reading = read(case.text)
        firsts = {name: reading.clause_at(place).place for name, place in case.stages}
        for clause in reading.clauses:
            for name in STAGES:
                first = firsts.get(name)
                answers[name].append(float(first == clause.place))
                later = first is not None and clause.place > first
                weights[name].append(0.0 if later else FIRST if first == clause.place else 1.0)
    return {k: np.array(v) for k, v in answers.items()}, {k: np.array(v) for k, v in weights.items()}


def _least(column: Vector, answers: Vector, weights: Vector) -> float:
    """The threshold with the best F1 over clauses up to the first mention. (Not over narratives: most of those written
    here end in a payment, and a reader must not expect that of others.)"""
    known, wanted = weights > 0, answers > 0.5
    best, found = -1.0, 0.0
    for least in np.arange(-3.0, 2.0, 0.1):
        named = (column >= least) & known
        value = 2 * float((named & wanted).sum()) / max(1.0, float(named.sum() + wanted.sum()))
        if value > best:
            best, found = value, float(least)
    return round(found, 2)
