"""Learned numbers as one compact file: arrays and facts, byte for byte the same for the same numbers."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def write_archive(path: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Mapping[str, Any]) -> None:
    """Write the file; `facts` is plain JSON and names its `format`."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            archive.writestr(_entry(f"{name}.npy"), buffer.getvalue())
        archive.writestr(_entry("facts.json"), json.dumps(facts, ensure_ascii=False, indent=1))


def read_archive(path: Path, *, format: int) -> tuple[Arrays, dict[str, Any]]:
    """The arrays and the facts; ValueError where the file is of another format."""
    with ZipFile(path) as archive:
        facts: dict[str, Any] = json.loads(archive.read("facts.json"))
        if facts["format"] != format:
            raise ValueError(f"{path.name} is of format {facts['format']}, this version reads {format}")
        arrays = {
            name.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)
            for name in archive.namelist()
            if name.endswith(".npy")
        }
    return arrays, facts


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry
