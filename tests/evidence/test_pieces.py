"""Photos arrive in pieces, go on at any break, belong to their sender; a kept proof counts once; the sweep is exact."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, TestCase
from PIL import Image

from qunfang.common import clock
from qunfang.common.errors import Conflict, Forbidden, Invalid
from qunfang.evidence.checks import check_submission
from qunfang.evidence.models import Attachment, PhotoTrace, Submission, Upload
from qunfang.evidence.services import (
    MAX_BYTES,
    Capture,
    KeptProof,
    Piece,
    WrongOffset,
    receive_piece,
    received_of,
    submit_kept,
    sweep_media,
)
from qunfang.people.models import User
from qunfang.plans.models import Obligation, PlanState
from tests.cast import Cast
from tests.conftest import NOON
from tests.evidence.conftest import PERIOD

pytestmark = pytest.mark.django_db


def picture(shade: int = 90) -> bytes:
    """A small JPEG."""
    stream = io.BytesIO()
    Image.effect_noise((320, 240), shade).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def send(content: bytes, *, by: User, cuts: tuple[int, ...] = (), key: uuid.UUID | None = None) -> uuid.UUID:
    """The whole photo in pieces cut at these offsets."""
    key = key or uuid.uuid4()
    edges = [0, *cuts, len(content)]
    for start, end in zip(edges, edges[1:], strict=False):
        receive_piece(key, piece(content, start, end), by=by)
    return key


def piece(content: bytes, start: int, end: int, **facts: Any) -> Piece:
    announced = {"size": len(content), "name": "横幅.jpg", "sha256": hashlib.sha256(content).hexdigest(), **facts}
    return Piece(offset=start, content=content[start:end], **announced)


def hand_in(duty: Obligation, cast: Cast, *uploads: uuid.UUID, key: uuid.UUID | None = None) -> Submission:
    capture = Capture(in_app=True, at=NOON - dt.timedelta(hours=2), latitude=30.5, longitude=104.5, within=12.0)
    proof = KeptProof(client_key=key or uuid.uuid4(), quantity=2, note="挂好了", uploads=uploads, capture=capture)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return submit_kept(proof, duty, unit=cast.village, site=None, period=PERIOD, by=cast.field_worker)


def files_under(folder: str) -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.9, 0.9999])
def test_a_photo_goes_on_wherever_it_broke_off(cast: Cast, duty: Obligation, share: float) -> None:
    content = picture()
    cut = max(1, int(len(content) * share))
    key = uuid.uuid4()
    receive_piece(key, piece(content, 0, cut), by=cast.field_worker)
    assert received_of(key) == cut
    assert not Upload.objects.get(client_key=key).whole
    receive_piece(key, piece(content, cut, len(content)), by=cast.field_worker)
    made = hand_in(duty, cast, key)
    assert Path(made.attachments.get().file.path).read_bytes() == content
    assert not Upload.objects.exists()


def test_a_half_written_piece_is_a_true_beginning(cast: Cast) -> None:
    content = picture()
    key = uuid.uuid4()
    receive_piece(key, piece(content, 0, 1000), by=cast.field_worker)
    with (Path(settings.MEDIA_ROOT) / "uploads" / str(key)).open("ab") as stream:
        stream.write(content[1000:1777])  # the server died here
    with pytest.raises(WrongOffset) as refused:
        receive_piece(key, piece(content, 1000, 3000), by=cast.field_worker)
    assert refused.value.offset == 1777
    assert receive_piece(key, piece(content, 1777, len(content)), by=cast.field_worker).whole


def test_a_server_that_died_between_file_and_row_is_no_dead_end(cast: Cast) -> None:
    content, folder = picture(), Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(parents=True)
    no_row, not_whole = uuid.uuid4(), uuid.uuid4()
    (folder / str(no_row)).write_bytes(content[:400])
    assert receive_piece(no_row, piece(content, 0, len(content)), by=cast.field_worker).whole
    receive_piece(not_whole, piece(content, 0, 400), by=cast.field_worker)
    (folder / str(not_whole)).write_bytes(content)
    assert receive_piece(not_whole, piece(content, len(content), len(content)), by=cast.field_worker).whole


def test_a_damaged_photo_begins_anew(cast: Cast) -> None:
    content = picture()
    key = uuid.uuid4()
    receive_piece(key, piece(content, 0, 1000), by=cast.field_worker)
    with pytest.raises(WrongOffset) as refused:
        receive_piece(
            key, Piece(offset=1000, content=bytes(len(content) - 1000), size=len(content)), by=cast.field_worker
        )
    assert refused.value.offset == received_of(key) == 0
    send(content, by=cast.field_worker, key=key)
    assert Upload.objects.get(client_key=key).whole


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    content = picture()
    key = send(content, by=cast.field_worker, cuts=(500,))
    with pytest.raises(Forbidden):
        receive_piece(key, piece(content, 0, 10), by=cast.officer)
    with pytest.raises(WrongOffset):
        receive_piece(key, piece(content, 0, 10), by=cast.field_worker)
    for facts in ({"size": MAX_BYTES + 1}, {"size": 0}, {"size": -1}):
        with pytest.raises(Invalid):
            receive_piece(uuid.uuid4(), piece(content, 0, 10, **facts), by=cast.field_worker)
    with pytest.raises(Invalid):
        receive_piece(uuid.uuid4(), piece(content, 0, 10, size=5), by=cast.field_worker)
    with pytest.raises(Invalid):
        receive_piece(uuid.uuid4(), piece(content, 10, 10), by=cast.field_worker)
    assert Upload.objects.count() == 1


def test_a_repeated_proof_is_the_same_one(cast: Cast, duty: Obligation) -> None:
    key, photo = uuid.uuid4(), send(picture(), by=cast.field_worker)
    first = hand_in(duty, cast, photo, key=key)
    assert hand_in(duty, cast, photo, key=key) == first
    assert (Submission.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_proof_waits_for_its_photos_and_never_takes_those_of_others(cast: Cast, duty: Obligation) -> None:
    content = picture()
    half = uuid.uuid4()
    receive_piece(half, piece(content, 0, 100), by=cast.field_worker)
    foreign = send(content, by=cast.officer)
    for key in (half, foreign, uuid.uuid4()):
        with pytest.raises(Conflict) as refused:
            hand_in(duty, cast, key)
        assert refused.value.field == "uploads"
    assert not Submission.objects.exists()
    assert Upload.objects.filter(client_key=foreign, owner=cast.officer, whole=True).exists()


def test_a_proof_for_a_plan_that_ended_keeps_its_photos(cast: Cast, duty: Obligation) -> None:
    photo = send(picture(), by=cast.field_worker)
    duty.plan.state = PlanState.SUPERSEDED
    duty.plan.save()
    with pytest.raises(Conflict) as refused:
        hand_in(duty, cast, photo)
    assert refused.value.field is None
    assert received_of(photo) > 0


def test_the_checks_know_when_and_where_it_was_taken(cast: Cast, duty: Obligation, noon: object) -> None:
    made = hand_in(duty, cast, send(picture(), by=cast.field_worker))
    check_submission(made.pk)
    outcomes = {each["check"]: each for each in PhotoTrace.objects.get().outcomes}
    assert outcomes["captured"]["result"] == "ok"
    assert outcomes["late"]["figures"]["hours"] == 2.0


def test_the_sweep_removes_what_is_broken_off_and_nothing_that_a_row_names(cast: Cast, duty: Obligation) -> None:
    kept = hand_in(duty, cast, send(picture(), by=cast.field_worker))
    old, young = uuid.uuid4(), uuid.uuid4()
    with clock.frozen(clock.now() - dt.timedelta(days=8)):
        receive_piece(old, piece(picture(50), 0, 700), by=cast.field_worker)
    receive_piece(young, piece(picture(60), 0, 700), by=cast.field_worker)
    stray = [Path(settings.MEDIA_ROOT) / name for name in ("uploads/left-behind", f"uploads/{uuid.uuid4()}")]
    stray.append(Path(kept.attachments.get().file.path).with_name("left-behind.jpg"))
    fresh = Path(settings.MEDIA_ROOT) / "uploads" / str(uuid.uuid4())
    for path in [*stray, fresh]:
        path.write_bytes(b"x" * 10)
    for path in stray:
        os.utime(path, (path.stat().st_mtime - 7200,) * 2)
    swept = sweep_media()
    assert (swept.uploads, swept.files, swept.size) == (1, 3, 730)
    assert Path(kept.attachments.get().file.path).exists()
    assert {path.name for path in files_under("uploads")} == {str(young), fresh.name}
    assert sweep_media().files == 0


def test_over_the_wire_each_refusal_is_one_sentence(cast: Cast, as_user: Any) -> None:
    client: Client = as_user(cast.field_worker)
    content, key = picture(), uuid.uuid4()
    address = f"/pocket/uploads/{key}/"
    facts = f"size={len(content)}&name=a.jpg"
    first = client.post(f"{address}?offset=0&{facts}", content[:900], content_type="application/octet-stream")
    assert first.json() == {"received": 900, "whole": False}
    assert client.get(address).json() == {"received": 900, "whole": False}
    wrong = client.put(f"{address}?offset=5&{facts}", content[5:], content_type="application/octet-stream")
    assert (wrong.status_code, wrong.json()["offset"]) == (409, 900)
    other: Client = as_user(cast.officer)
    assert other.get(address).status_code == 403
    assert other.put(f"{address}?offset=900&{facts}", b"x", content_type="application/octet-stream").status_code == 403
    for body in (
        "",
        "[]",
        '{"client_key": 1}',
        json.dumps({"client_key": str(key), "uploads": "x", "quantity": "many"}),
    ):
        refused = client.post("/pocket/proofs/", body, content_type="application/json")
        assert refused.status_code == 400, body
        assert refused.json()["error"]
