"""What may come in: bytes and a name → which kind of file it really is, or the reason why not.

The name proves nothing: the bytes decide, and they must agree with the name. No picture is decoded before its header
has told how many pixels it holds. A file that is two at once (a photo that unpacks as an archive, opens as a page or as
a PDF) is refused, whatever it looks like; what phones themselves append (a second picture, a short film) is not.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from qunfang.engine.photo.pixels import MAX_BYTES, MAX_PIXELS

PICTURES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
"""Format as Pillow names it → ending under which it is kept. A phone's two-picture file (MPO) opens as JPEG."""
PICTURE_NAMES = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif"})
"""Endings that a photo's name may have: messengers and phones convert pictures and leave the name as it was."""
APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
HEAD = 4096
Check = Callable[[bytes], bool]
SKETCH = 512
"""Pixels a side that are enough to learn whether a JPEG is whole: its decoder can shrink as it reads."""


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """A file that may come in: `ending` by its bytes, pixels for a photo."""

    photo: bool
    ending: str
    width: int | None = None
    height: int | None = None


class NotAdmitted(ValueError):
    """Why a file may not come in; `reason` is one of the keys that `admit` names."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def admit(content: bytes, name: str, *, broken_too: bool = False) -> Admitted:
    """The file's kind. With `broken_too`, also a photo that ends too early or whose pixels cannot be read.

    Raises NotAdmitted: empty, large, drawing (SVG), apple (HEIC), two in one, mismatch (name and bytes), pixels (too
    many), broken, unknown.
    """
    if not content:
        raise NotAdmitted("empty")
    if len(content) > MAX_BYTES:
        raise NotAdmitted("large")
    ending = _ending(name)
    if ending in ("svg", "svgz") or b"<svg" in content[:HEAD].lower():
        raise NotAdmitted("drawing")
    kind = _picture_kind(content)
    if kind:
        return _admit_picture(content, kind, ending, broken_too=broken_too)
    if content[4:8] == b"ftyp" and content[8:12] in APPLE:
        raise NotAdmitted("apple")
    if ending in PICTURE_NAMES:
        raise NotAdmitted("mismatch" if any(check(content) for check in DOCUMENTS.values()) else "broken")
    return _admit_document(content, ending)


def _ending(name: str) -> str:
    """In small letters, without the dot; empty where what follows the last dot is no ending (`微信图片_2026.11.3`)."""
    found = re.search(r"\.([A-Za-z][A-Za-z0-9]{1,4})$", name.strip())
    return found[1].lower() if found else ""


def _picture_kind(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def _admit_picture(content: bytes, kind: str, ending: str, *, broken_too: bool) -> Admitted:
    if ending and ending not in PICTURE_NAMES:
        raise NotAdmitted("mismatch")
    if _is_archive(content) or _is_page(content) or b"%PDF-" in content:
        raise NotAdmitted("two in one")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        width, height = _measured(content, kind, broken_too=broken_too)
    return Admitted(photo=True, ending=PICTURES[kind], width=width, height=height)


def _measured(content: bytes, kind: str, *, broken_too: bool) -> tuple[int, int]:
    """Width and height; the pixels are read only once the header has told that there are not too many."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            size = picture.size
            if size[0] * size[1] > MAX_PIXELS:
                raise NotAdmitted("pixels")
            if not broken_too:
                picture.draft(None, (SKETCH, SKETCH))
                picture.load()
    except Image.DecompressionBombError as cause:
        raise NotAdmitted("pixels") from cause
    except NotAdmitted:
        raise
    except Exception as cause:  # Pillow raises of every kind on broken files
        raise NotAdmitted("broken") from cause
    return size


def _is_archive(content: bytes) -> bool:
    """Whether it unpacks: a ZIP's entry, directory and end (each alone may turn up by chance), a RAR, a 7z."""
    zipped = all(mark in content for mark in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    return zipped or b"Rar!\x1a\x07" in content or b"7z\xbc\xaf\x27\x1c" in content


def _is_page(content: bytes) -> bool:
    """Whether a browser or a server would find something to run in it."""
    low = content.lower()
    return any(mark in low for mark in (b"<script", b"<!doctype html", b"<html", b"<?php", b"<iframe"))


def _admit_document(content: bytes, ending: str) -> Admitted:
    if ending not in DOCUMENTS:
        raise NotAdmitted("unknown")
    if not DOCUMENTS[ending](content):
        raise NotAdmitted("mismatch")
    packed = ending in ("docx", "xlsx")
    if (not packed and _is_archive(content)) or (packed and b"%PDF-" in content[:HEAD]):
        raise NotAdmitted("two in one")
    return Admitted(photo=False, ending=ending)


def _is_text(content: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0e-\x1f]", content) or _is_page(content[:HEAD]):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_office(folder: bytes) -> Check:
    return lambda content: content[:4] == b"PK\x03\x04" and b"[Content_Types].xml" in content and folder in content


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_mp3(content: bytes) -> bool:
    return content[:3] == b"ID3" or (content[0] == 0xFF and content[1:2] >= b"\xe0" and content[1:2] != b"\xff")


def _is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


DOCUMENTS: dict[str, Check] = {
    "pdf": _is_pdf,
    "docx": _is_office(b"word/"),
    "xlsx": _is_office(b"xl/"),
    "txt": _is_text,
    "csv": _is_text,
    "mp3": _is_mp3,
    "mp4": _is_mp4,
    "m4a": _is_mp4,
}
"""Ending → whether the bytes are what it says."""
