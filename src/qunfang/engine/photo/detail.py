"""A picture's fine detail at a fixed size: grey values and local features, ready for the geometric check."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from qunfang.engine.photo.pixels import open_picture

LONGEST = 640
"""Pixels of the longer side: enough for text on a banner, small enough for a tenth of a second."""
MOST_FEATURES = 1200
Grey = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Detail:
    """Grey values (0 … 255, height × width) and features.

    Their places (n × 2: x, y in pixels), sizes (n), angles (n, degrees), strengths (n) and RootSIFT descriptors
    (n × 128, unit length).
    """

    grey: Grey
    points: NDArray[np.float32]
    sizes: NDArray[np.float32]
    angles: NDArray[np.float32]
    strengths: NDArray[np.float32]
    descriptors: NDArray[np.float32]


def detail_of(content: bytes) -> Detail:
    """Raises UnreadablePicture. Deterministic."""
    return detail_in(open_picture(content))


def detail_in(picture: Image.Image) -> Detail:
    """The same from an opened picture; larger and smaller ones are brought to the same size."""
    scale = LONGEST / max(picture.size)
    size = (max(16, round(picture.width * scale)), max(16, round(picture.height * scale)))
    way = Image.Resampling.BOX if scale < 0.35 else Image.Resampling.LANCZOS
    grey = _stretched(np.asarray(picture.convert("L").resize(size, way), np.float32))
    found, described = _sift().detectAndCompute(grey.astype(np.uint8), None)
    if not found:
        described = np.zeros((0, 128), np.float32)
    return Detail(
        grey=grey,
        points=np.array([each.pt for each in found], np.float32).reshape(-1, 2),
        sizes=np.array([each.size for each in found], np.float32),
        angles=np.array([each.angle for each in found], np.float32),
        strengths=np.array([each.response for each in found], np.float32),
        descriptors=_rooted(np.asarray(described, np.float32)),
    )


def _sift() -> cv2.SIFT:
    # A low contrast threshold: plain walls and night pictures have only faint detail, and it must be found too.
    return cv2.SIFT.create(nfeatures=MOST_FEATURES, contrastThreshold=0.015, edgeThreshold=12)


def _stretched(grey: Grey) -> Grey:
    """Darkest to 0 and brightest to 255, so that exposure does not decide which features are found."""
    low, high = np.percentile(grey, (1, 99))
    return np.asarray(np.clip((grey - low) * (255 / max(24.0, high - low)), 0, 255), np.float32)


def _rooted(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hellinger distance instead of Euclidean (Arandjelović and Zisserman 2012): better matches at no cost."""
    total = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.sqrt(descriptors / total), np.float32)
