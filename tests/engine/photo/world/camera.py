"""From planes in metres to a JPEG: projection, lens, light falling off, blur, grain, sharpening, tone, compression."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.engine.photo.world.textures import Pixels, noise

WIDTH, HEIGHT = 960, 720
Shot = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A flat piece of the world: a sheet with its top left at `corner`, edges along `across` and `down` (metres)."""

    sheet: Pixels
    corner: tuple[float, float, float]
    across: tuple[float, float, float]
    down: tuple[float, float, float]

    @property
    def depth(self) -> float:
        return self.corner[2] + (self.across[2] + self.down[2]) / 2


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the camera stands (metres; x right, y down, z ahead), its turn (degrees), its lens and its faults."""

    place: tuple[float, float, float] = (0.0, 0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    focal: float = 750.0
    barrel: float = 0.0
    blur: float = 0.6
    motion: float = 0.0
    grain: float = 0.012
    quality: int = 88
    seed: int = 0

    def turn(self) -> NDArray[np.float64]:
        yaw, pitch, roll = (math.radians(each) for each in (self.yaw, self.pitch, self.roll))
        about_y = np.array([[math.cos(yaw), 0, -math.sin(yaw)], [0, 1, 0], [math.sin(yaw), 0, math.cos(yaw)]])
        about_x = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
        about_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
        return np.asarray(about_z @ about_x @ about_y)


def laid(plane: Plane, view: View, onto: Pixels) -> None:
    """The plane's sheet, seen from the view, laid over the picture in place."""
    sheet, lens = plane.sheet, np.array([[view.focal, 0, WIDTH / 2], [0, view.focal, HEIGHT / 2], [0, 0, 1]])
    scale = view.focal * np.linalg.norm(plane.across) / sheet.shape[1] / max(0.3, plane.depth - view.place[2])
    if scale < 0.75:
        smaller = (max(2, round(sheet.shape[1] * scale)), max(2, round(sheet.shape[0] * scale)))
        sheet = cv2.resize(sheet, smaller, interpolation=cv2.INTER_AREA)
    start = np.array(plane.corner) - np.array(view.place)
    steps = np.array(plane.across) / sheet.shape[1], np.array(plane.down) / sheet.shape[0]
    matrix = lens @ view.turn() @ np.stack([*steps, start], axis=1)
    left, top, right, bottom = _box(matrix, sheet.shape)
    if right - left < 2 or bottom - top < 2:
        return
    matrix = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    sheet = np.dstack([sheet[..., :3] * sheet[..., 3:], sheet[..., 3]])
    seen = cv2.warpPerspective(sheet, matrix, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    part = onto[top:bottom, left:right]
    part *= 1 - seen[..., 3:]
    part += seen[..., :3]


def _box(matrix: NDArray[np.float64], shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what the sheet can cover; the whole picture where a corner lies behind."""
    corners = np.array([[0, 0, 1], [shape[1], 0, 1], [shape[1], shape[0], 1], [0, shape[0], 1]]) @ matrix.T
    if corners[:, 2].min() <= 1e-3:
        return 0, 0, WIDTH, HEIGHT
    across, down = corners[:, 0] / corners[:, 2], corners[:, 1] / corners[:, 2]
    left, right = (int(np.clip(each, 0, WIDTH)) for each in (across.min() - 1, across.max() + 2))
    top, bottom = (int(np.clip(each, 0, HEIGHT)) for each in (down.min() - 1, down.max() + 2))
    return left, top, right, bottom


def exposed(picture: Pixels, view: View, *, gain: float, warmth: float, gamma: float) -> Shot:
    """What the sensor and its software make of the light that came in."""
    chance = np.random.default_rng(view.seed)
    picture = _through_lens(picture, view)
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    edge = ((across / WIDTH - 0.5) ** 2 + (down / HEIGHT - 0.5) ** 2)[..., None]
    light = picture * gain * (1 - 0.35 * edge) * np.array([1 + warmth, 1, 1 - warmth], np.float32)
    grain = chance.standard_normal(light.shape).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.7) * 1.9
    light = light + view.grain * np.sqrt(np.clip(light, 0.02, 1)) * grain
    soft = cv2.GaussianBlur(light, (0, 0), 1.4)
    light = np.clip(light + 0.5 * (light - soft), 0, 1) ** gamma
    return np.asarray(light * 255 + 0.5, np.uint8)


def _through_lens(picture: Pixels, view: View) -> Pixels:
    if view.barrel:
        down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        x, y = (across - WIDTH / 2) / WIDTH, (down - HEIGHT / 2) / WIDTH
        bend = 1 + view.barrel * (x * x + y * y)
        place = (x * bend * WIDTH + WIDTH / 2, y * bend * WIDTH + HEIGHT / 2)
        picture = cv2.remap(picture, *place, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if view.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), view.blur)
    if view.motion >= 1:
        size = int(view.motion) * 2 + 1
        kernel = np.zeros((size, size), np.float32)
        angle = view.seed % 180
        shift = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))]) * view.motion
        ends = [tuple(round(size // 2 + sign * each) for each in shift) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    return picture


def jpeg(shot: Shot, quality: int = 88) -> bytes:
    """The shot's bytes."""
    stream = io.BytesIO()
    Image.fromarray(shot).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def clouds(chance: np.random.Generator, night: bool) -> Pixels:
    """Sky for this moment."""
    shape = (480, 960)
    cover = np.clip(0.5 + 0.5 * noise(shape, 260, chance, 5) * chance.uniform(0.2, 1), 0, 1)[..., None]
    blue, grey = np.array([0.45, 0.62, 0.85], np.float32), np.array([0.88, 0.89, 0.9], np.float32)
    if night:
        blue, grey = blue * 0.05, grey * 0.08
    return np.asarray(blue * (1 - cover) + grey * cover, np.float32)
