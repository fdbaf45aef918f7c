"""What a file says of itself is read, doubted and never passed on."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from qunfang.engine.photo import UnreadablePicture, clean_rendition, facts_of

TAKEN = "2026:03:04 09:15:00"


def picture(*, exif: Image.Exif | None = None, size: tuple[int, int] = (120, 80)) -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(stream, "JPEG", exif=exif or Image.Exif())
    return stream.getvalue()


def written(*, offset: str = "", latitude: tuple[float, ...] = (30.0, 15.0, 36.0), side: str = "N") -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "HUAWEI", "P60"
    exif[ExifTags.Base.Artist] = "Zhang San"
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = TAKEN
    if offset:
        camera[ExifTags.Base.OffsetTimeOriginal] = offset
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = side, latitude
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (120.0, 30.0, 0.0)
    return exif


def test_time_place_and_device_are_read() -> None:
    facts = facts_of(picture(exif=written(offset="+08:00")))
    assert facts.taken == datetime(2026, 3, 4, 9, 15, tzinfo=timezone(timedelta(hours=8)))
    assert facts.zone_known
    assert facts.device == "HUAWEI P60"
    assert facts.place is not None
    assert (facts.place.latitude, facts.place.longitude) == (pytest.approx(30.26), pytest.approx(120.5))
    assert (facts.format, facts.width, facts.height) == ("JPEG", 120, 80)


def test_without_an_offset_the_zone_is_unknown() -> None:
    facts = facts_of(picture(exif=written()))
    assert facts.taken == datetime(2026, 3, 4, 9, 15)
    assert not facts.zone_known


def test_the_southern_half_has_negative_latitude() -> None:
    place = facts_of(picture(exif=written(side="S"))).place
    assert place is not None
    assert place.latitude == pytest.approx(-30.26)


@pytest.mark.parametrize(
    "latitude", [(0.0, 0.0, 0.0), (95.0, 0.0, 0.0), (30.0,)], ids=["south pole", "beyond", "short"]
)
def test_an_impossible_place_is_no_place(latitude: tuple[float, ...]) -> None:
    exif = written(latitude=latitude)
    if latitude == (0.0, 0.0, 0.0):
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLongitude] = latitude
    assert facts_of(picture(exif=exif)).place is None


def test_a_bare_picture_has_bare_facts() -> None:
    facts = facts_of(picture())
    assert (facts.taken, facts.place, facts.device) == (None, None, "")
    assert len(facts.sha256) == 64


def test_nothing_personal_is_in_the_rendition() -> None:
    content = picture(exif=written(offset="+08:00"), size=(900, 600))
    shown = clean_rendition(content, longest=300)
    with Image.open(io.BytesIO(shown)) as image:
        assert (image.format, image.size) == ("WEBP", (300, 200))
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
    for secret in (b"HUAWEI", b"Zhang San", b"2026:03:04"):
        assert secret in content
        assert secret not in shown


def test_a_rendition_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    with Image.open(io.BytesIO(clean_rendition(picture(exif=exif)))) as image:
        assert image.size == (80, 120)


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 400), st.binary(min_size=1, max_size=30))
def test_a_damaged_block_never_breaks_reading(place: int, damage: bytes) -> None:
    content = bytearray(picture(exif=written(offset="+08:00")))
    content[place : place + len(damage)] = damage
    try:
        facts = facts_of(bytes(content))
    except UnreadablePicture:
        return
    assert (facts.width, facts.height) != (0, 0)
