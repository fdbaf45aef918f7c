"""What the model scores on the project's own text, out of fold."""

from __future__ import annotations

import collections
from pathlib import Path

import numpy as np
import numpy.typing as npt
import vl_convert

from qunfang.engine.screening.model.train import Trained

BINS = 10
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"


def expected_calibration_error(risks: npt.NDArray[np.float64], answers: npt.NDArray[np.float64]) -> float:
    """Mean distance between stated risk and share of fraud over ten bins, weighted by their size."""
    bins = np.minimum((risks * BINS).astype(int), BINS - 1)
    apart = [
        abs(risks[bins == each].mean() - answers[bins == each].mean()) * (bins == each).sum() for each in set(bins)
    ]
    return float(sum(apart) / len(risks))


def twins(trained: Trained) -> tuple[float, float]:
    """Share of written pairs in the right order, and with both levels right."""
    pairs: dict[str, dict[bool, float]] = collections.defaultdict(dict)
    for each, total in zip(trained.table.examples, trained.sums, strict=True):
        if each.paired:
            pairs[each.group][each.fraud] = total
    both = [pair for pair in pairs.values() if len(pair) == 2]
    cut = trained.model.scale.medium
    ordered = np.mean([pair[True] > pair[False] for pair in both])
    right = np.mean([pair[True] >= cut > pair[False] for pair in both])
    return float(ordered), float(right)


def write_figures(trained: Trained, folder: Path = IMAGES) -> None:
    """The reliability plot of the model card: stated risk against the share of fraud, out of fold, written text."""
    written = np.array([each.weight >= 1.0 for each in trained.table.examples])
    risks, answers = trained.risks[written], trained.table.answers[written]
    bins = np.minimum((risks * BINS).astype(int), BINS - 1)
    points = [
        {"stated": round(float(risks[bins == each].mean()), 4), "found": round(float(answers[bins == each].mean()), 4)}
        | {"messages": int((bins == each).sum())}
        for each in np.unique(bins)
    ]
    axis = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 360,
        "height": 360,
        "layer": [
            {
                "data": {"values": [{"stated": 0, "found": 0}, {"stated": 1, "found": 1}]},
                "mark": {"type": "line", "strokeDash": [4, 4], "color": "#888"},
                "encoding": {"x": {"field": "stated", **axis}, "y": {"field": "found", **axis}},
            },
            {
                "data": {"values": points},
                "mark": {"type": "line", "point": True, "color": "#1f4e79"},
                "encoding": {
                    "x": {"field": "stated", "title": "stated risk", **axis},
                    "y": {"field": "found", "title": "share of fraud", **axis},
                },
            },
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "screening-reliability.svg").write_text(vl_convert.vegalite_to_svg(chart), encoding="utf-8")


def report(trained: Trained) -> str:
    """A few lines for the model card."""
    table = trained.table
    written = np.array([each.weight >= 1.0 for each in table.examples])
    fraud = table.answers > 0.5
    ordinary = np.array([not each.fraud and not each.paired and each.weight >= 1.0 for each in table.examples])
    cut = trained.model.scale.medium
    ordered, right = twins(trained)
    lines = [
        f"examples {len(table.examples)}, written {int(written.sum())}, ordinary written {int(ordinary.sum())}",
        f"expected calibration error {expected_calibration_error(trained.risks[written], table.answers[written]):.3f}",
        f"twins in order {ordered:.3f}, both right by level {right:.3f}",
        f"fraud flagged {np.mean(trained.sums[written & fraud] >= cut):.3f}",
        f"ordinary flagged {np.mean(trained.sums[ordinary] >= cut) if ordinary.any() else 0:.4f}",
        f"scale {trained.model.scale}",
        f"mix n-grams {trained.model.mix.ngrams:.2f} ideas {trained.model.mix.ideas:.2f} {trained.model.mix.counts}",
    ]
    return "\n".join(lines)
