"""Lines of printed text in a picture. Needs the extra `[ocr]`; the models lie inside its wheel, nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from qunfang.engine.photo.pixels import UnreadablePicture, open_picture

__all__ = ["Line", "OcrMissing", "UnreadablePicture", "read_lines"]
LONGEST = 1600
LEAST_SCORE = 0.5


class OcrMissing(RuntimeError):
    """Reading pictures is not installed here; the message says how to add it."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One printed line: its text, its box in pixels of the (shrunk) picture, how sure the reader is (0 … 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float


@cache
def _reader() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as cause:
        raise OcrMissing("Reading pictures is not installed here: pip install qunfang[ocr].") from cause
    # Screenshots stand upright, so the angle step only costs time (it halves the speed). One thread that keeps its
    # memory and reads line by line (no padding to the longest) takes half the processor time of the default, whose
    # threads spin while they wait: 0.8 s for a chat's screenshot, and a web server has several requests at once.
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Det.limit_side_len": 960,
            "Det.limit_type": "max",
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
        }
    )


def read_lines(content: bytes) -> tuple[list[Line], int]:
    """Lines from top to bottom, and the width in pixels that their boxes refer to.

    Raises UnreadablePicture, or OcrMissing where the extra is not installed. Deterministic.
    """
    picture = open_picture(content, longest=LONGEST)
    found = _reader()(np.asarray(picture)[:, :, ::-1])
    if found.boxes is None:
        return [], picture.width
    lines = [
        _line(box, text, score)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if score >= LEAST_SCORE and text.strip()
    ]
    return sorted(lines, key=lambda line: (line.top, line.left)), picture.width


def _line(box: Any, text: str, score: float) -> Line:
    across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
    return Line(text=text, left=min(across), top=min(down), right=max(across), bottom=max(down), score=float(score))
