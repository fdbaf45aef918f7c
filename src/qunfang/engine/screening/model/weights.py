"""The learned model as a value: its parts, its file, its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.archive import read_archive, write_archive
from qunfang.engine.screening.model.kernel import Floats, stream, sums

IDEA_WIDTH = 1 << 16
IDEA_STEADY = 8.0
TYPE_BITS = 15
CEILING = 6.0  # a learned score beyond it says nothing more
COUNTS = 3  # "at least one, two, three scam cues"
FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Mix:
    """How the parts are added up. Weights of scam cues are ≥ 0, of calm cues ≤ 0: adding a scam cue never lowers
    the risk while the learned score stays."""

    ngrams: float
    ideas: float
    cues: Floats
    counts: tuple[float, ...]
    constant: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """From the sum to a probability, and the sums at which a message becomes medium and high."""

    slope: float
    offset: float
    medium: float
    high: float
    quick: float  # stage one alone: the n-gram score from which a text counts as fraud


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """All learned numbers. `cues` names the cues that they belong to, in order."""

    ngrams: Floats
    constant: float
    ideas: Floats
    idea_constant: float
    mix: Mix
    scale: Scale
    cues: tuple[str, ...]
    types: tuple[str, ...]
    type_ngrams: Floats  # types × 2**TYPE_BITS
    type_cues: Floats  # types × cues
    type_constants: Floats
    version: str

    def quick(self, texts: Sequence[str]) -> Floats:
        """Stage one alone: the n-gram score of every text, raw or normalised."""
        return sums(stream(texts), self.ngrams) + np.float32(self.constant)

    def idea_score(self, features: Sequence[int]) -> float:
        """The score of one text's ideas."""
        if not features:
            return self.idea_constant
        total = float(self.ideas[list(features)].sum())
        return float(total / (len(features) + IDEA_STEADY) ** 0.5 + self.idea_constant)


def idea_scale(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """What a sum over ideas is multiplied with."""
    return np.asarray(1.0 / np.sqrt(counts + IDEA_STEADY), dtype=np.float64)


def save(model: Model, path: Path) -> None:
    """Write the model as one compact file, byte for byte the same for the same numbers."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "ngrams": model.ngrams.astype(np.float16),
        "ideas": model.ideas.astype(np.float16),
        "mix_cues": model.mix.cues.astype(np.float32),
        "type_ngrams": model.type_ngrams.astype(np.float16),
        "type_cues": model.type_cues.astype(np.float32),
        "type_constants": model.type_constants.astype(np.float32),
    }
    facts = {
        "format": FORMAT,
        "version": model.version,
        "constant": model.constant,
        "idea_constant": model.idea_constant,
        "mix": {
            "ngrams": model.mix.ngrams,
            "ideas": model.mix.ideas,
            "counts": list(model.mix.counts),
            "constant": model.mix.constant,
        },
        "scale": {name: getattr(model.scale, name) for name in Scale.__dataclass_fields__},
        "cues": list(model.cues),
        "types": list(model.types),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_archive(path, arrays, facts)


def load(path: Path) -> Model:
    """Read a model file; ValueError where it is of another format."""
    arrays, facts = read_archive(path, format=FORMAT)
    floats = {name: array.astype(np.float32) for name, array in arrays.items()}
    mix = facts["mix"]
    return Model(
        ngrams=floats["ngrams"],
        constant=facts["constant"],
        ideas=floats["ideas"],
        idea_constant=facts["idea_constant"],
        mix=Mix(
            ngrams=mix["ngrams"],
            ideas=mix["ideas"],
            cues=floats["mix_cues"],
            counts=tuple(mix["counts"]),
            constant=mix["constant"],
        ),
        scale=Scale(**facts["scale"]),
        cues=tuple(facts["cues"]),
        types=tuple(facts["types"]),
        type_ngrams=floats["type_ngrams"],
        type_cues=floats["type_cues"],
        type_constants=floats["type_constants"],
        version=facts["version"],
    )
