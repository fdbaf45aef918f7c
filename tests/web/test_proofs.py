"""Proof to take along: a ZIP that a clerk can file, with only what the reader may see and nothing the camera noted."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from python_calamine import CalamineWorkbook

from qunfang.common import clock
from qunfang.evidence.models import Submission
from qunfang.evidence.services import accept, reject, submit_evidence, withdraw
from qunfang.people.models import User
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Obligation
from qunfang.web.archives import file_name, zip_stream
from tests.cast import Cast
from tests.conftest import NOON
from tests.evidence.conftest import PERIOD, _nothing_known, duty
from tests.evidence.test_door import PDF
from tests.evidence.test_media import SECRETS, telling

__all__ = ["_nothing_known", "duty"]
pytestmark = pytest.mark.django_db
Door = Callable[[User], Client]


@pytest.fixture
def proofs(cast: Cast, duty: Obligation) -> dict[str, Submission]:
    """November's proof: of two places in the town and of a village elsewhere; one of October; one taken back."""

    def send(by: User, unit: Unit, at: dt.datetime, *files: bytes, site: Site | None = None) -> Submission:
        names = [f"IMG_{n}.{'pdf' if content == PDF else 'jpg'}" for n, content in enumerate(files)]
        uploads = [SimpleUploadedFile(name, content) for name, content in zip(names, files, strict=True)]
        place: dict[str, Any] = {"unit": unit, "site": site, "period": PERIOD}
        with clock.frozen(at):
            return submit_evidence(duty, **place, quantity=1, note="=1+1", files=uploads, by=by)

    worker, photo = cast.field_worker, telling()
    made = {
        "verified": send(worker, cast.village, NOON, photo, photo + b"\0", PDF),
        "returned": send(cast.community_worker, cast.community, NOON, photo, site=cast.shop),
        "words": send(worker, cast.village, NOON + dt.timedelta(hours=1)),
        "elsewhere": send(cast.user("field_worker", cast.other_village), cast.other_village, NOON, photo),
        "october": send(worker, cast.village, dt.datetime(2026, 10, 31, 23, 59, tzinfo=clock.CHINA), photo),
        "taken back": send(worker, cast.village, NOON, photo),
    }
    accept(made["verified"], by=cast.officer)
    reject(made["returned"], by=cast.officer, reason="看不清。")
    withdraw(made["taken back"], by=worker)
    return made


def archive(client: Client, task: Obligation, query: str = "", month: str = "2026-11") -> zipfile.ZipFile:
    answer: Any = client.get(f"/proofs/{task.pk}/{month}/{query}", headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_its_names_are_understood_and_its_index_is_whole(
    cast: Cast, duty: Obligation, proofs: dict[str, Submission], as_user: Door
) -> None:
    found = archive(as_user(cast.officer), duty)
    assert found.testzip() is None
    assert found.namelist() == [
        "柳河社区/便民超市 2026-11-23 退回.jpg",
        "石坪村/石坪村 2026-11-23 已核实.jpg",
        "石坪村/石坪村 2026-11-23 已核实 2.jpg",
        "石坪村/石坪村 2026-11-23 已核实.pdf",
        "00 清单.xlsx",
    ]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.read("00 清单.xlsx"))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [*found.namelist()[:4], ""]
    assert [row[rows[0].index("状态")] for row in rows[1:]] == ["退回", *["已核实"] * 3, "已上报，待核实"]
    assert rows[1][rows[0].index("退回原因")] == "看不清。"
    assert rows[1][rows[0].index("备注")] == "=1+1"
    first = proofs["verified"].attachments.order_by("pk").first()
    assert rows[2][-1] == first.sha256


def test_photos_are_without_the_cameras_notes_unless_originals_are_asked_for(
    cast: Cast, duty: Obligation, proofs: dict[str, Submission], as_user: Door
) -> None:
    officer = as_user(cast.officer)
    plain, full = archive(officer, duty), archive(officer, duty, "?originals=1")
    name = "柳河社区/便民超市 2026-11-23 退回.jpg"
    assert full.read(name) == telling()
    shown = plain.read(name)
    assert not [secret for secret in SECRETS if secret in shown]
    with Image.open(io.BytesIO(shown)) as image:
        assert (image.format, dict(image.getexif())) == ("JPEG", {})
    assert plain.read("石坪村/石坪村 2026-11-23 已核实.pdf") == PDF


def test_everybody_takes_along_only_what_they_may_see(
    cast: Cast, duty: Obligation, proofs: dict[str, Submission], as_user: Door
) -> None:
    def folders(user: User, query: str = "") -> set[str]:
        return {name.split("/")[0] for name in archive(as_user(user), duty, query).namelist() if "/" in name}

    assert folders(cast.county_officer) == {"石坪村", "柳河社区", "河口村"}
    assert folders(cast.county_officer, f"?unit={cast.village.pk}") == {"石坪村"}
    assert folders(cast.field_worker) == {"石坪村"}
    assert folders(cast.neighbour) == {"河口村"}
    for person in (cast.teller, cast.stranger):
        assert as_user(person).get(f"/proofs/{duty.pk}/2026-11/").status_code == 404
    assert as_user(cast.neighbour).get(f"/proofs/{duty.pk}/2026-11/?unit={cast.village.pk}").status_code == 404
    assert as_user(cast.officer).get(f"/proofs/{duty.pk}/2026-09/").status_code == 404
    assert as_user(cast.officer).get("/proofs/99999/2026-11/").status_code == 404
    assert (
        archive(as_user(cast.officer), duty, month="2026-10").namelist()[0]
        == "石坪村/石坪村 2026-10-31 已上报，待核实.jpg"
    )


def test_the_page_counts_what_the_archive_holds(
    cast: Cast, duty: Obligation, proofs: dict[str, Submission], as_user: Door
) -> None:
    page = as_user(cast.officer).get("/proofs/?month=2026-11", headers={"accept-language": "zh-hans"}).content.decode()
    assert "2026年11月上报 3 份" in page
    assert f'href="/proofs/{duty.pk}/2026-11/"' in page
    assert "这个月没有上报" in as_user(cast.teller).get("/proofs/?month=2026-11").content.decode()
    assert as_user(cast.officer).get("/proofs/?month=x&unit=y").status_code == 200


def test_a_file_that_is_gone_is_told_in_the_index_and_the_rest_arrives(
    cast: Cast, duty: Obligation, proofs: dict[str, Submission], as_user: Door
) -> None:
    default_storage.delete(proofs["returned"].attachments.get().file.name)
    found = archive(as_user(cast.officer), duty)
    assert not [name for name in found.namelist() if "退回" in name]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.read("00 清单.xlsx"))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "（文件已不在）"


def test_no_more_than_one_file_is_in_memory() -> None:
    big = bytes(4 * 1024 * 1024)
    tracemalloc.start()
    sent = sum(len(part) for part in zip_stream((f"{n}.jpg", NOON, lambda: big) for n in range(24)))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 24 * len(big)
    assert most < 6 * len(big)


def test_names_are_such_that_windows_takes_them() -> None:
    assert file_name('三号/楼: "东"*\\?<|>.') == "三号_楼_ _东_"
    assert file_name("  .. ") == "_"
    assert len(file_name("长" * 300)) == 80
