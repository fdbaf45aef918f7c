"""Lines of the permission matrix: units, sites, import and export."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from qunfang.people.access import Verb
from qunfang.places.services import keep_upload
from tests.cast import Cast
from tests.web.matrix import Entry

NEW_UNIT = {"name": "新村", "kind": "village", "code": "", "opened_on": ""}
NEW_SITE = {
    "name": "村口",
    "kind": "entrance",
    "code": "",
    "address": "",
    "latitude": "",
    "longitude": "",
    "parent": "",
}


def _town(cast: Cast) -> list[int]:
    return [cast.town.pk]


def _site(cast: Cast) -> list[int]:
    return [cast.quarter.pk]


def _roster(cast: Cast) -> dict[str, object]:
    return {"file": SimpleUploadedFile("单位.csv", "单位名称,类型\n新村,村\n".encode())}


def _upload(cast: Cast) -> list[int]:
    content = "单位名称,类型\n新村,村\n".encode()
    return [keep_upload(cast.town, name="单位.csv", content=content, by=cast.officer).pk]


ENTRIES: list[Entry] = [
    Entry("units", allowed={200, 302, 404}),
    Entry("units-export"),
    Entry("roster-template"),
    Entry("unit", verb=Verb.VIEW, args=_town),
    Entry("unit-export", verb=Verb.VIEW, args=_town),
    Entry("unit-add", verb=Verb.PLACES, args=_town),
    Entry("unit-add", verb=Verb.PLACES, method="post", args=_town, data=lambda cast: NEW_UNIT, allowed={302}),
    Entry("unit-edit", verb=Verb.PLACES, args=_town),
    Entry(
        "unit-edit", verb=Verb.PLACES, method="post", args=_town, data=lambda cast: {"name": "青石镇", "kind": "town"}
    ),
    Entry("unit-move", verb=Verb.PLACES, args=_town),
    Entry("unit-close", verb=Verb.PLACES, method="post", args=_town, allowed={302}),
    Entry("unit-reopen", verb=Verb.PLACES, method="post", args=_town, allowed={409}),
    Entry("roster", verb=Verb.PLACES, args=_town),
    Entry("roster", verb=Verb.PLACES, method="post", args=_town, data=_roster, allowed={302}),
    Entry("site-add", verb=Verb.PLACES, args=_town),
    Entry("site-add", verb=Verb.PLACES, method="post", args=_town, data=lambda cast: NEW_SITE, allowed={302}),
    Entry("site", verb=Verb.VIEW, args=_site, unit=lambda cast: cast.community),
    Entry("site-edit", verb=Verb.PLACES, args=_site, unit=lambda cast: cast.community),
    Entry("site-close", verb=Verb.PLACES, method="post", args=_site, unit=lambda cast: cast.community, allowed={302}),
    Entry("site-reopen", verb=Verb.PLACES, method="post", args=_site, unit=lambda cast: cast.community, allowed={409}),
    Entry(
        "roster-preview",
        args=_upload,
        may=lambda user, cast: user == cast.officer,
        sees=lambda user, cast: False,
    ),
]
