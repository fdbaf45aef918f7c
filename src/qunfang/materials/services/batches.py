"""One PDF with a page for every site of a branch: asked for, made in a job with progress, stopped, fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task
from pypdf import PdfWriter

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.materials.models import BatchState, ContentPiece, PieceState, PrintBatch
from qunfang.materials.services.printing import FORMS, Wish, site_copy, typeset
from qunfang.places.models import Site, SiteKind, Unit

CHUNK = 100
MOST = 20_000
OPEN = (BatchState.WAITING, BatchState.RUNNING)


def sites_for(unit: Unit, kind: str = "") -> Any:
    """Standing sites of the unit's branch, of one kind or all, in the order of the tree."""
    found = Site.objects.within(unit).standing(clock.today()).select_related("unit", "parent")
    return (found.filter(kind=kind) if kind else found).order_by("unit__path", "kind", "name", "pk")


@transaction.atomic
def ask_for_batch(piece: ContentPiece, *, unit: Unit, kind: str, wish: Wish, by: Any) -> PrintBatch:
    """Queue the job; refuses a draft, a form that hangs at no site, and a branch without sites."""
    if piece.state == PieceState.DRAFT:
        raise Conflict(_("Publish the piece before it is printed for sites."))
    if not wish.form.for_sites or (kind and kind not in SiteKind.values):
        raise Invalid(_("Choose one of the list."), field="form")
    total = sites_for(unit, kind).count()
    if not 0 < total <= MOST:
        told = _("There are %(number)s such sites; a file holds from 1 to %(most)s.")
        raise Invalid(told % {"number": total, "most": MOST}, field="kind")
    made = PrintBatch.objects.create(
        piece=piece,
        unit=unit,
        site_kind=kind,
        form=wish.form.name,
        large=wish.large,
        owner_id=by.pk,
        total=total,
        asked_at=clock.now(),
    )
    record(made, verb="materials.print_for_sites", by=by, unit_id=unit.pk, detail={"sites": total})
    async_task("qunfang.materials.tasks.make_batch", made.pk)
    return made


def make_batch(pk: int) -> int:
    """Set all pages, `CHUNK` at a time, telling the progress; gives how many were set. Safe to repeat.

    A job that somebody stopped ends at the next chunk; a job that ended is left alone.
    """
    batch = PrintBatch.objects.select_related("piece", "unit").get(pk=pk)
    if not PrintBatch.objects.filter(pk=pk, state__in=OPEN).update(state=BatchState.RUNNING, done=0):
        return 0
    writer, done = PdfWriter(), 0
    try:
        for pdf, number in chunks_of(batch, list(sites_for(batch.unit, batch.site_kind))):
            writer.append(pdf, import_outline=False)
            done += number
            if not PrintBatch.objects.filter(pk=pk, state=BatchState.RUNNING).update(done=done):
                return done
        keep_file(writer, batch_path(batch))
    except Exception:
        PrintBatch.objects.filter(pk=pk, state=BatchState.RUNNING).update(
            state=BatchState.FAILED, finished_at=clock.now()
        )
        raise
    PrintBatch.objects.filter(pk=pk, state=BatchState.RUNNING).update(
        state=BatchState.DONE, total=done, finished_at=clock.now()
    )
    return done


def stop_batch(batch: PrintBatch) -> None:
    """Stop a job that is not ready yet; Conflict where it is."""
    stopped = PrintBatch.objects.filter(pk=batch.pk, state__in=OPEN).update(
        state=BatchState.STOPPED, finished_at=clock.now()
    )
    if not stopped:
        raise Conflict(_("It has ended already."))


def batch_path(batch: PrintBatch) -> Path:
    """Where the file lies when it is ready."""
    return Path(settings.MEDIA_ROOT) / "materials" / f"batch-{batch.pk}.pdf"


def chunks_of(batch: PrintBatch, sites: Sequence[Site]) -> Iterator[tuple[io.BytesIO, int]]:
    """PDFs of at most `CHUNK` sites each, and how many sites each holds."""
    wish = Wish(form=FORMS[batch.form], large=batch.large)
    for start in range(0, len(sites), CHUNK):
        part = sites[start : start + CHUNK]
        yield io.BytesIO(typeset(batch.piece, wish, copies=[site_copy(site) for site in part])), len(part)


def keep_file(writer: PdfWriter, path: Path) -> None:
    """Whole or not at all; drawings that the chunks share are kept once."""
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        writer.write(stream)
    part.replace(path)
