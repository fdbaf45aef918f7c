"""A proof that a phone has kept until there was a network: its photos are here already, now it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qunfang.common.errors import Conflict
from qunfang.engine.schedule import Period
from qunfang.evidence.models import Submission, Upload
from qunfang.evidence.services.pieces import file_of
from qunfang.evidence.services.proofs import Capture, submit_evidence
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Obligation


@dataclass(frozen=True, kw_only=True)
class KeptProof:
    """What the phone kept: `uploads` are the client keys of its photos, in their order."""

    client_key: UUID
    quantity: int
    note: str
    uploads: Sequence[UUID]
    capture: Capture


def submit_kept(
    proof: KeptProof, obligation: Obligation, *, unit: Unit, site: Site | None, period: Period, by: User
) -> Submission:
    """Hand it in with its photos, which then belong to the submission; a repeat gives the first one back.

    Raises Conflict where a photo is not whole yet, and whatever `submit_evidence` raises.
    """
    try:
        with ExitStack() as open_files, transaction.atomic():
            uploads = _whole(proof, by=by)
            files: list[UploadedFile[Any]] = [
                UploadedFile(open_files.enter_context(file_of(each.client_key).open("rb")), each.name, size=each.size)
                for each in uploads
            ]
            made = submit_evidence(
                obligation,
                unit=unit,
                site=site,
                period=period,
                quantity=proof.quantity,
                note=proof.note,
                files=files,
                by=by,
                client_key=proof.client_key,
                capture=proof.capture,
            )
            Upload.objects.filter(pk__in=[each.pk for each in uploads]).delete()
            transaction.on_commit(lambda: _forget(uploads))
    except (Conflict, IntegrityError, FileNotFoundError) as refusal:
        # Another window may have handed in this very proof between its question and this one.
        known = Submission.objects.filter(client_key=proof.client_key, submitted_by=by).first()
        if known is None and isinstance(refusal, Conflict):
            raise
        if known is None:
            raise Conflict(_("A photo has not arrived whole. It is sent once more.")) from refusal
        return known
    return made


def _whole(proof: KeptProof, *, by: User) -> list[Upload]:
    found = {
        each.client_key: each for each in Upload.objects.filter(client_key__in=proof.uploads, owner=by, whole=True)
    }
    if not found.keys() >= set(proof.uploads):
        raise Conflict(_("A photo has not arrived whole. It is sent once more."), field="uploads")
    return [found[key] for key in proof.uploads]


def _forget(uploads: Sequence[Upload]) -> None:
    for each in uploads:
        file_of(each.client_key).unlink(missing_ok=True)
