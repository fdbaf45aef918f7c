"""Two pictures → the same exposure altered, another look at the same thing, or nothing in common; with figures.

What is physically different: an altered file is the old one moved, turned and scaled in its plane, so that after a
similarity every piece of detail at every depth agrees to a small part of a pixel. A second exposure, even from the same
spot, is seen through another perspective (a hand never holds a phone twice within a tenth of a degree), near and far
things shift against each other, people, leaves, clouds and shadows have moved. A picture photographed from a screen has
a perspective of its own, but all its detail still lies in one plane, and nothing real goes on outside the old frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.alignment import FAR, LEARNT, NEAR, Blocks, Map, compare, detailed, fit
from qunfang.engine.photo.detail import Detail

LEAST_POINTS = 14
LEAST_BLOCKS = 14
ALIKE, NEARBY = 0.6, 0.7
"""A block agrees from this correlation on, at most this many pixels off the map."""
SHIFTED_ALIKE = 0.75
COPY_BEND = 0.2
COPY_SHARE = 0.5
COPY_INSIDE = 0.45
FRAMED, FRAMED_SHARE, FRAMED_COVER = 0.55, 0.6, 0.5
"""The old border shows as an edge: then it is a picture of a picture, whatever else has happened to it."""
SCREEN_OUTSIDE, SCREEN_COVER, SCREEN_SHARE, SCREEN_BEND = 0.015, 0.8, 0.7, 1.6
"""No border to be seen: then it must show nearly all of the old picture and nothing beside it, in another perspective.

