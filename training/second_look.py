"""Trains the head of the extra [semantic] on the written text, where the extra is installed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.fit import fit_signed
from qunfang.engine.screening.model.train import Trained, balanced
from qunfang.engine.screening.normalise import normalise
from qunfang.engine.screening.semantic import Head, embed

BELOW, ABOVE = 3.0, 1.5  # sums that the mix is fitted on, around the medium level
NEAR = 0.7  # sums that are looked at twice: the narrow band in which the first answer is a toss-up
STORE = Path(__file__).resolve().parents[1] / "build" / "embeddings.npz"
RIDGE = 2.0
EVERY = 7  # every seventh written group: embedding is slow, and the head is small

Floats64 = npt.NDArray[np.float64]


def fit_head(trained: Trained) -> Head:
    """A linear head on the embedding, cross-fitted by group, then mixed with the first sum inside the band."""
    table = trained.table
    chosen = np.array([place for place, each in enumerate(table.examples) if each.weight >= 1.0])
    order = {name: place for place, name in enumerate(dict.fromkeys(table.examples[each].group for each in chosen))}
    chosen = np.array([each for each in chosen if order[table.examples[each].group] % EVERY == 0])
    vectors = _embedded([normalise(table.examples[each].text).text for each in chosen])
    answers, weights, folds = table.answers[chosen], balanced(table)[chosen], table.folds[chosen]
    out = np.zeros(len(chosen))
    for fold in np.unique(folds):
        part = _fit(vectors[folds != fold], answers[folds != fold], weights[folds != fold])
        out[folds == fold] = vectors[folds == fold] @ part[0] + part[1]
    whole = _fit(vectors, answers, weights)
    medium = trained.model.scale.medium
    low, high = medium - BELOW, medium + ABOVE
    sums = trained.sums[chosen]
    doubtful = (sums > low) & (sums < high)
    columns = np.column_stack([sums, out])[doubtful]
    mixed = fit_signed(columns, answers[doubtful], weights[doubtful], signs=np.array([1, 1]), ridge=1.0)
    keep, share = (float(each) for each in mixed.weights)
    return Head(
        weights=whole[0].astype(np.float32),
        constant=whole[1],
        keep=keep,
        share=share,
        shift=min(mixed.constant, medium - _bar(keep * sums + share * out, sums, answers, medium)),
        low=medium - NEAR,
        high=medium + NEAR,
    )


def _bar(mixed: Floats64, sums: Floats64, answers: Floats64, medium: float) -> float:
    """The mixed sum above which no more honest messages lie than the first answer alone called doubtful: the second
    look may sort the band anew, but raises no further false alarms."""
    honest = (np.abs(sums - medium) < NEAR) & (answers < 0.5)
    flagged = int((sums[honest] >= medium).sum())
    highest = np.sort(mixed[honest])[::-1]
    return float(highest[flagged]) + 1e-6 if flagged < len(highest) else float(np.min(mixed, initial=0.0))


def _embedded(texts: list[str]) -> Floats64:
    """Embeddings, one text at a time (its neighbours must not matter), kept between builds in build/."""
    store: dict[str, Floats64] = {}
    if STORE.is_file():
        with np.load(STORE) as kept:
            store = dict(zip(kept["keys"].tolist(), kept["vectors"].astype(np.float64), strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    for key, text in zip(keys, texts, strict=True):
        if key not in store:
            store[key] = embed([text])[0].astype(np.float64)
    STORE.parent.mkdir(exist_ok=True)
    np.savez(STORE, keys=np.array(list(store)), vectors=np.array(list(store.values()), dtype=np.float32))
    return np.array([store[key] for key in keys])


def _fit(vectors: Floats64, answers: Floats64, weights: Floats64) -> tuple[Floats64, float]:
    """Unsigned weights by way of both signs: fit_signed keeps its columns at or above zero."""
    doubled = np.column_stack([vectors, -vectors]) * 10.0
    found = fit_signed(doubled, answers, weights, signs=np.ones(doubled.shape[1], dtype=np.int64), ridge=RIDGE)
    width = vectors.shape[1]
    return (found.weights[:width] - found.weights[width:]) * 10.0, found.constant
