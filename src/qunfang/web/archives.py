"""A ZIP that goes out while it is written: no more than one file of it is ever in memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from qunfang.common import clock

Entry = tuple[str, datetime, Callable[[], bytes]]
"""Name inside the archive, its time (aware), and how to get its bytes when its turn comes."""


class _Tube:
    """What zipfile writes to; `drain` gives what has gathered since."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, part: bytes) -> int:
        self.held += part
        return len(part)

    def flush(self) -> None:
        """Nothing lies between."""

    def drain(self) -> bytes:
        part = bytes(self.held)
        self.held.clear()
        return part


def archive_response(name: str, entries: Iterable[Entry]) -> StreamingHttpResponse:
    """A download of the entries, in their order."""
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return StreamingHttpResponse(zip_stream(entries), content_type="application/zip", headers=headers)


def zip_stream(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The archive's bytes. Photos and office files are packed already, so nothing is compressed once more."""
    tube = _Tube()
    with zipfile.ZipFile(tube, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, at, content in entries:
            told = zipfile.ZipInfo(name, at.astimezone(clock.CHINA).timetuple()[:6])
            told.external_attr = 0o644 << 16
            archive.writestr(told, content())
            yield tube.drain()
    yield tube.drain()


def file_name(text: str, *, most: int = 80) -> str:
    """`text` as a name that Windows takes: none of its forbidden signs, no dot or blank at the end, not too long."""
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", text).strip()[:most].rstrip(". ")
    return plain or "_"
