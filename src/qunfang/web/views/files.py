"""Photos and files of proof, to those who may see them. Nothing of it is public."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import FileResponse
from django.utils.translation import gettext as _

from qunfang.common.errors import NotFound
from qunfang.evidence.access import access_submission
from qunfang.evidence.models import Attachment, Rendition
from qunfang.people.models import User
from qunfang.web.requests import UserRequest

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
HOUR, MINUTE = 3600, 60


@login_required
def attachment(request: UserRequest, pk: int) -> FileResponse:
    """The original as it came, with all that the camera wrote into it."""
    return _original(_access(request.user, pk), seconds=HOUR)


@login_required
def rendition(request: UserRequest, pk: int, size: str) -> FileResponse:
    """The photo smaller and without the camera's notes; the original as long as the job has not come to it."""
    found = _access(request.user, pk)
    made = Rendition.objects.filter(attachment=found, size=size).first()
    try:
        if made is not None:
            return _shown(made.file.open("rb"), "image/webp", seconds=HOUR)
    except FileNotFoundError:
        pass
    return _original(found, seconds=MINUTE)


def _access(user: User, pk: int) -> Attachment:
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    access_submission(user, found.submission_id)
    return found


def _original(found: Attachment, *, seconds: int) -> FileResponse:
    kind = TYPES.get(str(found.file.name).rsplit(".", 1)[-1]) if found.kind == "photo" else None
    try:
        stream = found.file.open("rb")
    except FileNotFoundError as gone:
        raise NotFound(_("This file is not there any more.")) from gone
    name = "" if kind else found.name
    return _shown(stream, kind or "application/octet-stream", seconds=seconds, name=name)


def _shown(stream: File[Any], kind: str, *, seconds: int, name: str = "") -> FileResponse:
    """Shown in the page, or with a name saved as that."""
    response = FileResponse(stream, content_type=kind, as_attachment=bool(name), filename=name)
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = f"private, max-age={seconds}"
    return response
