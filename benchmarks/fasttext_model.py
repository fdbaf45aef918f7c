"""A supervised fastText model in fastText's own file format, trained here: the package that reads it trains none.

Words are characters, word n-grams up to three are hashed as fastText does; the unigrams' weights come from the
project's own logistic regression. Its speed is that of any fastText model of this size; its answers are real ones.
"""

from __future__ import annotations

import struct
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qunfang.engine.screening.model.fit import Rows, fit_logistic

DIM, NGRAMS, BUCKETS = 16, 3, 1 << 17
MAGIC, FORMAT = 793712314, 12
SOFTMAX, SUPERVISED = 3, 3


def small_model(texts: Sequence[str], fraud: Sequence[bool]) -> Path:
    """Train on characters and write the file; its path."""
    counts = Counter(char for text in texts for char in text.replace("\n", " ") if not char.isspace())
    words = ["</s>", *(char for char, count in counts.most_common() if count > 1 and char != "\0")]
    known = {word: place for place, word in enumerate(words)}
    lists = [[known[char] for char in text if char in known] or [0] for text in texts]
    starts = np.concatenate(([0], np.cumsum([len(each) for each in lists])))
    rows = Rows(
        columns=np.concatenate([np.array(each) for each in lists]),
        starts=starts,
        scale=1.0 / np.diff(starts),
        width=len(words),
    )
    fit = fit_logistic(rows, np.array(fraud, dtype=float), np.ones(len(texts)), ridge=0.001, steps=40)
    inputs = np.zeros((len(words) + BUCKETS, DIM), dtype=np.float32)
    inputs[: len(words), 0] = fit.weights + fit.constant
    outputs = np.zeros((2, DIM), dtype=np.float32)
    outputs[:, 0] = (0.5, -0.5)
    path = Path(tempfile.mkdtemp()) / "small.bin"
    path.write_bytes(_head(words, counts) + _matrix(inputs) + _matrix(outputs))
    return path


def _head(words: Sequence[str], counts: Counter[str]) -> bytes:
    labels = ["__label__fraud", "__label__honest"]
    args = (DIM, 5, 5, 1, 5, NGRAMS, SOFTMAX, SUPERVISED, BUCKETS, 0, 0, 100)
    parts = [struct.pack("<ii", MAGIC, FORMAT), struct.pack("<12id", *args, 1e-4)]
    total = sum(counts.values())
    parts.append(struct.pack("<iiiqq", len(words) + 2, len(words), 2, total, -1))
    parts += [word.encode() + b"\0" + struct.pack("<qb", counts.get(word, 1), 0) for word in words]
    parts += [label.encode() + b"\0" + struct.pack("<qb", 1, 1) for label in labels]
    return b"".join(parts)


def _matrix(values: np.ndarray) -> bytes:
    return struct.pack("<?qq", False, *values.shape) + values.tobytes()
