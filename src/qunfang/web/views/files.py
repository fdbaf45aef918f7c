"""Photos and files of proof, to those who may see them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.utils.translation import gettext as _

from qunfang.common.errors import NotFound
from qunfang.evidence.access import access_submission
from qunfang.evidence.models import Attachment
from qunfang.web.requests import UserRequest


@login_required
def attachment(request: UserRequest, pk: int) -> FileResponse:
    """A photo or file, to those who may see its unit."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such page, or it is not yours to see."))
    access_submission(request.user, found.submission_id)
    photo = found.kind == "photo"
    response = FileResponse(found.file.open("rb"), as_attachment=not photo, filename=found.name)
    response["Content-Type"] = "image/jpeg" if photo else "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
