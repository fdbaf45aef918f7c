"""How one picture lies on another: a homography from matched features, then a smooth bend measured block by block.

Coordinates are pixels of `Detail.grey`. The map goes from the new picture (what was handed in) to the old one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from qunfang.engine.photo.detail import Detail, Grey

RATIO = 0.8
REACH = 4.0
"""Pixels that a matched feature may lie off the homography."""
BLOCK, STEP = 24, 20
FAR, NEAR = 6, 3
LATTICE, LEARNT = 8, 220
"""Pixels between the knots of a map; blocks that its ten terms are learnt from, at most."""
FAINTEST, CLEAR_SHARE, COVERED = 2.2, 0.35, 9.0
"""Grey values of deviation: least detail at all, share of the clear detail, and what shows that something covers it."""
Points = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Matched features that agree on a homography (new → old), and how many matched at all."""

    homography: NDArray[np.float64]
    agreeing: int
    matched: int


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Square pieces of the new picture, compared with the old one laid on it.

    `at`: centres (n × 2) in the new picture. `source`: where the map puts them in the old one. `moved`: how far the
    best fit lies off the map (n × 2, pixels). `alike`: normalised correlation there, −1 … 1. `textured`: whether there
    is anything to compare. All blocks lie inside both pictures.
    """

    at: Points
    source: Points
    moved: Points
    alike: NDArray[np.float64]
    textured: NDArray[np.bool_]


def fit(new: Detail, old: Detail) -> Fit | None:
    """The homography that most matched features agree on; None where fewer than eight agree. Deterministic."""
    if min(len(new.points), len(old.points)) < 8:
        return None
    kept, nearest = _matched(new.descriptors, old.descriptors)
    if len(kept) < 8:
        return None
    here, there = new.points[kept], old.points[nearest]
    cv2.setRNGSeed(7)
    homography, mask = cv2.findHomography(here, there, cv2.USAC_MAGSAC, REACH, maxIters=4000, confidence=0.999)
    if homography is None or not _plausible(np.asarray(homography), new.grey.shape):
        return None
    agreeing = len(np.unique(np.round(there[mask.ravel() > 0]), axis=0))
    return Fit(homography=np.asarray(homography), agreeing=agreeing, matched=len(kept)) if agreeing >= 8 else None


def _matched(new: Grey, old: Grey) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of new and old that match: nearest by far (Lowe's ratio). By products, as all are of unit length."""
    alike = new @ old.T
    rows, nearest = np.arange(len(new)), alike.argmax(axis=1)
    first = alike[rows, nearest]
    alike[rows, nearest] = -1
    kept = 1 - first < RATIO**2 * (1 - alike.max(axis=1))
    return rows[kept], nearest[kept]


def _plausible(homography: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    """Neither folded over nor shrunk to a dot: the corners keep their order and at least a hundredth of the area."""
    height, width = shape[:2]
    corners = through(homography, np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64))
    turns = [
        float(np.linalg.det(np.stack([corners[n - 1] - corners[n - 2], corners[n] - corners[n - 1]]))) for n in range(4)
    ]
    return min(turns) > 0.01 * height * width and max(turns) < 60 * height * width


def through(homography: NDArray[np.float64], points: Points) -> Points:
    """Points moved by a homography (n × 2 → n × 2)."""
    raised = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(raised[:, :2] / raised[:, 2:], np.float64)


