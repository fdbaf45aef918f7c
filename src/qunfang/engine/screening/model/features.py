"""Training rows from examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.fit import Rows
from qunfang.engine.screening.model.kernel import BITS, ORDERS, buckets, stream
from qunfang.engine.screening.model.weights import IDEA_WIDTH, TYPE_BITS, idea_scale
from qunfang.engine.screening.script import all_cues
from qunfang.engine.screening.signs import Signs, read


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A text with its answer. Examples of one `group` (twins, variants) never part in cross-validation;
    `paired` marks a message of a written pair, `weight` how much it counts."""

    text: str
    channel: str | None
    fraud: bool
    type: str | None
    group: str
    weight: float = 1.0
    paired: bool = False

    def fields(self) -> dict[str, Any]:
        """All fields by name, to make a variation from."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Examples with all their features."""

    examples: tuple[Example, ...]
    ngrams: Rows
    ideas: Rows
    cues: npt.NDArray[np.float64]
    answers: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    folds: npt.NDArray[np.int64]


def tabulate(examples: Sequence[Example], *, folds: int = 5) -> Table:
    """Read every example and lay its features out."""
    signs = [read(each.text) for each in examples]
    groups = {name: place for place, name in enumerate(dict.fromkeys(each.group for each in examples))}
    return Table(
        examples=tuple(examples),
        ngrams=ngram_rows([each.normal.text for each in signs]),
        ideas=idea_rows(signs),
        cues=cue_matrix(signs),
        answers=np.array([float(each.fraud) for each in examples]),
        weights=np.array([each.weight for each in examples]),
        folds=np.array([groups[each.group] % folds for each in examples]),
    )


def ngram_rows(texts: Sequence[str], *, bits: int = BITS) -> Rows:
    """Rows of n-gram buckets of normalised texts."""
    signs = stream(texts)
    real = signs.codes != 0
    columns = np.stack(buckets(signs.codes), axis=1)[real] >> np.uint32(BITS - bits)
    starts = np.concatenate(([0], np.cumsum(signs.counts * ORDERS)))
    return Rows(
        columns=columns.reshape(-1).astype(np.int64),
        starts=starts,
        scale=signs.scale.astype(np.float64),
        width=1 << bits,
    )


def type_rows(texts: Sequence[str]) -> Rows:
    """The coarser rows that tell the types apart."""
    return ngram_rows(texts, bits=TYPE_BITS)


def append_columns(rows: Rows, extra: npt.NDArray[np.float64]) -> Rows:
    """The rows with the non-zero columns of `extra` put after their own; `extra` is 0 or 1."""
    sizes = np.diff(rows.starts)
    more = extra.sum(axis=1).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes + more)))
    columns = np.empty(starts[-1], dtype=np.int64)
    for row in range(len(sizes)):
        middle = starts[row] + sizes[row]
        columns[starts[row] : middle] = rows.columns[rows.starts[row] : rows.starts[row + 1]]
        columns[middle : starts[row + 1]] = rows.width + np.flatnonzero(extra[row])
    return Rows(columns=columns, starts=starts, scale=rows.scale, width=rows.width + extra.shape[1])


def idea_rows(signs: Sequence[Signs]) -> Rows:
    """Rows of ideas and pairs of ideas."""
    counts = np.array([len(each.features) for each in signs], dtype=np.int64)
    columns = np.array([feature for each in signs for feature in each.features], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))
    return Rows(columns=columns, starts=starts, scale=idea_scale(counts), width=IDEA_WIDTH)


def cue_matrix(signs: Sequence[Signs]) -> npt.NDArray[np.float64]:
    """1 where the message (row) shows the cue (column)."""
    matrix = np.zeros((len(signs), len(all_cues())))
    for row, each in enumerate(signs):
        matrix[row, each.numbers] = 1.0
    return matrix
