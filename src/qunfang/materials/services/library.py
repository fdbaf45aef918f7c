"""The pieces that come with the program: data/pieces/*.yaml, planted after each migration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from qunfang.common import clock
from qunfang.materials.models import ContentPiece, PieceState

FOLDER = Path(__file__).resolve().parent.parent / "data" / "pieces"
WORDS = ("audience", "topic", "picture", "title", "line", "message", "steps", "sms", "marquee", "speech", "prompt")


@dataclass(frozen=True, kw_only=True)
class LibraryPiece:
    """A piece as its file has it; `edition` grows when its words change."""

    key: str
    edition: int
    words: dict[str, Any]


@cache
def library() -> tuple[LibraryPiece, ...]:
    """All pieces of the files; raises ValueError where one lacks a field or two share a key."""
    found: dict[str, LibraryPiece] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["pieces"]:
            lacking = [name for name in ("key", *WORDS) if not row.get(name)]
            if lacking or row["key"] in found:
                raise ValueError(f"{path.name}: {row.get('key')}: lacks {lacking} or stands twice")
            words = {name: row[name] for name in WORDS}
            found[row["key"]] = LibraryPiece(key=row["key"], edition=row.get("edition", 1), words=words)
    return tuple(found.values())


@transaction.atomic
def plant_library(**_told: object) -> int:
    """Bring the published pieces of the program up to its files; gives how many were new. Safe to repeat."""
    known = dict(ContentPiece.objects.built_in().order_by("version").values_list("key", "version"))
    fresh = [each for each in library() if each.edition > known.get(each.key, 0)]
    older = ContentPiece.objects.built_in().current().filter(key__in=[each.key for each in fresh])
    older.update(state=PieceState.SUPERSEDED)
    now = clock.now()
    stamps: dict[str, Any] = {"made_at": now, "published_at": now, "state": PieceState.PUBLISHED}
    ContentPiece.objects.bulk_create(
        ContentPiece(key=each.key, version=each.edition, **stamps, **each.words) for each in fresh
    )
    return len(fresh)
