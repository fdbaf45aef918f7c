"""From examples to a model.

Two learned scores (n-grams, ideas) are trained with the pairs kept together; their out-of-fold values and the cues
are mixed by a logistic regression whose signs are fixed (scam ≥ 0, calm ≤ 0); the sum is calibrated on out-of-fold
values too, and the levels are set on the project's own honest messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.features import Example, Table, append_columns, tabulate, type_rows
from qunfang.engine.screening.model.fit import Fit, Rows, Vector, fit_logistic, fit_signed
from qunfang.engine.screening.model.weights import CEILING, COUNTS, Mix, Model, Scale
from qunfang.engine.screening.normalise import normalise
from qunfang.engine.screening.script import all_cues

RIDGE_NGRAMS = 0.1
RIDGE_IDEAS = 0.1
RIDGE_REFINE = 0.5
RIDGE_TYPES = 0.3
RIDGE_MIX = 60.0
HONEST_SHARE = 0.65  # of the weight: most messages in the world are honest
FALSE_ALARMS = 0.014  # of honest text, advertising and near neighbours included; everyday messages are far below
FALSE_HIGH = 0.002
TYPES = (
    "brushing", "service", "investment", "loan", "credit_record", "shopping", "authority", "acquaintance",
    "gaming", "dating", "military", "cyber_black", "account_theft", "other",
)  # fmt: skip

Floats64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trained:
    """The model and what it scored on text it had not seen (out of fold)."""

    model: Model
    table: Table
    sums: Floats64

    @property
    def risks(self) -> Floats64:
        """Calibrated out-of-fold probabilities."""
        scale = self.model.scale
        return 1.0 / (1.0 + np.exp(-(scale.slope * self.sums + scale.offset)))


def train(examples: Sequence[Example], *, version: str) -> Trained:
    """Train on examples; `version` is written into every verdict."""
    table = tabulate(examples)
    weights = balanced(table)
    ngrams, ngram_out = _crossed(table.ngrams, table, weights, RIDGE_NGRAMS)
    ideas, idea_out = _crossed(table.ideas, table, weights, RIDGE_IDEAS)
    columns = mix_columns(ngram_out, idea_out, table.cues)
    mixed = fit_signed(columns, table.answers, weights, signs=_signs(), ridge=RIDGE_MIX, centre=_centre())
    total = columns @ mixed.weights + mixed.constant
    type_ngrams, type_cues, type_constants = _types(table)
    model = Model(
        ngrams=ngrams.weights.astype(np.float32),
        constant=ngrams.constant,
        ideas=ideas.weights.astype(np.float32),
        idea_constant=ideas.constant,
        mix=_mix(mixed),
        scale=_scale(table, total, ngram_out),
        cues=tuple(cue.id for cue in all_cues()),
        types=TYPES,
        type_ngrams=type_ngrams,
        type_cues=type_cues,
        type_constants=type_constants,
        version=version,
    )
    return Trained(model=model, table=table, sums=total)


def refine(base: Model, examples: Sequence[Example], *, version: str) -> Model:
    """The base model moved towards one's own examples. Only the two learned scores move, and only as far as the ridge
    lets them; cues, mix and levels stay, so that a few hundred messages cannot upset what is known."""
    table = tabulate(examples)
    weights = balanced(table)
    ngrams = fit_logistic(table.ngrams, table.answers, weights, ridge=RIDGE_REFINE, prior=_prior_ngrams(base), steps=30)
    ideas = fit_logistic(table.ideas, table.answers, weights, ridge=RIDGE_REFINE, prior=_prior_ideas(base), steps=30)
    return replace(
        base,
        ngrams=ngrams.weights.astype(np.float32),
        constant=ngrams.constant,
        ideas=ideas.weights.astype(np.float32),
        idea_constant=ideas.constant,
        version=version,
    )


def balanced(table: Table) -> Floats64:
    """Weights with the honest side at HONEST_SHARE."""
    weights = table.weights.copy()
    fraud = table.answers > 0.5
    total = float(weights.sum())
    weights[fraud] *= (1 - HONEST_SHARE) * total / max(float(weights[fraud].sum()), 1e-9)
    weights[~fraud] *= HONEST_SHARE * total / max(float(weights[~fraud].sum()), 1e-9)
    return weights


def _prior_ngrams(prior: Model) -> Fit:
    return Fit(weights=prior.ngrams.astype(np.float64), constant=prior.constant)


def _prior_ideas(prior: Model) -> Fit:
    return Fit(weights=prior.ideas.astype(np.float64), constant=prior.idea_constant)


def _crossed(rows: Rows, table: Table, weights: Vector, ridge: float) -> tuple[Fit, Vector]:
    """The fit on everything, and for each row the score of the fit that had not seen its group."""
    out = np.zeros(len(table.answers))
    for fold in range(int(table.folds.max()) + 1):
        seen, unseen = np.flatnonzero(table.folds != fold), np.flatnonzero(table.folds == fold)
        part = fit_logistic(rows.take(seen), table.answers[seen], weights[seen], ridge=ridge)
        out[unseen] = rows.take(unseen).times(part.weights) + part.constant
    return fit_logistic(rows, table.answers, weights, ridge=ridge), out


def mix_columns(ngrams: Floats64, ideas: Floats64, cues: Floats64) -> Floats64:
    """The columns that are mixed: two scores, every cue, and whether there are one, two, three scam cues."""
    scam = np.array([cue.scam for cue in all_cues()])
    count = cues[:, scam].sum(axis=1)
    steps = [(count >= number).astype(np.float64) for number in range(1, COUNTS + 1)]
    return np.column_stack([np.clip(ngrams, -CEILING, CEILING), np.clip(ideas, -CEILING, CEILING), cues, *steps])


def _signs() -> npt.NDArray[np.int64]:
    return np.array([1, 1, *(1 if cue.scam else -1 for cue in all_cues()), *([1] * COUNTS)])


def _centre() -> Floats64:
    """What the weights are expected to be before the text speaks: decisive cues count although the n-grams of our own
    text explain most of them already; strangers' wording they do not."""
    return np.array([0.9, 0.3, *(cue.expected for cue in all_cues()), *([0.0] * COUNTS)])


