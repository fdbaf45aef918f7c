"""The plan compiler: how long a plan of 2,000 signs takes, beside jieba's segmentation alone of the same text."""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qunfang.engine.plantext import compile_text

DOCUMENTS = Path(__file__).resolve().parent.parent / "tests/engine/plantext/documents"
SIGNS = 2000
BOUND_MS = 50
ROUNDS = 15


def sample() -> str:
    """2,000 signs of plans as they are written."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("town-*.txt")))
    return text[:SIGNS]


def milliseconds(work: Callable[[], object]) -> float:
    """Median of some rounds, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(taken), 2)


def rows() -> list[dict[str, Any]]:
    """Time for 2,000 signs, and documents a second over the hand-read documents."""
    text = sample()
    taken, peer = milliseconds(lambda: compile_text(text)), milliseconds(lambda: _segment(text))
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    begin = time.perf_counter()
    for each in texts:
        compile_text(each)
    rate = round(len(texts) / (time.perf_counter() - begin), 1)
    begin = time.perf_counter()
    for each in texts:
        _segment(each)
    peer_rate = round(len(texts) / (time.perf_counter() - begin), 1)
    return [
        {"name": "plantext.compile_2000_chars_ms", "value": taken, "unit": "ms", "bound": BOUND_MS, "holds": taken < BOUND_MS, "peers": {"jieba.segmentation": peer}},
        {"name": "plantext.documents_a_second", "value": rate, "unit": "1/s", "bound": None, "holds": None, "peers": {"jieba.segmentation": peer_rate}},
    ]  # fmt: skip


def _segment(text: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

        jieba.setLogLevel(60)
        return list(jieba.cut(text))
