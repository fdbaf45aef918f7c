"""Setting a poster, and a poster for each of 2,000 sites as one PDF, on this machine."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

POSTER_MS, SITES_S, SITES = 300, 120, 2000


def rows() -> list[dict[str, Any]]:
    """Milliseconds for a poster (median of 20 different ones), seconds and megabytes for 2,000 sites."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    os.environ.setdefault("QUNFANG_HOME", "build/bench-home")
    import django

    django.setup()
    seconds, megabytes = _sites()
    return [
        _row("materials.poster_ms", _poster(), "ms", POSTER_MS),
        _row("materials.site_posters_2000_s", seconds, "s", SITES_S),
        _row("materials.site_posters_2000_mb", megabytes, "MB", None),
    ]


def _row(name: str, value: float, unit: str, bound: float | None) -> dict[str, Any]:
    holds = None if bound is None else value <= bound
    return {"name": name, "value": round(value, 1), "unit": unit, "bound": bound, "holds": holds, "peers": {}}


def _poster() -> float:
    from qunfang.materials.models import ContentPiece
    from qunfang.materials.services import library
    from qunfang.materials.services.printing import FORMS, Wish, typeset

    took = []
    for each in library()[:20]:
        began = time.perf_counter()
        typeset(ContentPiece(**each.words), Wish(form=FORMS["poster-a3-bold"]))
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def _sites() -> tuple[float, float]:
    from pypdf import PdfWriter

    from qunfang.materials.models import ContentPiece, PrintBatch
    from qunfang.materials.services import batches, library
    from qunfang.places.models import Site, Unit

    unit = Unit(name="柳河社区", path="0001", depth=1)
    sites = [
        Site(unit=unit, name=f"{n} 号楼电梯", code=f"990101001001-{n:04}", address=f"滨江路 {n} 号")
        for n in range(SITES)
    ]
    batch = PrintBatch(pk=0, piece=ContentPiece(**library()[0].words), unit=unit, form="poster-a4-bold")
    began = time.perf_counter()
    writer = PdfWriter()
    for pdf, _number in batches.chunks_of(batch, sites):
        writer.append(pdf, import_outline=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.pdf"
        batches.keep_file(writer, path)
        return time.perf_counter() - began, path.stat().st_size / 1e6
