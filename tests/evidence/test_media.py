"""Originals stay as they came; what pages show is made by a job and tells nothing of its maker; disk or S3 alike."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image, PngImagePlugin

from qunfang.common import clock
from qunfang.config.media import media_storage
from qunfang.evidence.models import Attachment, PhotoTrace, Rendition
from qunfang.evidence.services import submit_evidence, sweep_media
from qunfang.evidence.services.renditions import make_renditions, without_renditions
from qunfang.evidence.tasks import check_photos
from qunfang.people.models import User
from qunfang.plans.models import Obligation
from tests.cast import Cast
from tests.evidence.conftest import PERIOD

pytestmark = pytest.mark.django_db
SECRETS = (b"SecretPhone", b"Owner Wang", b"2026:11:03", b"http://ns.adobe.com", b"SECRET-COMMENT", b"ICC_PROFILE")


@cache
def telling(kind: str = "JPEG") -> bytes:
    """A picture whose file names its device, its owner, its place, its time, and has notes of other kinds too."""
    image = Image.effect_noise((800, 600), 40).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "SecretPhone", "X1"
    exif[ExifTags.Base.Artist], exif[ExifTags.Base.Orientation] = "Owner Wang", 6
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = "2026:11:03 09:30:00"
    camera[ExifTags.Base.CameraOwnerName] = "Owner Wang"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (30.0, 30.0, 0.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (104.0, 30.0, 0.0)
    stream = io.BytesIO()
    more: dict[str, Any] = {"comment": b"SECRET-COMMENT"} if kind == "JPEG" else {}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "Owner Wang")
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" note="http://ns.adobe.com SecretPhone"/>'
    image.save(stream, kind, exif=exif, **({"xmp": xmp} if kind != "PNG" else {}), **more)
    return stream.getvalue()


def send(duty: Obligation, cast: Cast, content: bytes, name: str = "横幅.jpg") -> Attachment:
    files = [SimpleUploadedFile(name, content)]
    place: dict[str, Any] = {"unit": cast.village, "site": None, "period": PERIOD}
    made = submit_evidence(duty, **place, quantity=1, note="", files=files, by=cast.field_worker)
    return made.attachments.get()


def stored() -> list[str]:
    """Names of all files in the storage."""

    def under(folder: str) -> Iterator[str]:
        try:
            folders, files = default_storage.listdir(folder)
        except FileNotFoundError:
            return
        yield from (f"{folder}/{each}" for each in files)
        for each in folders:
            yield from under(f"{folder}/{each}")

    return sorted([*under("evidence"), *under("renditions")])


def fetch(client: Client, address: str) -> tuple[int, str, bytes]:
    """Status, type and body of an answer, whose file is closed again."""
    answer: Any = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, answer.headers.get("Content-Type", ""), content


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket on an S3 server of its own, named by the environment as in a real installation."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"BUCKET": "proof", "ENDPOINT": f"http://{host}:{port}", "KEY": "k", "SECRET": "s", "PREFIX": "town"}
    for name, value in told.items():
        monkeypatch.setenv(f"QUNFANG_S3_{name}", value)
    client = boto3.client(
        "s3",
        endpoint_url=told["ENDPOINT"],
        aws_access_key_id="k",
        aws_secret_access_key="s",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="proof")
    settings.STORAGES = {**settings.STORAGES, "default": media_storage()}
    yield client
    server.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_original_is_untouched_and_what_is_shown_tells_nothing(kind: str, cast: Cast, duty: Obligation) -> None:
    content = telling(kind)
    assert any(secret in content for secret in SECRETS)
    photo = send(duty, cast, content, f"横幅.{kind.lower()}")
    check_photos(photo.submission_id)
    assert PhotoTrace.objects.get().latitude == pytest.approx(30.5)
    assert Path(photo.file.path).read_bytes() == content
    sizes = {}
    for made in Rendition.objects.all():
        shown = Path(made.file.path).read_bytes()
        assert not [secret for secret in SECRETS if secret in shown]
        with Image.open(io.BytesIO(shown)) as image:
            assert (image.format, dict(image.getexif()), image.info.get("xmp")) == ("WEBP", {}, None)
            sizes[made.size] = image.size
    assert sizes == {"small": (360, 480), "large": (600, 800)}  # turned upright, as its note said


def test_the_job_may_run_again_and_leaves_nothing_over(cast: Cast, duty: Obligation) -> None:
    photo = send(duty, cast, telling())
    assert list(without_renditions()) == [photo]
    assert make_renditions([photo]) == 2
    before = stored()
    assert make_renditions([photo]) == 0
    assert (stored(), list(without_renditions())) == (before, [])
    Rendition.objects.filter(size="small").delete()
    assert make_renditions([photo]) == 1
    swept = sweep_media(grace=dt.timedelta())
    assert swept.files == 1
    assert len(stored()) == 3


def test_pages_show_the_original_until_the_job_has_come_to_it(
    cast: Cast, duty: Obligation, as_user: Callable[[User], Client]
) -> None:
    content = telling()
    photo = send(duty, cast, content)
    officer = as_user(cast.officer)
    addresses = [f"/files/{photo.pk}/small/", f"/files/{photo.pk}/large/"]
    assert [fetch(officer, each)[2] for each in addresses] == [content, content]
    check_photos(photo.submission_id)
    for each in addresses:
        status, kind, shown = fetch(officer, each)
        assert (status, kind) == (200, "image/webp")
        assert b"SecretPhone" not in shown
    gone = Rendition.objects.get(size="small")
    default_storage.delete(gone.file.name)
    assert fetch(officer, addresses[0])[2] == content
    assert fetch(officer, f"/files/{photo.pk}/")[2] == content
    default_storage.delete(photo.file.name)
    assert fetch(officer, f"/files/{photo.pk}/")[0] == 404
    page = officer.get("/review/").content.decode()
    assert f'src="/files/{photo.pk}/large/"' in page


def test_only_who_may_see_the_proof_gets_any_of_its_pictures(
    cast: Cast, duty: Obligation, as_user: Callable[[User], Client]
) -> None:
    photo = send(duty, cast, telling())
    check_photos(photo.submission_id)
    for address in (f"/files/{photo.pk}/", f"/files/{photo.pk}/small/", f"/files/{photo.pk}/large/"):
        told = [fetch(as_user(each), address)[0] for each in (cast.field_worker, cast.officer, cast.inspector)]
        assert told == [200, 200, 200]
        refused = [cast.community_worker, cast.neighbour, cast.stranger, cast.teller]
        assert {fetch(as_user(each), address)[0] for each in refused} == {404}
        assert Client().get(address).status_code == 302


def test_on_s3_the_same_holds(cast: Cast, duty: Obligation, bucket: Any, as_user: Callable[[User], Client]) -> None:
    content = telling()
    photo = send(duty, cast, content)
    check_photos(photo.submission_id)
    kept = bucket.list_objects_v2(Bucket="proof")["Contents"]
    assert sorted(each["Key"] for each in kept) == [f"town/{name}" for name in stored()]
    assert len(kept) == 3
    original = bucket.get_object(Bucket="proof", Key=f"town/{photo.file.name}")
    assert original["Body"].read() == content
    officer = as_user(cast.officer)
    assert fetch(officer, f"/files/{photo.pk}/")[2] == content
    assert fetch(officer, f"/files/{photo.pk}/small/")[1] == "image/webp"
    again = send(duty, cast, content)
    assert again.file.name != photo.file.name
    default_storage.save("evidence/2026/11/left-behind.jpg", ContentFile(b"12345"))
    assert sweep_media().files == 0
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        swept = sweep_media()
    assert (swept.files, swept.size) == (1, 5)
    assert len(stored()) == 4
    for each in (photo, again):
        default_storage.delete(each.file.name)
    assert fetch(officer, f"/files/{photo.pk}/")[0] == 404
