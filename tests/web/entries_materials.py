"""Lines of the permission matrix: the library, own pieces, print jobs."""

from __future__ import annotations

from typing import Any

from qunfang.common import clock
from qunfang.materials.models import BatchState, ContentPiece, PrintBatch
from qunfang.materials.services import draft_piece, publish_piece, words_of
from qunfang.people import access
from qunfang.people.access import Verb
from qunfang.people.models import User
from qunfang.places.queries import ancestor_paths
from tests.cast import Cast
from tests.web.matrix import Entry


def _built_in(cast: Cast) -> list[Any]:
    return [ContentPiece.objects.built_in().order_by("pk").first().pk]


def _draft(cast: Cast) -> list[Any]:
    words = words_of(ContentPiece.objects.built_in().order_by("pk").first())
    return [draft_piece(cast.town, words=words, by=cast.officer).pk]


def _published(cast: Cast) -> list[Any]:
    made = ContentPiece.objects.get(pk=_draft(cast)[0])
    return [publish_piece(made, by=cast.officer).pk]


def _words(cast: Cast) -> dict[str, Any]:
    words = words_of(ContentPiece.objects.built_in().order_by("pk").first())
    return {**vars(words), "unit": cast.town.pk}


def _batch(cast: Cast) -> list[Any]:
    piece = ContentPiece.objects.get(pk=_built_in(cast)[0])
    told = {"piece": piece, "unit": cast.town, "form": "lift", "total": 1, "asked_at": clock.now()}
    return [PrintBatch.objects.create(owner_id=cast.officer.pk, state=BatchState.WAITING, **told).pk]


def makes(user: User, cast: Cast) -> bool:
    """Whether the person makes materials for the town."""
    return access.may(user, Verb.MATERIALS, cast.town)


def reads(user: User, cast: Cast) -> bool:
    """A published piece of the town is for the town, what lies above and what lies below."""
    held = access.held_paths(user)
    above = {path for each in held for path in ancestor_paths(each)}
    return access.may(user, Verb.VIEW, cast.town) or cast.town.path in above


def owns(user: User, cast: Cast) -> bool:
    """A print job is seen by the one who asked for it."""
    return user == cast.officer


def nothing(user: User, cast: Cast) -> bool:
    return False


def anywhere(user: User, cast: Cast) -> bool:
    return access.may(user, Verb.MATERIALS)


ENTRIES: list[Entry] = [
    Entry("materials"),
    Entry("piece", args=_built_in),
    Entry("piece", args=_draft, may=makes, sees=nothing),
    Entry("piece", args=_published, may=reads, sees=nothing),
    Entry("piece-texts", args=_draft, may=makes, sees=nothing),
    Entry("piece-look", args=lambda cast: [*_draft(cast), "card"], may=makes, sees=nothing),
    Entry("piece-file", args=lambda cast: [*_draft(cast), "lift", "pdf"], may=makes, sees=nothing),
    Entry("piece-new", may=anywhere, sees=lambda user, cast: True),
    Entry(
        "piece-new",
        method="post",
        data=_words,
        may=makes,
        sees=lambda user, cast: not anywhere(user, cast) or access.may(user, Verb.VIEW, cast.town),
        allowed={302},
    ),
    Entry("piece-edit", args=_draft, may=makes, sees=nothing),
    Entry("piece-edit", method="post", args=_draft, data=_words, may=makes, sees=nothing, allowed={302}),
    Entry("piece-version", method="post", args=_published, may=makes, sees=reads, allowed={302}),
    Entry("piece-publish", method="post", args=_draft, may=makes, sees=nothing, allowed={302}),
    Entry("piece-drop", method="post", args=_draft, may=makes, sees=nothing, allowed={302}),
    Entry(
        "batch-ask",
        verb=Verb.VIEW,
        method="post",
        args=_built_in,
        data=lambda cast: {"unit": cast.town.pk, "form": "lift", "kind": ""},
        allowed={302},
    ),
    Entry("batch", args=_batch, may=owns, sees=nothing),
    Entry("batch-stop", method="post", args=_batch, may=owns, sees=nothing, allowed={302}),
    Entry("batch-file", args=_batch, may=nothing, sees=nothing),
]
