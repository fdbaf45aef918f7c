"""Own pieces: draft, change, publish, drop. One verb, one transaction; `by` has been let in by the caller."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.ids import new_uuid
from qunfang.materials.models import PIECE_MOVES, Audience, ContentPiece, Picture, PieceState, Topic
from qunfang.materials.services.wording import LIMITS
from qunfang.places.models import Unit

MOST_STEPS, STEP_LENGTH = 4, 24
NEEDED = ("title", "line", "message", "sms", "marquee", "speech", "prompt")


@dataclass(frozen=True, kw_only=True)
class PieceWords:
    """What is told of a piece, as typed."""

    audience: str
    topic: str
    picture: str
    title: str
    line: str
    message: str
    steps: list[str] = field(default_factory=list)
    hotline: str = "96110"
    sms: str = ""
    group: str = ""
    marquee: str = ""
    speech: str = ""
    prompt: str = ""
    source: str = ""

    def read(self) -> dict[str, Any]:
        """The words as the model keeps them; refuses what does not fit its channel, naming the field."""
        read: dict[str, Any] = {key: _clean(value) for key, value in asdict(self).items() if key != "steps"}
        read["steps"] = [step for step in map(_clean, self.steps) if step]
        for name, choices in (("audience", Audience), ("topic", Topic), ("picture", Picture)):
            if read[name] not in choices.values:
                raise Invalid(_("Choose one of the list."), field=name)
        for name, limit in LIMITS.items():
            if len(read[name]) > limit:
                told = {"over": len(read[name]) - limit, "limit": limit}
                raise Invalid(_("Too long by %(over)s: at most %(limit)s characters.") % told, field=name)
        if not read["title"]:
            raise Invalid(_("Give the piece a title."), field="title")
        _refuse_steps(read["steps"])
        return read


def words_of(piece: ContentPiece) -> PieceWords:
    """The words of a piece, to begin another from."""
    return PieceWords(**{name: getattr(piece, name) for name in PieceWords.__dataclass_fields__})


@transaction.atomic
def draft_piece(unit: Unit, *, words: PieceWords, by: Any) -> ContentPiece:
    """A new piece of the unit, not yet to be seen by others."""
    made = ContentPiece.objects.create(
        key=new_uuid().hex, unit=unit, made_at=clock.now(), made_by_id=by.pk, **words.read()
    )
    record(made, verb="materials.draft", by=by, unit_id=unit.pk)
    return made


@transaction.atomic
def change_draft(piece: ContentPiece, *, words: PieceWords, by: Any) -> ContentPiece:
    """Other words for a draft; Conflict where it is published."""
    held: ContentPiece = ContentPiece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    if held.state != PieceState.DRAFT:
        raise Conflict(_("What is published does not change. Begin a new version."))
    for name, value in words.read().items():
        setattr(held, name, value)
    held.save()
    record(held, verb="materials.change", by=by, unit_id=held.unit_id)
    return held


@transaction.atomic
def begin_version(piece: ContentPiece, *, by: Any) -> ContentPiece:
    """A draft of the next version of an own piece; the one that is open already where there is one."""
    locked = ContentPiece.objects.select_for_update(of=("self",)).filter(key=piece.key)
    versions: list[ContentPiece] = list(locked.order_by("-version"))
    if versions[0].state == PieceState.DRAFT:
        return versions[0]
    made = ContentPiece.objects.create(
        key=piece.key,
        version=versions[0].version + 1,
        unit=piece.unit,
        made_at=clock.now(),
        made_by_id=by.pk,
        **asdict(words_of(piece)),
    )
    record(made, verb="materials.begin_version", by=by, unit_id=made.unit_id)
    return made


@transaction.atomic
def publish_piece(piece: ContentPiece, *, by: Any) -> ContentPiece:
    """From now on for the unit and all below it; the earlier version is superseded."""
    versions = ContentPiece.objects.select_for_update(of=("self",)).filter(key=piece.key)
    held: ContentPiece = {each.pk: each for each in versions}[piece.pk]
    if PieceState.PUBLISHED not in PIECE_MOVES[held.state]:
        raise Conflict(_("It is published already."))
    lacking = next((name for name in NEEDED if not getattr(held, name)), None)
    if lacking or not held.steps:
        raise Invalid(_("Fill in every text before you publish."), field=lacking or "steps")
    versions.filter(state=PieceState.PUBLISHED).update(state=PieceState.SUPERSEDED)
    held.state, held.published_at = PieceState.PUBLISHED, clock.now()
    held.save(update_fields=["state", "published_at"])
    record(held, verb="materials.publish", by=by, unit_id=held.unit_id, detail={"version": held.version})
    return held


@transaction.atomic
def drop_draft(piece: ContentPiece, *, by: Any) -> None:
    """Take a draft away."""
    held: ContentPiece = ContentPiece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    if held.state != PieceState.DRAFT:
        raise Conflict(_("What is published does not change. Begin a new version."))
    record(held, verb="materials.drop", by=by, unit_id=held.unit_id, detail={"title": held.title})
    held.delete()


def _clean(text: Any) -> str:
    return str(text).replace("\r\n", "\n").strip()


def _refuse_steps(steps: list[str]) -> None:
    if len(steps) > MOST_STEPS:
        raise Invalid(_("At most %(number)s steps.") % {"number": MOST_STEPS}, field="steps")
    if any(len(step) > STEP_LENGTH for step in steps):
        raise Invalid(_("A step is at most %(limit)s characters.") % {"limit": STEP_LENGTH}, field="steps")
