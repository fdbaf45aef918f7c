"""What a picture file says about itself: when, where, with what. All of it may be missing, none of it is proof."""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

from qunfang.engine.photo.pixels import FORMATS, open_picture

THUMBNAIL = 480
FIRST_YEAR = 1990
"""No camera wrote a file before; a clock that says so was never set."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Degrees, WGS 84; `within`: metres of uncertainty where the phone wrote them."""

    latitude: float
    longitude: float
    within: float | None = None


@dataclass(frozen=True, kw_only=True)
class PhotoFacts:
    """`taken`: by the camera's own clock; without an offset when `zone_known` is false (then local time somewhere).

    `width` and `height` in pixels as stored; `sha256` of the bytes as they came.
    """

    sha256: str
    size: int
    format: str
    width: int
    height: int
    taken: datetime | None = None
    zone_known: bool = False
    place: Place | None = None
    device: str = ""
    software: str = ""


def facts_of(content: bytes) -> PhotoFacts:
    """Raises UnreadablePicture. A broken EXIF block only leaves facts out (Pillow raises of every kind on those)."""
    open_picture(content, longest=64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            kind, (width, height) = picture.format or "", picture.size
            exif = _exif(picture)
            blocks = (None, ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
            base, camera, place = (_tags(exif, block) for block in blocks)
    taken = _time(camera.get(ExifTags.Base.DateTimeOriginal), camera.get(ExifTags.Base.OffsetTimeOriginal))
    device = [_text(base.get(ExifTags.Base.Make)), _text(base.get(ExifTags.Base.Model))]
    return PhotoFacts(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        format=kind,
        width=width,
        height=height,
        taken=taken,
        zone_known=taken is not None and taken.tzinfo is not None,
        place=_place(place),
        device=" ".join(each for each in device if each),
        software=_text(base.get(ExifTags.Base.Software)),
    )


def clean_rendition(content: bytes, *, longest: int = THUMBNAIL, quality: int = 80, kind: str = "WEBP") -> bytes:
    """A WebP (or JPEG) for showing: upright, at most `longest` pixels a side, with no note of time, place, device or
    person. Raises UnreadablePicture."""
    upright = open_picture(content, longest=longest)
    # Built from pixels alone: nothing of the old file's notes, profiles or comments can come along.
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    stream = io.BytesIO()
    bare.save(
        stream, kind, quality=quality, exif=b"", xmp=b"", icc_profile=b"", **({"method": 4} if kind == "WEBP" else {})
    )
    return stream.getvalue()


def _exif(picture: Image.Image) -> Image.Exif:
    with suppress(Exception):
        return picture.getexif()
    return Image.Exif()


def _tags(exif: Image.Exif, block: int | None = None) -> dict[int, Any]:
    with suppress(Exception):
        return dict(exif if block is None else exif.get_ifd(block))
    return {}


def _text(value: object) -> str:
    raw = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(sign for sign in raw if sign.isprintable()).strip()[:80]


def _time(stamp: object, offset: object) -> datetime | None:
    try:
        taken = datetime.strptime(_text(stamp)[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    if taken.year < FIRST_YEAR:
        return None
    zone = _zone(_text(offset))
    return taken.replace(tzinfo=zone) if zone else taken


def _zone(text: str) -> timezone | None:
    with suppress(ValueError):
        if text == "Z":
            return timezone(timedelta())
        sign = {"+": 1, "-": -1}.get(text[:1])
        if sign and text[3:4] == ":":
            return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6])))
    return None


def _place(tags: dict[int, Any]) -> Place | None:
    try:
        north = _degrees(tags[ExifTags.GPS.GPSLatitude], tags.get(ExifTags.GPS.GPSLatitudeRef), "S")
        east = _degrees(tags[ExifTags.GPS.GPSLongitude], tags.get(ExifTags.GPS.GPSLongitudeRef), "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    # Phones without a fix write zeros; nobody hangs a banner in the Gulf of Guinea.
    if not (abs(north) <= 90 and abs(east) <= 180) or (north == 0 and east == 0):
        return None
    within = None
    with suppress(KeyError, TypeError, ValueError, ZeroDivisionError):
        within = float(tags[ExifTags.GPS.GPSHPositioningError])
    return Place(latitude=north, longitude=east, within=within)


def _degrees(parts: Any, side: object, negative: str) -> float:
    degrees, minutes, seconds = (float(each) for each in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if math.isnan(value):
        raise ValueError("not a number")
    return -value if _text(side).upper().startswith(negative) else value
