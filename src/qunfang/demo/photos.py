"""Drawn stand-ins for photos: a wall, a gate and a red banner with the anti-fraud number."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
SKIES = ["#cfe0ee", "#e7ecef", "#bcd3e6", "#f0e4d0"]
WALLS = ["#d9cbb4", "#c9c4bb", "#b9aa94", "#e2dccf", "#a9b3a6"]


def draw_photo(chance: random.Random, *, banner: bool = True) -> bytes:
    """A JPEG of a made-up scene; without `banner`, the wall is bare (a proof that proves nothing)."""
    image = Image.new("RGB", SIZE, chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    horizon = chance.randint(430, 520)
    draw.rectangle((0, horizon, *SIZE), fill="#9c9686")
    left, top = chance.randint(40, 140), chance.randint(120, 190)
    right = SIZE[0] - chance.randint(40, 140)
    draw.rectangle((left, top, right, horizon + 40), fill=chance.choice(WALLS))
    for n in range(chance.randint(3, 5)):
        x = left + 50 + n * 160
        draw.rectangle((x, top + 150, x + 80, top + 250), fill="#6d7f8f", outline="#f4f1ea", width=5)
    if banner:
        _banner(draw, (left + 30, top + 40, right - 30, top + 120))
    return _jpeg(image.rotate(chance.uniform(-2, 2), fillcolor="#d8d8d4", resample=Image.Resampling.BILINEAR))


def _banner(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    draw.rectangle(box, fill="#b3262b")
    font = ImageFont.load_default(size=56)
    draw.text(
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), "96110    ·    96110", fill="#fff6df", font=font, anchor="mm"
    )


def _jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=82)
    return stream.getvalue()
