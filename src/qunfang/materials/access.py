"""The only door to content pieces and print jobs."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from qunfang.common.errors import Forbidden, NotFound
from qunfang.materials.models import ContentPiece, PieceState, PrintBatch
from qunfang.materials.queries import PieceQuerySet
from qunfang.people.access import Verb, demand, held_paths, may, visible_to
from qunfang.people.models import User
from qunfang.places.queries import ancestor_paths


def visible_pieces(user: User) -> PieceQuerySet:
    """Pieces of the program; published ones of the user's units and those above; drafts where the user makes them."""
    above = {path for held in held_paths(user) for path in ancestor_paths(held)}
    published = Q(state__in=[PieceState.PUBLISHED, PieceState.SUPERSEDED])
    theirs = visible_to(user, field="unit__path") | Q(unit__path__in=above)
    drafts = Q(state=PieceState.DRAFT) & visible_to(user, Verb.MATERIALS, field="unit__path")
    return ContentPiece.objects.filter(published & (Q(unit=None) | theirs) | drafts)


def access_piece(user: User, pk: int) -> ContentPiece:
    """The piece, if the user may read it."""
    found: ContentPiece | None = visible_pieces(user).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    return found


def may_change(user: User, piece: ContentPiece) -> bool:
    """Whether the user may change, publish or drop the piece; nobody changes what came with the program."""
    return piece.unit is not None and may(user, Verb.MATERIALS, piece.unit)


def access_own_piece(user: User, pk: int) -> ContentPiece:
    """The piece, if the user may change it."""
    found = access_piece(user, pk)
    if not may_change(user, found):
        raise Forbidden(_("This piece is not yours to change. Make a version of your own from it."))
    return found


def access_batch(user: User, pk: int) -> PrintBatch:
    """The print job, if the user asked for it and still may see the unit."""
    found = PrintBatch.objects.select_related("piece", "unit").filter(pk=pk, owner_id=user.pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    demand(user, Verb.VIEW, found.unit)
    return found
