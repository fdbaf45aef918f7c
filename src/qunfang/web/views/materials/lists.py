"""The library with its filters, and one piece in every form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from qunfang.materials.access import access_piece, may_change, visible_pieces
from qunfang.materials.models import Audience, ContentPiece, PieceState, PrintBatch, Topic
from qunfang.materials.services import channel_texts
from qunfang.materials.services.printing import FORMS, Form
from qunfang.people.access import Verb, held_paths, may
from qunfang.people.models import User
from qunfang.places.models import SiteKind, Unit
from qunfang.web.requests import UserRequest

PAGE = 24
SCOPES = {"own", "draft"}
MOST_UNITS = 300
SHEETS = ("bold", "calm")


class Asked:
    """What the address asks of the library: words, one audience, one topic, a scope."""

    def __init__(self, asked: QueryDict) -> None:
        self.words = asked.get("q", "").strip()[:60]
        self.audience = asked.get("audience", "") if asked.get("audience", "") in Audience.values else ""
        self.topic = asked.get("topic", "") if asked.get("topic", "") in Topic.values else ""
        self.scope = asked.get("scope", "") if asked.get("scope", "") in SCOPES else ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.audience or self.topic or self.scope)

    def within(self, pieces: Any) -> Any:
        """Pieces of the scope with the words: what the chips count."""
        if self.scope == "draft":
            pieces = pieces.filter(state=PieceState.DRAFT)
        elif self.scope == "own":
            pieces = pieces.exclude(unit=None).exclude(state=PieceState.SUPERSEDED)
        else:
            pieces = pieces.current()
        return pieces.matching(self.words)


@login_required
def materials(request: UserRequest) -> HttpResponse:
    """All pieces that the reader may use, own ones first."""
    asked, visible = Asked(request.GET), visible_pieces(request.user)
    found = asked.within(visible)
    audiences = found.filter(topic=asked.topic) if asked.topic else found
    topics = found.filter(audience=asked.audience) if asked.audience else found
    rows = audiences.filter(audience=asked.audience) if asked.audience else audiences
    rows = rows.select_related("unit").order_by(F("unit").desc(nulls_last=True), "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "audiences": _chips(Audience, audiences.numbers("audience")),
        "topics": _chips(Topic, topics.numbers("topic")),
        "number": page.paginator.count,
        "drafts": visible.filter(state=PieceState.DRAFT).count(),
        "own": visible.exclude(unit=None).exclude(state=PieceState.SUPERSEDED).count(),
        "makes": may(request.user, Verb.MATERIALS),
    }
    return render(request, "materials/materials.html", context)


@login_required
def piece(request: UserRequest, pk: int) -> HttpResponse:
    """One piece: how it looks in every form, its texts, its versions, printing for sites."""
    found = access_piece(request.user, pk)
    return render(request, "materials/piece.html", piece_context(request.user, found))


def piece_context(user: User, found: ContentPiece, **more: Any) -> dict[str, Any]:
    """What the page of a piece shows; `more` is what a refused form adds."""
    paper = [form for form in FORMS.values() if form.for_sites]
    return {
        "piece": found,
        "changes": may_change(user, found),
        "makes": may(user, Verb.MATERIALS),
        "posters": [form for form in paper if form.design in SHEETS],
        "cards": [form for form in paper if form.design not in SHEETS],
        "screens": _screens(),
        "site_forms": paper,
        "texts": channel_texts(found),
        "versions": visible_pieces(user).versions_of(found),
        "units": print_units(user),
        "kinds": SiteKind.choices,
        "jobs": PrintBatch.objects.filter(piece=found, owner_id=user.pk).select_related("unit")[:5],
        **more,
    }


def print_units(user: User) -> list[Unit]:
    """Units whose sites the user may print for: those of the posts and the ones directly below."""
    held = list(Unit.objects.filter(path__in=held_paths(user)))
    below = [each for unit in held for each in Unit.objects.children_of(unit)[:MOST_UNITS]]
    return list(dict.fromkeys([*held, *below]))[:MOST_UNITS]


def _screens() -> list[Form]:
    return [form for form in FORMS.values() if not form.for_sites]


def _chips(choices: Any, numbers: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(value, str(word), numbers[value]) for value, word in choices.choices if numbers.get(value)]
