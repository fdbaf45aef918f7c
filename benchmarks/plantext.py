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
ROUNDS = 25


def samples() -> list[str]:
    """Stretches of 2,000 signs of plans as they are written, none twice: what is remembered of one helps no other."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt")))
    return [text[start : start + SIGNS] for start in range(0, ROUNDS * SIGNS, SIGNS)]


def milliseconds(work: Callable[[str], object]) -> float:
    """Median over the samples, after a warm-up on other text."""
    work("各村每月组织1次宣讲会。")
    taken = []
    for each in samples():
        begin = time.perf_counter()
        work(each)
        taken.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(taken), 2)


def rows() -> list[dict[str, Any]]:
    """Time for 2,000 signs, and documents a second over the hand-read documents."""
    taken, peer = milliseconds(compile_text), milliseconds(_segment)
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
