"""Bytes → an upright RGB picture of bounded size, or one clear sentence why not."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")  # a phone's MPO opens as JPEG
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000


class UnreadablePicture(ValueError):
    """The bytes are no picture that can be read; the message tells what to do next."""


def open_picture(content: bytes, *, longest: int | None = None) -> Image.Image:
    """The picture as RGB, turned upright by its own note; with `longest`, shrunk to that many pixels a side.

    Raises UnreadablePicture for what is no picture, is larger than 20 MB or than 50 megapixels.
    """
    if not content or len(content) > MAX_BYTES:
        raise UnreadablePicture("The picture is empty or larger than 20 MB. Take a screenshot and send that.")
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadablePicture("The picture has more than 50 million pixels. Send a smaller one.")
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as cause:
        if isinstance(cause, UnreadablePicture):
            raise
        raise UnreadablePicture("This is no picture that can be read. Send a JPG or PNG.") from cause
    if longest:
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return upright
