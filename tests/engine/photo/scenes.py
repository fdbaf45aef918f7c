"""Screenshots of chats, drawn with a CJK font: light, dark, and photographed from a screen."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, SIZE = 828, 32
LOOKS = {
    "light": {"paper": "#ededed", "them": "#ffffff", "me": "#95ec69", "ink": "#191919"},
    "dark": {"paper": "#111111", "them": "#2c2c2c", "me": "#3eb575", "ink": "#dcdcdc"},
    "blue": {"paper": "#ffffff", "them": "#e9e9eb", "me": "#7db8f7", "ink": "#101010"},
}


@cache
def font(size: int = SIZE) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK as Debian installs it."""
    found = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
    return ImageFont.truetype(str(found[0]), size, index=2)


def wrapped(text: str, width: int) -> list[str]:
    """Lines that fit `width` pixels."""
    lines, line = [], ""
    for sign in text:
        if font().getlength(line + sign) > width:
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line]


def chat(turns: list[tuple[str, str]], look: str = "light") -> Image.Image:
    """Turns ('them' or 'me', text) as bubbles with avatars and a clock line."""
    colour = LOOKS[look]
    heights = [len(wrapped(text, 480)) * 46 + 44 for _, text in turns]
    image = Image.new("RGB", (WIDTH, sum(heights) + 26 * len(turns) + 150), colour["paper"])
    draw = ImageDraw.Draw(image)
    draw.text((WIDTH / 2, 40), "昨天 20:41", font=font(24), fill="#9a9a9a", anchor="mm")
    top = 90
    for (who, text), height in zip(turns, heights, strict=True):
        lines = wrapped(text, 480)
        width = max(font().getlength(line) for line in lines) + 48
        left = 116 if who == "them" else WIDTH - 116 - width
        avatar = 24 if who == "them" else WIDTH - 24 - 72
        draw.rounded_rectangle((avatar, top, avatar + 72, top + 72), 8, fill="#7a8fa8" if who == "them" else "#c4906a")
        draw.rounded_rectangle((left, top, left + width, top + height), 12, fill=colour[who])
        for number, line in enumerate(lines):
            draw.text((left + 24, top + 20 + number * 46), line, font=font(), fill=colour["ink"])
        top += height + 26
    return image


def photographed(image: Image.Image, seed: int = 1) -> Image.Image:
    """The picture as taken from a screen by hand: turned a little, soft, grainy, with a frame and fine stripes."""
    chance = random.Random(seed)
    framed = Image.new("RGB", (image.width + 120, image.height + 120), "#20242b")
    framed.paste(image, (60, 60))
    draw = ImageDraw.Draw(framed, "RGBA")
    for row in range(0, framed.height, 4):
        draw.line((0, row, framed.width, row), fill=(0, 0, 0, 22))
    turned = framed.rotate(chance.uniform(-2.2, 2.2), resample=Image.Resampling.BICUBIC, fillcolor="#32363d")
    grain = Image.effect_noise(turned.size, 22).convert("RGB")
    return Image.blend(turned.filter(ImageFilter.GaussianBlur(0.9)), grain, 0.09)


def encoded(image: Image.Image, kind: str = "PNG", quality: int = 80) -> bytes:
    """The picture's bytes."""
    stream = io.BytesIO()
    image.save(stream, kind, **({"quality": quality} if kind == "JPEG" else {}))
    return stream.getvalue()