class Map:
    """New → old: a homography after a smooth bend (cubic in place: what lenses do, wherever their middle lies)."""

    def __init__(self, homography: NDArray[np.float64], shape: tuple[int, ...]) -> None:
        self.homography = homography
        self.half = max(shape[:2]) / 2
        self.centre = np.array([shape[1] / 2, shape[0] / 2])
        self.bend: NDArray[np.float64] = np.zeros((10, 2))

    def __call__(self, points: Points) -> Points:
        return through(self.homography, points + self._terms(points) @ self.bend)

    def _terms(self, points: Points) -> NDArray[np.float64]:
        """The ten terms of the bend at each point (n × 10)."""
        x, y = ((points - self.centre) / self.half).T
        terms = [np.ones_like(x), x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3]
        return np.stack(terms, axis=1)

    def over(self, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Where every pixel of a picture of that shape goes (height × width × 2): computed on a lattice, between which
        so smooth a map is straight to a hundredth of a pixel."""
        across, down = (np.arange(0, side + LATTICE, LATTICE, dtype=np.float64) for side in (shape[1], shape[0]))
        knots = np.stack([each.ravel() for each in np.meshgrid(across, down)], axis=1)
        moved = self(knots).reshape(len(down), len(across), 2)
        rows, columns = _between(shape[0], len(down)), _between(shape[1], len(across))
        return np.stack([rows @ np.ascontiguousarray(moved[..., axis]) @ columns.T for axis in (0, 1)], axis=2)

    def learn(self, blocks: Blocks) -> None:
        """Bends towards what the blocks measured; those that differ from the rest weigh little."""
        use = blocks.textured & (blocks.alike > 0.5)
        if use.sum() < 20:
            return
        rows, wanted = self._terms(blocks.at[use]), blocks.moved[use]
        weights = np.ones((len(wanted), 1))
        for _ in range(8):
            step = np.linalg.lstsq(rows * weights, wanted * weights, rcond=None)[0]
            off = np.linalg.norm(wanted - rows @ step, axis=1, keepdims=True)
            weights = 1 / (1 + (off / 0.5) ** 2)
        self.bend = self.bend + step


def _between(length: int, knots: int) -> NDArray[np.float64]:
    """Weights (length × knots) of the lattice's two nearest knots for every pixel of one side."""
    place = np.arange(length) / LATTICE
    return np.asarray(np.maximum(0, 1 - np.abs(place[:, None] - np.arange(knots))), np.float64)


def compare(new: Grey, old: Grey, onto: Map, *, reach: int, most: int | None = None) -> Blocks:
    """Blocks of the new picture that lie in both, sought within `reach` pixels of where the map puts them.

    Both pictures as `detailed` gives them. With `most`, so many of the textured ones, evenly chosen.
    """
    laid, inside = _laid(old, onto, new.shape)
    at = _centres(inside, BLOCK // 2 + reach)
    textured = _textured(_deviations(laid, at, BLOCK), _deviations(new, at, BLOCK + 2 * reach))
    kept = np.flatnonzero(textured)
    if most is not None and len(kept) > most:
        kept = kept[np.linspace(0, len(kept) - 1, most).astype(int)]
    alike, moved = np.zeros(len(at)), np.zeros((len(at), 2))
    if len(kept):
        alike[kept], moved[kept] = _sought(laid, new, at[kept], reach)
    return Blocks(
        at=at.astype(np.float64),
        source=onto(at.astype(np.float64)) if len(at) else np.zeros((0, 2)),
        moved=moved,
        alike=alike,
        textured=textured,
    )


def _centres(inside: NDArray[np.bool_], margin: int) -> NDArray[np.intp]:
    """Centres (n × 2) of the blocks that lie wholly within."""
    whole = cv2.erode(inside.astype(np.uint8), np.ones((2 * margin, 2 * margin), np.uint8), borderValue=0)
    height, width = inside.shape
    down, across = np.arange(margin, height - margin, STEP), np.arange(margin, width - margin, STEP)
    rows, columns = np.nonzero(whole[np.ix_(down, across)])
    return np.stack([across[columns], down[rows]], axis=1)


def _deviations(fine: Grey, at: NDArray[np.intp], side: int) -> NDArray[np.float64]:
    """Standard deviation of the values in the square of that side around each centre."""
    mean = cv2.boxFilter(fine, cv2.CV_64F, (side, side))[at[:, 1], at[:, 0]]
    square = cv2.sqrBoxFilter(fine, cv2.CV_64F, (side, side))[at[:, 1], at[:, 0]]
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float64)


def _laid(old: Grey, onto: Map, shape: tuple[int, ...]) -> tuple[Grey, NDArray[np.bool_]]:
    """The old picture's detail in the new one's frame, and where it has any."""
    place = onto.over(shape).astype(np.float32)
    x, y = np.ascontiguousarray(place[..., 0]), np.ascontiguousarray(place[..., 1])
    laid = cv2.remap(old, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = (x >= 1) & (y >= 1) & (x < old.shape[1] - 2) & (y < old.shape[0] - 2)
    return np.asarray(laid, np.float32), inside


def _textured(old: NDArray[np.float64], new: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Blocks with something to compare, from the deviations of the old piece and the new field around it.

    Measured by the picture's own clear detail: beside a gravel path the faint mottling of a wall says nothing, and the
    stripes that a screen leaves on it must not count; on a picture of nothing but a wall it is all there is.
    """
    if not len(old):
        return np.zeros(0, np.bool_)
    clear = max(FAINTEST, CLEAR_SHARE * float(np.percentile(old, 75)))
    return np.asarray((old > clear) | (new > max(COVERED, 1.3 * clear)), np.bool_)


def detailed(grey: Grey) -> Grey:
    """Without the slow changes of light, without the finest grain."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.8) - cv2.GaussianBlur(grey, (0, 0), 6), np.float32)


def _sought(laid: Grey, new: Grey, at: NDArray[np.intp], reach: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Best correlation of each old piece within the new picture, and the map's error (dx, dy), to a tenth of a pixel.

    The content that the map promises at the centre is found elsewhere; the map must give the place before that.
    """
    half, margin = BLOCK // 2, BLOCK // 2 + reach
    found = []
    for left, top in at.tolist():
        piece = laid[top - half : top + half, left - half : left + half]
        field = new[top - margin : top + margin, left - margin : left + margin]
        found.append(cv2.matchTemplate(field, piece, cv2.TM_CCOEFF_NORMED))
    scores: Grey = np.asarray(np.stack(found), np.float32)
    # A field without any detail at all has no correlation: what comes out of that division is nothing.
    scores[~np.isfinite(scores)] = 0
    rows, side = np.arange(len(scores)), scores.shape[1]
    y, x = np.divmod(scores.reshape(len(scores), -1).argmax(axis=1), side)
    dx, dy = _peaks(scores[rows, y], x), _peaks(scores[rows, :, x], y)
    return scores[rows, y, x].astype(np.float64), np.stack([reach - x - dx, reach - y - dy], axis=1)


def _peaks(lines: Grey, places: NDArray[np.intp]) -> NDArray[np.float64]:
    """Where between the pixels the top of a parabola through three scores lies, for each line of scores."""
    rows, inner = np.arange(len(lines)), np.clip(places, 1, lines.shape[1] - 2)
    before, top, after = (lines[rows, inner + each].astype(np.float64) for each in (-1, 0, 1))
    curve = before - 2 * top + after
    off = np.clip(0.5 * (before - after) / np.where(curve < 0, curve, -1), -0.5, 0.5)
    return np.asarray(np.where((curve < 0) & (inner == places), off, 0), np.float64)
