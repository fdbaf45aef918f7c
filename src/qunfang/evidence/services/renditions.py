"""Photos as pages show them: made by a job, kept beside the originals, which stay as they came."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from qunfang.engine.photo import UnreadablePicture, clean_rendition
from qunfang.evidence.models import Attachment, Rendition

LONGEST = {"small": 480, "large": 1600}
"""Pixels of the longer side."""


def make_renditions(photos: Iterable[Attachment]) -> int:
    """Make those that are missing; gives how many. Safe to repeat and to run twice at once.

    A photo that cannot be read, or whose file is gone, is passed over.
    """
    return sum(_make(photo, size) for photo in photos for size in LONGEST if not _there(photo, size))


def without_renditions() -> QuerySet[Attachment]:
    """Photos that lack some."""
    photos = Attachment.objects.filter(kind="photo").annotate(made=Count("renditions"))
    return photos.filter(made__lt=len(LONGEST)).order_by("pk")


def _there(photo: Attachment, size: str) -> bool:
    return Rendition.objects.filter(attachment=photo, size=size).exists()


def _make(photo: Attachment, size: str) -> int:
    try:
        with photo.file.open("rb") as stream:
            content = clean_rendition(stream.read(), longest=LONGEST[size])
    except (UnreadablePicture, FileNotFoundError):
        return 0
    made = Rendition(attachment=photo, size=size)
    made.file.save(f"{photo.sha256[:24]}-{size}.webp", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another worker was quicker, or the proof is gone
        made.file.delete(save=False)
        return 0
    return 1
