"""A photo that arrives piece by piece: each piece goes on where the last one ended, also after a break.

The file itself tells how much is there: a server that dies in mid-piece leaves a true beginning of the photo.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import Conflict, Forbidden, Invalid
from qunfang.evidence.models import Upload
from qunfang.evidence.services.arrivals import MAX_BYTES
from qunfang.people.models import User

MAX_WAITING = 500 * 1024 * 1024
"""Bytes of unfinished photos that one person may leave lying here."""


class WrongOffset(Conflict):
    """The piece does not go on where the last one ended; `offset` is where to go on."""

    def __init__(self, message: str, *, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some bytes of a photo from `offset` on; `size` and `sha256` (hex) are those of the whole photo."""

    offset: int
    content: bytes
    size: int
    name: str = ""
    sha256: str = ""


def folder_of_uploads() -> Path:
    """Where unfinished photos lie."""
    return Path(settings.MEDIA_ROOT) / "uploads"


def file_of(key: UUID) -> Path:
    """The file of one upload; it need not exist."""
    return folder_of_uploads() / str(key)


def received_of(key: UUID) -> int:
    """Bytes that are there."""
    path = file_of(key)
    return path.stat().st_size if path.exists() else 0


def receive_piece(key: UUID, piece: Piece, *, by: User) -> Upload:
    """Write one piece down; the upload's `whole` says whether it was the last.

    Raises Invalid for a size that cannot be, Forbidden for somebody else's key, WrongOffset where it does not fit on.
    """
    _check(piece)
    with transaction.atomic():
        upload = _held(key, piece, by=by)
        there = received_of(key)
        _check_bytes(piece, there=there)
        if upload.whole or piece.offset != there:
            raise WrongOffset(_("This piece does not go on where the last one ended."), offset=there)
        if there + len(piece.content) > upload.size:
            raise Invalid(_("The photo is larger than was announced."))
        _write(key, piece)
        damaged = _finish(upload) if there + len(piece.content) == upload.size else False
        upload.updated_at = clock.now()
        upload.save(update_fields=["sha256", "whole", "updated_at"])
    if damaged:
        raise WrongOffset(_("The photo was damaged on the way. It is sent once more."), offset=0)
    return upload


def _check(piece: Piece) -> None:
    if not 0 < piece.size <= MAX_BYTES:
        raise Invalid(_("“%(name)s” is empty or larger than 20 MB.") % {"name": piece.name})


def _check_bytes(piece: Piece, *, there: int) -> None:
    """An empty piece is good only to finish a photo that is there already, where the server died before it knew."""
    if piece.offset < 0 or (not piece.content and not piece.offset == there == piece.size):
        raise Invalid(_("This piece is empty."))


def _held(key: UUID, piece: Piece, *, by: User) -> Upload:
    """The upload's row, locked: two windows that send the same photo write one after the other."""
    found = Upload.objects.select_for_update().filter(client_key=key).first() or _begun(key, piece, by=by)
    if found.owner_id != by.pk:
        raise Forbidden(_("This photo was sent by another account."))
    if found.size != piece.size:
        raise Invalid(_("The photo is larger than was announced."))
    return found


def _begun(key: UUID, piece: Piece, *, by: User) -> Upload:
    waiting = Upload.objects.filter(owner=by).aggregate(sum=Sum("size"))["sum"] or 0
    if waiting + piece.size > MAX_WAITING:
        raise Invalid(_("Too many photos wait unfinished. Send the proofs they belong to first."))
    facts = {"name": piece.name[-120:], "size": piece.size, "sha256": piece.sha256, "updated_at": clock.now()}
    try:
        with transaction.atomic():
            made = Upload.objects.create(client_key=key, owner=by, **facts)
    except IntegrityError:
        return Upload.objects.select_for_update().get(client_key=key)
    # A server that died before it wrote the row down left a file of which nobody knows whose it was.
    file_of(key).unlink(missing_ok=True)
    return made


def _write(key: UUID, piece: Piece) -> None:
    folder_of_uploads().mkdir(parents=True, exist_ok=True)
    with file_of(key).open("ab") as stream:
        stream.write(piece.content)
        stream.flush()
        os.fsync(stream.fileno())


def _finish(upload: Upload) -> bool:
    """Mark the upload whole; where its sum is not the announced one, begin anew. Tells whether it was damaged."""
    with file_of(upload.client_key).open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if upload.sha256 and upload.sha256 != found:
        file_of(upload.client_key).unlink()
        return True
    upload.sha256, upload.whole = found, True
    return False
