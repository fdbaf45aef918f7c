"""Taking in documents and reading them as drafts."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Invalid
from qunfang.engine.plantext import (
    BrokenPlan,
    UnreadableDocument,
    compile_text,
    plan_from_yaml,
    plan_to_dict,
    read_document,
)
from qunfang.people.models import User
from qunfang.places.models import Unit
from qunfang.plans.models import Document

LARGEST = 5 * 1024 * 1024
YAML = {".yaml", ".yml"}


@transaction.atomic
def add_document(unit: Unit, *, text: str | bytes, name: str = "", by: User | None) -> Document:
    """Keep a document as handed in: pasted text, or a file's bytes with its name. Refuses what cannot be read."""
    content = _content(text, name)
    document = Document.objects.create(
        unit=unit,
        name=name[:200],
        text=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        added_by=by,
        added_at=clock.now(),
    )
    record(document, verb="plans.document.add", by=by, unit_id=unit.pk, detail={"name": document.name})
    return document


def _content(text: str | bytes, name: str) -> str:
    if len(text) > LARGEST:
        raise Invalid(_("The document is larger than 5 MB. Send only the plan itself."), field="file")
    if isinstance(text, bytes):
        text = _decoded(text, name)
    content = text.replace("\r\n", "\n")
    if not content.strip():
        raise Invalid(_("There is no text to read. Paste the plan or choose a file."), field="text")
    if "\x00" in content:
        raise Invalid(_("This is no text. Choose a .txt, .docx, .pdf or .md file."), field="text")
    return content


def _decoded(content: bytes, name: str) -> str:
    try:
        return read_document(content, name=name)
    except UnreadableDocument as cause:
        raise Invalid(_why_unreadable(cause), field="file") from cause


def _why_unreadable(cause: UnreadableDocument) -> str:
    sentences = {
        "large": _("The document is larger than 5 MB. Send only the plan itself."),
        "empty": _("The document is empty. Choose another file."),
        "old_word": _("This is an old .doc file. Save it as .docx in Word and send that."),
        "no_text": _("The document holds pictures but no text. Send the text itself."),
        "binary": _("This is no text. Choose a .txt, .docx, .pdf or .md file."),
        "broken": _("The file cannot be opened. Save it anew, or paste the text."),
        "locked": _("The PDF is locked with a password. Send an open copy."),
    }
    return sentences.get(cause.code, str(cause))


def is_saved_plan(document: Document) -> bool:
    """Whether the document is a plan saved as YAML, not prose."""
    return PurePath(document.name).suffix.lower() in YAML


def read(document: Document) -> dict[str, Any]:
    """The compiled plan of the document as a dict of SCHEMA's keys. Refuses a YAML that is no plan."""
    try:
        plan = plan_from_yaml(document.text) if is_saved_plan(document) else compile_text(document.text)
    except BrokenPlan as cause:
        raise Invalid(_("This is no saved plan: %(why)s") % {"why": cause}, field="file") from cause
    return plan_to_dict(plan)