def _mix(fit: Fit) -> Mix:
    number = len(all_cues())
    return Mix(
        ngrams=float(fit.weights[0]),
        ideas=float(fit.weights[1]),
        cues=fit.weights[2 : 2 + number].astype(np.float32),
        counts=tuple(float(each) for each in fit.weights[2 + number :]),
        constant=fit.constant,
    )


def _scale(table: Table, total: Floats64, quick: Floats64) -> Scale:
    written = np.array([each.weight >= 1.0 for each in table.examples])
    fit = fit_signed(total[written, None], table.answers[written], np.ones(written.sum()), signs=np.array([1]), ridge=0)
    ordinary = np.array([not each.fraud and not each.paired for each in table.examples])
    medium = float(np.quantile(total[ordinary], 1 - FALSE_ALARMS))
    high = max(float(np.quantile(total[ordinary], 1 - FALSE_HIGH)), medium + 1.0)
    quick_cut = float(np.quantile(quick[ordinary], 1 - FALSE_ALARMS))
    return Scale(slope=float(fit.weights[0]), offset=fit.constant, medium=medium, high=high, quick=quick_cut)


def _types(table: Table) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """One model a type against all others, over coarse n-grams and cues, on the fraud examples."""
    chosen = np.array([place for place, each in enumerate(table.examples) if each.fraud and each.type in TYPES])
    texts = [normalise(table.examples[place].text).text for place in chosen]
    rows = type_rows(texts)
    cues = table.cues[chosen]
    rows = append_columns(rows, cues)
    names = np.array([table.examples[place].type for place in chosen])
    weights = table.weights[chosen]
    fits = [fit_logistic(rows, (names == name).astype(float), weights, ridge=RIDGE_TYPES, steps=25) for name in TYPES]
    width = rows.width - cues.shape[1]
    all_weights = np.stack([each.weights for each in fits])
    constants = np.array([each.constant for each in fits], dtype=np.float32)
    return all_weights[:, :width].astype(np.float32), all_weights[:, width:].astype(np.float32), constants


__all__ = ["TYPES", "Example", "Trained", "balanced", "mix_columns", "refine", "train"]
