"""Removing what no row names: broken-off uploads, and files left behind by a server that died."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from qunfang.common import clock
from qunfang.evidence.models import Attachment, Rendition, Upload
from qunfang.evidence.services.pieces import file_of, folder_of_uploads

KEEP_PIECES = dt.timedelta(days=7)
GRACE = dt.timedelta(hours=1)
"""A file is written a moment before its row: younger ones are left alone."""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """Broken-off uploads and nameless files removed, and their bytes together."""

    uploads: int
    files: int
    size: int


def sweep_media(*, grace: dt.timedelta = GRACE) -> Swept:
    """Remove uploads whose last piece is older than 7 days, and files older than `grace` that no row names.

    Pieces lie on this machine's disk; what was handed in lies in the storage, which may be S3.
    """
    uploads, freed = _old_uploads()
    files, before = 0, clock.now() - grace
    for path in _nameless_pieces():
        if path.stat().st_mtime <= before.timestamp():
            freed += path.stat().st_size
            path.unlink()
            files += 1
    for name in _nameless_files():
        if default_storage.get_modified_time(name) <= before:
            freed += default_storage.size(name)
            default_storage.delete(name)
            files += 1
    return Swept(uploads=uploads, files=files, size=freed)


def _old_uploads() -> tuple[int, int]:
    number, freed = 0, 0
    for pk in Upload.objects.filter(updated_at__lt=clock.now() - KEEP_PIECES).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under the lock: the phone may have gone on a moment ago.
            held = Upload.objects.select_for_update().filter(pk=pk, updated_at__lt=clock.now() - KEEP_PIECES).first()
            if held is None:
                continue
            path = file_of(held.client_key)
            freed += path.stat().st_size if path.exists() else 0
            held.delete()
            path.unlink(missing_ok=True)
            number += 1
    return number, freed


def _nameless_pieces() -> Iterator[Path]:
    for path in folder_of_uploads().glob("*"):
        if path.is_file() and not _is_upload(path.name):
            yield path


def _is_upload(name: str) -> bool:
    try:
        key = UUID(name)
    except ValueError:
        return False
    return Upload.objects.filter(client_key=key).exists()


def _nameless_files() -> Iterator[str]:
    for top, model in (("evidence", Attachment), ("renditions", Rendition)):
        for folder, files in _folders(top):
            # The files were listed before the names: what is handed in meanwhile is then named, or not looked at.
            rows = model._default_manager.filter(file__startswith=f"{folder}/")
            named = set(rows.values_list("file", flat=True))
            yield from (name for name in files if name not in named)


def _folders(folder: str) -> Iterator[tuple[str, list[str]]]:
    """Each folder from `folder` down, with the full names of the files in it."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield folder, [f"{folder}/{each}" for each in files if each]
    for each in folders:
        yield from _folders(f"{folder}/{each}")
