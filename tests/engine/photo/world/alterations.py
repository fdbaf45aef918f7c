"""What people do to a picture before they hand it in again: the same exposure, altered."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.engine.photo.world.camera import Shot
from tests.engine.photo.world.textures import font, noise

Chance = np.random.Generator
Alter = Callable[[Shot, Chance], Shot]


def compressed(shot: Shot, chance: Chance) -> Shot:
    """Saved as JPEG of quality 50."""
    done, stream = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, 50])
    assert done
    return np.asarray(cv2.imdecode(stream, cv2.IMREAD_COLOR), np.uint8)


def halved(shot: Shot, chance: Chance) -> Shot:
    """Shrunk to half its width and height."""
    return np.asarray(cv2.resize(shot, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def relit(shot: Shot, chance: Chance) -> Shot:
    """Brighter or darker by 20 %."""
    return np.clip(shot.astype(np.float32) * chance.choice([0.8, 1.2]), 0, 255).astype(np.uint8)


def stamped(shot: Shot, chance: Chance) -> Shot:
    """A date and place in a corner, as stamp apps write it."""
    image = Image.fromarray(shot)
    size = int(image.height * chance.uniform(0.035, 0.06))
    day = f"2026-{chance.integers(1, 13):02d}-{chance.integers(1, 29):02d} {chance.integers(8, 18):02d}:30"
    lines = [day, "柳河镇东街社区 反诈宣传", "经度 116.39 纬度 39.91"]
    if chance.random() < 0.5:
        box = (0, image.height - size * 5, image.width * 0.45, image.height)
        ImageDraw.Draw(image).rectangle(box, fill=(20, 70, 160))
    for number, line in enumerate(lines):
        place = (size // 2, image.height - size * (4.4 - number * 1.35))
        ImageDraw.Draw(image).text(place, line, font=font(size), fill="white", stroke_width=2, stroke_fill="#222")
    return np.asarray(image, np.uint8)


def watermarked(shot: Shot, chance: Chance) -> Shot:
    """Half-transparent words all over it."""
    image = Image.fromarray(shot).convert("RGBA")
    layer = Image.new("RGBA", image.size)
    draw, step = ImageDraw.Draw(layer), int(image.height * chance.uniform(0.2, 0.4))
    for top in range(0, image.height, step):
        for left in range(-step, image.width, step * 2):
            ink = (255, 255, 255, int(chance.integers(60, 120)))
            draw.text((left + top // 3 % step, top), "反诈工作群", font=font(int(image.height * 0.05)), fill=ink)
    turned = layer.rotate(float(chance.uniform(10, 30)), resample=Image.Resampling.BILINEAR)
    return np.asarray(Image.alpha_composite(image, turned).convert("RGB"), np.uint8)


def turned(shot: Shot, chance: Chance) -> Shot:
    """Rotated by up to 3°, the empty corners black or white, or cut away."""
    height, width = shot.shape[:2]
    angle = float(chance.uniform(0.8, 3) * chance.choice([-1, 1]))
    cut = chance.random() < 0.5
    lean = math.radians(abs(angle))
    zoom = math.cos(lean) + math.sin(lean) * width / height if cut else 1.0
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, zoom)
    fill = (0, 0, 0) if chance.random() < 0.5 else (255, 255, 255)
    return np.asarray(cv2.warpAffine(shot, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill), np.uint8)


def cropped(shot: Shot, chance: Chance) -> Shot:
    """15 % of the width and of the height cut away, at sides chosen at random."""
    height, width = shot.shape[:2]
    top, left = int(chance.uniform(0, 0.15) * height), int(chance.uniform(0, 0.15) * width)
    return np.ascontiguousarray(shot[top : top + int(height * 0.85), left : left + int(width * 0.85)])


def rephotographed(shot: Shot, chance: Chance) -> Shot:
    """Shown on a screen and photographed: tilt, lens, colour, stripes, glare, softness, grain; perhaps its frame."""
    height, width = shot.shape[:2]
    shown = _pixel_grid(shot, chance)
    border = chance.uniform(0.02, 0.12) if chance.random() < 0.5 else -chance.uniform(0.0, 0.03)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    inward = np.where(corners == 0, border, -border) + chance.uniform(-0.035, 0.035, (4, 2))
    onto = ((corners + inward) * (width, height)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform((corners * (shown.shape[1], shown.shape[0])).astype(np.float32), onto)
    room = np.clip(noise((height, width), width / 3, chance, 3)[..., None] * 0.04 + chance.uniform(0.05, 0.5), 0, 1)
    mask = cv2.warpPerspective(np.ones(shown.shape[:2], np.float32), matrix, (width, height))[..., None]
    frame = cv2.dilate(mask, np.ones((25, 25), np.uint8))[..., None]
    seen = cv2.warpPerspective(shown, matrix, (width, height), flags=cv2.INTER_AREA)
    picture = seen * mask + (room * (1 - frame) + 0.03 * frame) * (1 - mask)
    return _seen_by_phone(picture.astype(np.float32), chance)


def _pixel_grid(shot: Shot, chance: Chance) -> np.ndarray:
    """The picture on a display: each pixel a dark-edged cell."""
    big = cv2.resize(shot, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
    depth = float(chance.uniform(0.05, 0.25))
    big[::2] *= 1 - depth
    big[:, ::2, 0] *= 1 - depth
    big[:, 1::2, 2] *= 1 - depth
    return big


def _seen_by_phone(picture: np.ndarray, chance: Chance) -> Shot:
    height, width = picture.shape[:2]
    down, across = np.mgrid[:height, :width].astype(np.float32)
    x, y = (across - width / 2) / width, (down - height / 2) / width
    bend = 1 + float(chance.uniform(-0.06, 0.06)) * (x * x + y * y)
    place = (x * bend * width + width / 2, y * bend * width + height / 2)
    picture = cv2.remap(picture, *place, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    wave = chance.uniform(40, 160)
    stripes = np.sin((across * chance.uniform(-1, 1) + down * chance.uniform(-1, 1)) / wave * 6.28)[..., None]
    picture *= 1 + chance.uniform(0.01, 0.05) * stripes * chance.uniform(0.3, 1, 3)
    centre = chance.uniform(0.1, 0.9, 2) * (width, height)
    spread = chance.uniform(0.05, 0.2) * width
    glare = np.exp(-((across - centre[0]) ** 2 + (down - centre[1]) ** 2) / (2 * spread**2))
    picture += chance.uniform(0, 0.35) * glare[..., None]
    picture = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.5, 1.1))
    picture = picture * chance.uniform(0.85, 1.1, 3) * (1 - 0.5 * (x * x + y * y))[..., None]
    picture += 0.012 * cv2.GaussianBlur(chance.standard_normal(picture.shape), (0, 0), 0.7)
    lifted = 0.04 + 0.96 * np.clip(picture, 0, 1) ** chance.uniform(0.8, 1.15)
    return np.asarray(np.clip(lifted, 0, 1) * 255, np.uint8)


ONE: dict[str, Alter] = {
    "jpeg 50": compressed,
    "half size": halved,
    "brightness": relit,
    "date stamp": stamped,
    "watermark": watermarked,
    "rotation": turned,
    "crop": cropped,
    "screen": rephotographed,
}


def altered(shot: Shot, chance: Chance, *names: str) -> Shot:
    """One alteration after the other."""
    for name in names:
        shot = ONE[name](shot, chance)
    return shot


def combination(chance: Chance) -> tuple[str, ...]:
    """Three or four alterations in a sensible order, JPEG 50 last."""
    order = ["crop", "rotation", "brightness", "date stamp", "watermark", "half size"]
    if chance.random() < 0.35:
        order = ["crop", "brightness", "screen", "date stamp", "half size"]
    kept = sorted(chance.choice(len(order), int(chance.integers(2, 4)), replace=False))
    return (*(order[each] for each in kept), "jpeg 50")
