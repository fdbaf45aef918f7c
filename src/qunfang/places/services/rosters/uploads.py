"""The file between preview and commit: kept on the server, its owner's alone, for an hour."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.common.errors import NotFound
from qunfang.places.models import Unit, Upload
from qunfang.places.services.rosters.drafts import read_drafts
from qunfang.places.services.rosters.grids import read_grids
from qunfang.places.services.rosters.planting import plant_roster
from qunfang.places.services.rosters.previews import Preview

KEPT_FOR = dt.timedelta(hours=1)


@transaction.atomic
def keep_upload(unit: Unit, *, name: str, content: bytes, by: Any) -> Upload:
    """Keep a file that can be read; the owner's earlier ones and everybody's expired ones go."""
    read_drafts(read_grids(content))
    now = clock.now()
    Upload.objects.filter(expires_at__lt=now).delete()
    Upload.objects.filter(owner_id=by.pk).delete()
    return Upload.objects.create(
        unit=unit, owner_id=by.pk, name=name[-200:], content=content, created_at=now, expires_at=now + KEPT_FOR
    )


def own_upload(pk: int, *, by: Any) -> Upload:
    """The person's own upload, while it is kept."""
    found = Upload.objects.select_related("unit").filter(pk=pk, owner_id=by.pk, expires_at__gte=clock.now()).first()
    if found is None:
        raise NotFound(_("This file is no longer kept. Hand it in again."))
    return found


@transaction.atomic
def commit_upload(upload: Upload, *, by: Any) -> Preview:
    """Write the upload's rows, all or none, and let the file go."""
    held = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is None:
        raise NotFound(_("This file is no longer kept. Hand it in again."))
    content = bytes(held.content)
    source = f"{held.name} sha256:{hashlib.sha256(content).hexdigest()[:16]}"
    preview = plant_roster(held.unit, content, by=by, source=source)
    held.delete()
    return preview


def drop_upload(upload: Upload) -> None:
    """Let the file go unwritten."""
    Upload.objects.filter(pk=upload.pk).delete()
