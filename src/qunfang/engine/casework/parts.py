"""The learned parts of the reader as one value, and their file."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

from qunfang.engine.casework.lexicon import DATA
from qunfang.engine.casework.private.names import Names
from qunfang.engine.casework.weigh import Linear

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
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            archive.writestr(_entry(f"{name}.npy"), buffer.getvalue())
        archive.writestr(_entry("facts.json"), json.dumps(facts, ensure_ascii=False, indent=1))


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry


def load(path: Path) -> Parts:
    """Read a file of weights; ValueError where it is of another format."""
    with ZipFile(path) as archive:
        facts: dict[str, Any] = json.loads(archive.read("facts.json"))
        if facts["format"] != FORMAT:
            raise ValueError(f"{path.name} is of format {facts['format']}, this version reads {FORMAT}")
        arrays = {
            name.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)
            for name in archive.namelist()
            if name.endswith(".npy")
        }
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
