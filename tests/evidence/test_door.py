"""What may not come in is refused in one sentence, and nothing of it stays; what may, is known by its bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django_q.models import OrmQ
from PIL import Image

from qunfang.audit.models import Record
from qunfang.common.errors import Invalid
from qunfang.evidence.models import Attachment, Submission
from qunfang.evidence.services import Capture, accept, submit_evidence, undo_decision
from qunfang.people.models import User
from qunfang.places.models import Unit
from qunfang.plans.models import Obligation
from tests.cast import Cast
from tests.evidence.conftest import PERIOD

pytestmark = pytest.mark.django_db
HTML = b"<html><script>alert(1)</script></html>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240)) -> bytes:
    """A real picture of that kind."""
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, kind)
    return stream.getvalue()


def archive(*names: str) -> bytes:
    """A ZIP with these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "x" * 40)
    return stream.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes whose header announces `side`² pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def commented(text: bytes) -> bytes:
    """A JPEG with a comment: a PDF reader takes the file for a PDF where the comment begins one."""
    whole = picture()
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + whole[2:]


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
BAD: dict[str, tuple[str, bytes, str]] = {
    "0 byte": ("横幅.jpg", b"", "空文件"),
    "50 MB": ("横幅.jpg", picture() + b"\0" * 50 * 1024 * 1024, "超过 20 MB"),
    "drawing": ("横幅.svg", SVG, "SVG"),
    "drawing named as a photo": ("横幅.png", SVG, "SVG"),
    "bomb of 900 million pixels": ("横幅.png", bomb(), "5000 万像素"),
    "bomb of 64 million pixels": ("横幅.png", bomb(8_000), "5000 万像素"),
    "photo and archive": ("横幅.jpg", picture() + archive("a.exe"), "另一个文件"),
    "photo and RAR": ("横幅.jpg", picture() + b"Rar!\x1a\x07\x01\x00", "另一个文件"),
    "photo and page": ("横幅.jpg", picture() + HTML, "另一个文件"),
    "photo with a page in its comment": ("横幅.jpg", commented(HTML), "另一个文件"),
    "photo and PDF": ("横幅.jpg", commented(PDF), "另一个文件"),
    "PNG and archive": ("横幅.png", picture("PNG") + archive("a.jar"), "另一个文件"),
    "PDF and archive": ("总结.pdf", PDF + archive("a.exe"), "另一个文件"),
    "PDF named as a photo": ("横幅.jpg", PDF, "不符"),
    "photo named as a PDF": ("总结.pdf", picture(), "不符"),
    "photo named as a page": ("横幅.html", picture(), "不符"),
    "page named as text": ("总结.txt", HTML, "不符"),
    "archive named as Word": ("总结.docx", archive("a.txt"), "不符"),
    "text named as film": ("宣讲.mp4", b"hello hello hello", "不符"),
    "half a JPEG": ("横幅.jpg", picture(size=(1600, 1200))[:60_000], "损坏"),
    "three quarters of a PNG": ("横幅.png", picture("PNG")[: -len(picture("PNG")) // 4], "损坏"),
    "half a WebP": ("横幅.webp", picture("WEBP")[:2000], "损坏"),
    "nothing but a header": ("横幅.jpg", picture()[:20], "损坏"),
    "noise named as a photo": ("横幅.jpg", b"\x01\x02\x03" * 500, "损坏"),
    "phone's own format": ("IMG_1.heic", b"\0\0\0\x18ftypheic" + b"\0" * 500, "JPG"),
    "program": ("工具.exe", b"MZ" + b"\0" * 500, "既不是照片"),
    "page": ("总结.html", HTML, "既不是照片"),
}


def send(
    duty: Obligation,
    by: User,
    unit: Unit,
    *files: tuple[str, bytes],
    capture: Capture | None = None,
    key: Any = None,
) -> Submission:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    more = {"capture": capture} if capture else {}
    place: dict[str, Any] = {"unit": unit, "site": None, "period": PERIOD, "client_key": key}
    return submit_evidence(duty, **place, quantity=1, note="挂好了", files=uploads, by=by, **more)


def left_behind() -> list[object]:
    """Rows and files."""
    rows: list[object] = [*Submission.objects.all(), *Attachment.objects.all(), *Record.objects.all()]
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [*rows, *OrmQ.objects.all(), *files]


@pytest.mark.parametrize("case", BAD)
def test_it_is_refused_in_one_sentence_and_nothing_stays(case: str, cast: Cast, duty: Obligation) -> None:
    name, content, told = BAD[case]
    before = left_behind()
    with pytest.raises(Invalid) as refused:
        send(duty, cast.field_worker, cast.village, ("好的.jpg", picture()), (name, content))
    assert told in refused.value.message
    assert refused.value.message.startswith(f"“{name}”")
    assert refused.value.field == "files"
    assert left_behind() == before


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("IMG_20261103.jpg", picture(), ("photo", "jpg")),
        ("微信图片_2026.11.3", picture("WEBP"), ("photo", "webp")),
        ("IMG_1.HEIC", picture(), ("photo", "jpg")),
        ("mmexport.jpg", picture("PNG"), ("photo", "png")),
        ("两张.jpg", picture() + picture(), ("photo", "jpg")),
        ("动态.jpg", picture() + b"\0\0\0\x18ftypmp42" + b"\0" * 3000, ("photo", "jpg")),
        ("总结.pdf", PDF, ("file", "pdf")),
        ("总结.docx", archive("[Content_Types].xml", "word/document.xml"), ("file", "docx")),
        ("名单.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), ("file", "xlsx")),
        ("名单.csv", "村,户\n石坪,9".encode("gb18030"), ("file", "csv")),
        ("宣讲.mp3", b"ID3\x04" + b"\0" * 100, ("file", "mp3")),
        ("宣讲.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 100, ("file", "mp4")),
    ],
)
def test_what_people_really_send_comes_in_untouched(
    name: str, content: bytes, kept: tuple[str, str], cast: Cast, duty: Obligation
) -> None:
    made = send(duty, cast.field_worker, cast.village, (name, content)).attachments.get()
    assert (made.kind, made.file.name.rsplit(".", 1)[1]) == kept
    assert Path(made.file.path).read_bytes() == content
    assert made.name == name


def test_a_file_accepted_here_under_this_plan_is_not_taken_again(cast: Cast, duty: Obligation) -> None:
    photo, worker = ("横幅.jpg", picture()), cast.field_worker
    first = send(duty, worker, cast.village, photo)
    send(duty, worker, cast.village, photo)  # the first one waits still: the checks will tell the reviewer
    accept(first, by=cast.officer)
    before = left_behind()
    with pytest.raises(Invalid) as refused:
        send(duty, worker, cast.village, photo)
    assert refused.value.message.startswith("“横幅.jpg”在这里已经通过过")
    assert left_behind() == before
    assert send(duty, worker, cast.village, photo, key=first.client_key) == first
    send(duty, cast.community_worker, cast.community, photo)
    undo_decision(first, by=cast.officer)
    send(duty, worker, cast.village, photo)


def test_where_the_policy_says_so_a_photo_from_the_album_or_from_afar_is_refused(
    cast: Cast, duty: Obligation, noon: Any
) -> None:
    album = Capture(in_app=False)
    assert send(
        duty, cast.field_worker, cast.village, ("横幅.jpg", picture()), capture=album
    )  # banners: only a warning
    duty.deliverable = "inspection"
    duty.save()
    before = left_behind()
    with pytest.raises(Invalid) as refused:
        send(duty, cast.field_worker, cast.village, ("检查.jpg", picture()), capture=album)
    assert "相册" in refused.value.message
    stale = Capture(in_app=True, at=noon.replace(day=22))
    with pytest.raises(Invalid) as refused:
        send(duty, cast.field_worker, cast.village, ("检查.jpg", picture()), capture=stale)
    assert "24.0 小时前" in refused.value.message
    assert left_behind() == before
    assert send(duty, cast.field_worker, cast.village, ("检查.jpg", picture()), capture=Capture(in_app=True, at=noon))
    assert send(duty, cast.field_worker, cast.village, ("检查.jpg", picture()))  # not known how: held against nobody
