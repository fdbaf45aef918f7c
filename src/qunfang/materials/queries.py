"""Named questions about content pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from qunfang.materials.models import ContentPiece

PROSE = ("title", "line", "message", "marquee", "sms")


class PieceQuerySet(models.QuerySet[Any]):
    """Pieces by state, words, audience and topic."""

    def current(self) -> PieceQuerySet:
        """What is published now."""
        return self.filter(state="published")

    def built_in(self) -> PieceQuerySet:
        """What came with the program."""
        return self.filter(unit=None)

    def matching(self, words: str) -> PieceQuerySet:
        """Pieces in which every word stands somewhere."""
        found = self
        for word in words.split():
            about = Q()
            for name in PROSE:
                about |= Q(**{f"{name}__icontains": word})
            found = found.filter(about)
        return found

    def numbers(self, field: str) -> dict[str, int]:
        """Value of `field` (audience, topic) → how many pieces."""
        counted = self.order_by().values_list(field).annotate(number=Count("pk"))
        return dict(counted)

    def versions_of(self, piece: ContentPiece) -> PieceQuerySet:
        """All versions of the piece, the newest first."""
        return self.filter(key=piece.key).order_by("-version")