A flat wall photographed twice from almost the same spot would come near to this, but with hardly any bend.
"""
SLIVER = 4
"""Pixels beyond the old border that are not looked at: what lies there cannot be told from the border itself."""


class Relation(Enum):
    """What one picture is to another."""

    SAME = "same"
    """The same exposure: handed in again, perhaps altered or photographed from a screen."""
    LIKE = "like"
    """The same thing or place, but another exposure, or too little to tell: no accusation."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The verdict and what it rests on; every figure can be read aloud.

    `reason`: "file copy", "photographed from a screen", "another exposure", "cannot tell" or "nothing in common".
    `points`: features that agree on one mapping. `share`: part of the comparable pieces that agree in fine detail.
    `shifted`: part that is found, but elsewhere (nearer, farther or moved things). `residual`: how much the agreeing
    ones differ, 0 … 1. `bend`: pixels (of 640) by which the mapping differs from moving, turning and scaling.
    `inside`: part of the new picture that the old one covers; `cover`: the reverse. `framed`: part of the old one's
    border that shows as an edge in the new one.
    """

    relation: Relation
    reason: str
    points: int
    share: float = 0.0
    shifted: float = 0.0
    residual: float = 1.0
    bend: float = 0.0
    inside: float = 0.0
    cover: float = 0.0
    framed: float = 0.0


def compare_pictures(new: Detail, old: Detail) -> Comparison:
    """How the new picture relates to the old one. Deterministic."""
    found = fit(new, old)
    if found is None or found.agreeing < LEAST_POINTS:
        points = found.agreeing if found else 0
        return Comparison(relation=Relation.OTHER, reason="nothing in common", points=points)
    onto = Map(found.homography, new.grey.shape)
    fine, laid = detailed(new.grey), detailed(old.grey)
    for reach in (FAR, NEAR, NEAR):
        onto.learn(compare(fine, laid, onto, reach=reach, most=LEARNT))
    measured = _measured(new, old, onto, blocks=compare(fine, laid, onto, reach=NEAR), points=found.agreeing)
    relation, reason = _judged(measured)
    return replace(measured, relation=relation, reason=reason)


def _measured(new: Detail, old: Detail, onto: Map, *, blocks: Blocks, points: int) -> Comparison:
    """All figures, the verdict still open."""
    off = np.linalg.norm(blocks.moved, axis=1)
    good = blocks.textured & (blocks.alike > ALIKE) & (off < NEARBY)
    shifted = blocks.textured & (blocks.alike > SHIFTED_ALIKE) & (off >= NEARBY)
    inside, cover = _overlap(new, old, onto)
    enough = int(good.sum()) >= LEAST_BLOCKS
    share = float(good.sum() / max(LEAST_BLOCKS, int(blocks.textured.sum())))
    # The border is looked at only where it could decide anything: it costs as much as all the rest.
    looked = share >= FRAMED_SHARE and cover >= FRAMED_COVER
    return Comparison(
        relation=Relation.LIKE,
        reason="cannot tell",
        points=points,
        share=share,
        shifted=float(shifted.sum() / max(LEAST_BLOCKS, int(blocks.textured.sum()))),
        residual=float(1 - np.median(blocks.alike[good])) if enough else 1.0,
        bend=_bend(blocks, good) if enough else float("inf"),
        inside=inside,
        cover=cover,
        framed=_framed(new, old, onto) if looked else 0.0,
    )


def _judged(seen: Comparison) -> tuple[Relation, str]:
    if seen.bend <= COPY_BEND and seen.share >= COPY_SHARE and seen.inside >= COPY_INSIDE:
        return Relation.SAME, "file copy"
    if _is_framed(seen) or _fills_the_frame(seen):
        return Relation.SAME, "photographed from a screen"
    if not np.isfinite(seen.bend):
        return Relation.LIKE, "cannot tell"
    return Relation.LIKE, "another exposure"


def _is_framed(seen: Comparison) -> bool:
    return seen.framed >= FRAMED and seen.share >= FRAMED_SHARE and seen.cover >= FRAMED_COVER


def _fills_the_frame(seen: Comparison) -> bool:
    whole = 1 - seen.inside <= SCREEN_OUTSIDE and seen.cover >= SCREEN_COVER
    return whole and seen.share >= SCREEN_SHARE and SCREEN_BEND <= seen.bend < float("inf")


def _bend(blocks: Blocks, good: NDArray[np.bool_]) -> float:
    """Root mean square of what a similarity leaves unexplained of the measured mapping, in pixels."""
    here = blocks.at[good] @ (1, 1j)
    there = blocks.source[good] @ (1, 1j)
    terms = np.stack([here, np.ones_like(here)], axis=1)
    best = np.linalg.lstsq(terms, there, rcond=None)[0]
    return float(np.sqrt(np.mean(np.abs(there - terms @ best) ** 2)) / max(0.2, abs(best[0])))


def _overlap(new: Detail, old: Detail, onto: Map) -> tuple[float, float]:
    """Parts of the new and of the old picture that lie in the other, 0 … 1."""
    height, width = new.grey.shape
    tall, wide = old.grey.shape
    down, across = np.mgrid[0:height:4, 0:width:4].astype(np.float64)
    place = onto(np.stack([across.ravel(), down.ravel()], axis=1))
    within = (place >= -SLIVER).all(axis=1) & (place[:, 0] < wide + SLIVER) & (place[:, 1] < tall + SLIVER)
    cells = np.floor(place[within] / 16).astype(int)
    seen = len(np.unique(cells[:, 0] * 10_000 + cells[:, 1]))
    return float(within.mean()), min(1.0, seen / (np.ceil(tall / 16) * np.ceil(wide / 16)))


def _framed(new: Detail, old: Detail, onto: Map) -> float:
    """Part of the old picture's border (where the new picture goes on beyond it) that shows as an edge.

    On a screen or a sheet with a margin the border is an edge; in a second picture of the place the world just goes on.
    0 where less than a tenth of the border can be looked at.
    """
    height, width = new.grey.shape
    place = onto.over(new.grey.shape)
    off = np.array([old.grey.shape[1], old.grey.shape[0]]) / 2
    beyond = (np.abs(place - off) - off).max(axis=2)
    soft = np.asarray(cv2.GaussianBlur(new.grey, (0, 0), 1.0), np.float32)
    margin = 5
    inner = np.zeros((height, width), np.bool_)
    inner[margin:-margin, margin:-margin] = True
    border = np.argwhere(inner & (np.abs(beyond) < 0.5))
    if len(border) < 0.1 * (height + width):
        return 0.0
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(beyond, (0, 0), 3))
    normal = np.stack([slope_y, slope_x], axis=2)[border[:, 0], border[:, 1]]
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    at_border, further_in = (_step(soft, border + shift * normal, normal) for shift in (0.0, -8.0))
    return float(np.mean(at_border > 1.5 * further_in + 6))


def _step(grey: NDArray[np.float32], at: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Difference of grey values just outside and just inside, at each place (y, x)."""

    def read(shift: float) -> NDArray[np.float64]:
        place = (at + shift * normal).astype(np.float32)
        x, y = np.ascontiguousarray(place[:, 1]), np.ascontiguousarray(place[:, 0])
        return np.asarray(cv2.remap(grey, x[:, None], y[:, None], cv2.INTER_LINEAR).ravel(), np.float64)

    return np.abs((read(2.5) + read(4.0)) - (read(-2.5) + read(-4.0))) / 2
