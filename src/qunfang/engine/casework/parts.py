"""The learned parts of the reader as one value, and their file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qunfang.engine.casework.lexicon import DATA
from qunfang.engine.casework.private.names import Names
from qunfang.engine.casework.weigh import Linear
from qunfang.engine.screening.model.archive import read_archive, write_archive

SHIPPED = DATA / "reader.npz"
FORMAT = 1
LINEAR = ("types", "stages", "channels", "outcomes", "roles", "names")


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Everything that was learned, with the version of the text that it was learned from."""

    types: Linear
    stages: Linear
    stage_least: dict[str, float]
    channels: Linear
    outcomes: Linear
    roles: Linear
    names: Names
    version: str


def save(parts: Parts, path: Path) -> None:
    """Write one compact file, byte for byte the same for the same numbers."""
    arrays: dict[str, npt.NDArray[Any]] = {"familiar": parts.names.familiar}
    facts: dict[str, Any] = {"format": FORMAT, "version": parts.version}
    facts |= {"stage_least": parts.stage_least, "name_least": parts.names.least, "labels": {}}
    for name in LINEAR:
        linear = parts.names.model if name == "names" else getattr(parts, name)
        arrays[f"{name}_weights"] = linear.weights.astype(np.float16)
        arrays[f"{name}_constants"] = linear.constants.astype(np.float32)
        facts["labels"][name] = list(linear.labels)
    write_archive(path, arrays, facts)


def load(path: Path) -> Parts:
    """Read a file of weights; ValueError where it is of another format."""
    arrays, facts = read_archive(path, format=FORMAT)
    linears = {
        name: Linear(
            labels=tuple(facts["labels"][name]),
            weights=arrays[f"{name}_weights"].astype(np.float32),
            constants=arrays[f"{name}_constants"],
        )
        for name in LINEAR
    }
    names = Names(model=linears.pop("names"), familiar=arrays["familiar"], least=facts["name_least"])
    return Parts(names=names, stage_least=facts["stage_least"], version=facts["version"], **linears)


@cache
def shipped() -> Parts:
    """The weights in the package, read once."""
    return load(SHIPPED)
