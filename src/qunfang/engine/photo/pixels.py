"""Bytes → an upright RGB picture of bounded size, or one clear sentence why not."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
"""What Pillow may try. A phone's two-picture file (MPO) opens as JPEG; naming it here would raise KeyError."""
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
        picture = _opened(content)
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadablePicture("The picture has more than 50 million pixels. Send a smaller one.")
        upright = _upright(picture)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as cause:
        if isinstance(cause, UnreadablePicture):
            raise
        raise UnreadablePicture("This is no picture that can be read. Send a JPG or PNG.") from cause
    if longest:
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return upright


def _opened(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(content), formats=FORMATS)


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its note says; a broken note is no reason to refuse what can be seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture.load()
        try:
            return ImageOps.exif_transpose(picture).convert("RGB")
        except Exception:  # noqa: BLE001 - Pillow raises of every kind on broken EXIF; the pixels are read already
            return picture.convert("RGB")
