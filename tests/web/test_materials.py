"""Pages of materials: found by words and chips, seen in every form, own pieces written, printed for sites."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader

from qunfang.materials.models import BatchState, ContentPiece, PieceState, PrintBatch
from qunfang.materials.services import library, words_of
from qunfang.materials.services.batches import make_batch
from qunfang.materials.services.printing import FORMS
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AsUser = Any


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def first() -> ContentPiece:
    found: ContentPiece = ContentPiece.objects.built_in().order_by("pk").first()
    return found


def test_the_library_is_searched_and_filtered(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.field_worker)
    page = client.get("/materials/")
    assert page.context["number"] == len(library())
    assert "自己写一份" not in page.content.decode()
    elders = client.get("/materials/?audience=elders").context
    assert {piece.audience for piece in elders["page"]} == {"elders"}
    assert elders["number"] == sum(each.words["audience"] == "elders" for each in library())
    found = client.get("/materials/?q=屏幕共享").context["page"]
    assert found.object_list
    assert all("屏幕共享" in f"{p.title}{p.line}{p.message}{p.marquee}{p.sms}" for p in found)
    assert "还没有这样的内容" in client.get("/materials/?q=没有这个词").content.decode()


def test_the_library_takes_as_many_statements_for_one_page_as_for_another(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    counts = []
    for address in ("/materials/", "/materials/?audience=tellers", "/materials/?page=2"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 11, counts


def test_a_piece_shows_every_form_and_text_and_gives_its_files(cast: Cast, as_user: AsUser) -> None:
    client, piece = as_user(cast.field_worker), first()
    page = client.get(f"/materials/{piece.pk}/").content.decode()
    for name in FORMS:
        assert f"/looks/{name}.png" in page
    assert piece.sms in page
    assert piece.speech in page
    pdf = client.get(f"/materials/{piece.pk}/forms/poster-a3-bold.pdf?large=1")
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    assert "attachment" in pdf["Content-Disposition"]
    slide = client.get(f"/materials/{piece.pk}/forms/led.png?width=384&height=192")
    assert Image.open(io.BytesIO(slide.content)).size == (384, 192)
    banner = client.get(f"/materials/{piece.pk}/forms/banner.pdf?width=3.5&height=0.7")
    assert len(PdfReader(io.BytesIO(banner.content)).pages) == 5
    assert client.get(f"/materials/{piece.pk}/forms/led.png?width=9&height=9").status_code == 400
    assert client.get(f"/materials/{piece.pk}/forms/none.png").status_code == 404
    assert client.get(f"/materials/{piece.pk}/forms/lift.exe").status_code == 404
    assert piece.marquee in client.get(f"/materials/{piece.pk}/texts/").content.decode()


def test_a_small_picture_is_kept_and_the_same_the_second_time(cast: Cast, as_user: AsUser, tmp_path: Any) -> None:
    client, piece = as_user(cast.field_worker), first()
    once = client.get(f"/materials/{piece.pk}/looks/lift.png")
    assert max(Image.open(io.BytesIO(once.content)).size) in range(415, 425)
    assert len(list(tmp_path.rglob("*.png"))) == 1
    assert client.get(f"/materials/{piece.pk}/looks/lift.png").content == once.content


def test_an_own_piece_goes_from_a_copy_to_published(cast: Cast, as_user: AsUser) -> None:
    client, origin = as_user(cast.officer), first()
    form = client.get(f"/materials/new/?from={origin.pk}")
    assert origin.message in form.content.decode()
    words = {**vars(words_of(origin)), "unit": cast.town.pk, "title": "青石镇 提个醒"}
    long = client.post("/materials/new/", {**words, "sms": "字" * 71})
    assert long.status_code == 400
    assert "超出 1 字" in long.content.decode()
    made = client.post("/materials/new/", words)
    pk = int(made.url.strip("/").split("/")[-1])
    client.post(f"/materials/{pk}/edit/", {**words, "prompt": ""})
    refused = client.post(f"/materials/{pk}/publish/")
    assert refused.status_code == 400
    assert "填完整" in refused.content.decode()
    client.post(f"/materials/{pk}/edit/", words)
    client.post(f"/materials/{pk}/publish/")
    assert ContentPiece.objects.get(pk=pk).state == PieceState.PUBLISHED
    assert client.get(f"/materials/{pk}/edit/").status_code == 409
    below = as_user(cast.field_worker).get("/materials/?scope=own").context["page"]
    assert [piece.pk for piece in below] == [pk]
    second = client.post(f"/materials/{pk}/version/")
    assert second.status_code == 302
    assert ContentPiece.objects.get(pk=pk + 1).version == 2
    client.post(f"/materials/{pk + 1}/drop/")
    assert not ContentPiece.objects.filter(pk=pk + 1).exists()


def test_sites_are_printed_in_a_job_that_is_watched_and_fetched(cast: Cast, as_user: AsUser) -> None:
    client, piece = as_user(cast.officer), first()
    given = {"unit": cast.town.pk, "kind": "elevator", "form": "lift"}
    assert client.post(f"/materials/{piece.pk}/batch/", {**given, "kind": "taxi"}).status_code == 400
    asked = client.post(f"/materials/{piece.pk}/batch/", given)
    job = PrintBatch.objects.get()
    assert asked.url == f"/materials/batches/{job.pk}/"
    assert "hx-trigger" in client.get(asked.url + "?part=1").content.decode()
    assert client.get(f"{asked.url}file/").status_code == 404
    assert make_batch(job.pk) == 2
    assert "下载 PDF" in client.get(asked.url).content.decode()
    fetched = b"".join(client.get(f"{asked.url}file/").streaming_content)
    assert len(PdfReader(io.BytesIO(fetched)).pages) == 2
    assert client.post(f"{asked.url}stop/").status_code == 409
    assert PrintBatch.objects.get().state == BatchState.DONE
