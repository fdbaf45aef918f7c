"""A piece as a file, as a small picture of a form, and its texts."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import get_args

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from qunfang.common.errors import NotFound
from qunfang.materials.access import access_piece
from qunfang.materials.models import ContentPiece, PieceState
from qunfang.materials.services import channel_texts
from qunfang.materials.services.printing import FORMS, Form, Wish, typeset
from qunfang.materials.services.printing.typesetting import FOLDER, Kind
from qunfang.web.requests import UserRequest

TYPES = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
LOOK_WIDTH = 420
"""Pixels of a small picture's longer side, near enough."""


@login_required
def download(request: UserRequest, pk: int, form: str, kind: str) -> HttpResponse:
    """The file: `?large=1`, and `?width=&height=` (metres for a banner, pixels for a screen)."""
    found, chosen = access_piece(request.user, pk), _form(form)
    if kind not in KINDS:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    content = typeset(found, _wish(chosen, request.GET), kind=KINDS[kind])
    return _answer(content, TYPES[kind], f"{found.title}-{chosen.label}.{kind}")


@login_required
def look(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """A small picture of the form; kept for pieces that can no longer change."""
    found, chosen = access_piece(request.user, pk), _form(form)
    wish = Wish(form=chosen, large=request.GET.get("large") == "1")
    content = _small(found, wish) if found.state == PieceState.DRAFT else _kept(found, wish)
    age = 0 if found.state == PieceState.DRAFT else 3600
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": f"private, max-age={age}"})


@login_required
def texts(request: UserRequest, pk: int) -> HttpResponse:
    """All texts in one file."""
    found = access_piece(request.user, pk)
    parts = [f"{each.label}\n{each.text}\n" for each in channel_texts(found)]
    return _answer("\n".join(parts).encode(), "text/plain; charset=utf-8", f"{found.title}.txt")


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    told = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": told})


def _form(name: str) -> Form:
    if name not in FORMS:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    return FORMS[name]


def _wish(form: Form, asked: QueryDict) -> Wish:
    width, height = (_number(asked.get(name, "")) for name in ("width", "height"))
    scale = 1000 if form.design == "banner" else 1
    if form.design not in ("banner", "led"):
        width = height = 0
    return Wish(form=form, large=asked.get("large") == "1", width=round(width * scale), height=round(height * scale))


def _number(text: str) -> float:
    """A number of at most six characters; 0 (the form's own size) where it is none."""
    clean = text.strip()[:6]
    return float(clean) if clean.replace(".", "", 1).isdecimal() and clean.isascii() else 0


def _small(piece: ContentPiece, wish: Wish) -> bytes:
    form = wish.form
    longer = max(form.width, form.height) if form.design != "banner" else form.width / 10
    inches = longer / (72 if form.unit == "px" else 25.4)
    return typeset(piece, wish, kind="png", ppi=LOOK_WIDTH / inches)


def _kept(piece: ContentPiece, wish: Wish) -> bytes:
    name = f"{piece.pk}-{wish.form.name}{'-large' if wish.large else ''}.png"
    path = Path(settings.MEDIA_ROOT) / "materials" / "looks" / _drawn() / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = _small(piece, wish)
        part = path.with_suffix(f".{id(content)}.part")
        part.write_bytes(content)
        part.replace(path)
    return path.read_bytes()


@cache
def _drawn() -> str:
    """Another name whenever a drawing or the address on the codes changes."""
    found = hashlib.sha256(settings.ORIGIN.encode())
    for path in sorted(FOLDER.rglob("*.*")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
