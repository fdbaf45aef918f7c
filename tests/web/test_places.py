"""Pages of units, sites, rosters and people: journeys without a browser, and how many statements a list takes."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from qunfang.people.models import Invitation, Post, Role
from qunfang.places.models import Site, SiteKind, Unit, UnitKind, Upload
from tests.cast import SINCE, Cast, make_user

pytestmark = pytest.mark.django_db
AsUser = Any


def grid(content: bytes) -> list[list[Any]]:
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def grow(cast: Cast, number: int) -> None:
    """More of everything, so that a statement a row would show."""
    for n in range(number):
        unit = Unit.objects.add_child(cast.town, {"kind": UnitKind.VILLAGE, "name": f"第{n}村"})
        Site.objects.create(unit=unit, kind=SiteKind.ENTRANCE, name="村口")
        Post.objects.create(user=make_user(f"u{n}"), unit=unit, role=Role.FIELD_WORKER, since=SINCE)


LISTS = {
    "units": ("/units/?q=村", 10),
    "children": ("/units/{town}/?show=units", 16),
    "sites": ("/units/{town}/?show=sites", 13),
    "unit's people": ("/units/{town}/?show=people", 12),
    "people": ("/people/", 12),
    "invitations": ("/people/invitations/", 5),
    "units to Excel": ("/units/{town}/excel/?show=units", 8),
    "sites to Excel": ("/units/{town}/excel/?show=sites", 8),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_statements_for_forty_rows_as_for_few(name: str, cast: Cast, as_user: AsUser) -> None:
    address, pinned = LISTS[name]
    address = address.format(town=cast.town.pk)
    client: Client = as_user(cast.officer)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
        grow(cast, 40) if not Unit.objects.filter(name="第0村").exists() else None
    assert counts[0] == counts[1]
    assert counts[1] <= pinned, counts


def test_the_tree_is_walked_from_the_top_and_counts_what_lies_below(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.county_officer)
    cast.user(Role.FIELD_WORKER, cast.community)
    page = client.get("/units/", follow=True)
    rows = {row["unit"].name: (row["units"], row["sites"], row["people"]) for row in page.context["rows"]}
    assert rows == {"青石镇": (8, 4, 1), "云台镇": (1, 0, 0)}
    village = client.get(f"/units/{cast.community.pk}/")
    assert village.context["show"] == "sites"
    assert village.context["listing"].chips == [
        ("residential_quarter", "小区", 1),
        ("elevator", "电梯", 2),
        ("shop", "商铺", 1),
    ]


def test_units_are_found_by_name_and_by_code_within_ones_own(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    assert [each.name for each in client.get("/units/?q=石坪").context["page"]] == ["石坪村"]
    assert [each.name for each in client.get("/units/?q=990101001201").context["page"]] == ["石坪村"]
    assert list(client.get("/units/?q=河口").context["page"]) == []


def test_a_unit_is_added_moved_closed_and_reopened(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.county_officer)
    bad = client.post(f"/units/{cast.town.pk}/add/", {"name": "石坪村", "kind": "village"})
    assert bad.status_code == 400
    assert "同名的单位" in bad.content.decode()
    client.post(f"/units/{cast.town.pk}/add/", {"name": "新村", "kind": "village", "code": "N1"})
    made = Unit.objects.get(code="N1")
    refused = client.post(f"/units/{made.pk}/move/", {"to": "没有这个镇"})
    assert refused.status_code == 400
    client.post(f"/units/{made.pk}/move/", {"to": "安和县/云台镇"})
    assert Unit.objects.get_parent(Unit.objects.get(pk=made.pk)) == cast.other_town
    client.post(f"/units/{made.pk}/close/")
    assert "恢复使用" in client.get(f"/units/{made.pk}/").content.decode()
    client.post(f"/units/{made.pk}/reopen/")
    assert Unit.objects.get(pk=made.pk).closed_on is None


def test_nobody_moves_a_unit_out_of_their_care(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.officer).post(f"/units/{cast.village.pk}/move/", {"to": "云台镇"})
    assert page.status_code == 400
    assert "云台镇" not in page.context["targets"]


def test_a_site_is_added_with_its_quarter_and_position(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    given = {"name": "南门", "kind": "entrance", "parent": cast.quarter.pk, "latitude": "30.5", "longitude": "104.5"}
    assert client.post(f"/units/{cast.community.pk}/sites/add/", given).status_code == 302
    made = Site.objects.get(name="南门")
    assert made.parent == cast.quarter
    half = client.post(f"/units/sites/{made.pk}/edit/", given | {"longitude": ""})
    assert half.status_code == 400
    assert "一起填" in half.content.decode()
    foreign = Site.objects.create(unit=cast.other_village, kind="shop", name="外面的店")
    assert client.post(f"/units/sites/{made.pk}/edit/", given | {"parent": foreign.pk}).status_code == 400


def test_a_roster_is_looked_through_then_written(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    content = "单位名称,类型,上级单位\n新村,村,青石镇\n石坪村,社区,青石镇\n".encode("gb18030")
    answer = client.post(f"/units/{cast.town.pk}/import/", {"file": SimpleUploadedFile("村.csv", content)})
    page = client.get(answer.url)
    assert "将新增 1 条，修改 1 条" in page.content.decode()
    assert not Unit.objects.filter(name="新村").exists()
    assert as_user(cast.county_officer).get(answer.url).status_code == 404
    assert client.post(answer.url).status_code == 302
    assert Unit.objects.get(name="新村")
    assert Unit.objects.get(pk=cast.village.pk).kind == "community"
    assert client.get(answer.url).status_code == 404


def test_a_roster_with_a_bad_row_says_which_and_is_put_away(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    content = "单位名称,类型\n新村,村\n,村\n".encode()
    answer = client.post(f"/units/{cast.town.pk}/import/", {"file": SimpleUploadedFile("村.csv", content)})
    page = client.get(answer.url)
    assert "CSV 第 3 行" in text(page)
    assert "没有填名称" in text(page)
    client.post(answer.url)
    assert not Unit.objects.filter(name="新村").exists()
    client.post(answer.url, {"act": "drop"})
    assert not Upload.objects.exists()
    wrong = client.post(f"/units/{cast.town.pk}/import/", {"file": SimpleUploadedFile("x.xlsx", b"\x00\x01")})
    assert wrong.status_code == 400


@pytest.mark.parametrize("show", ["units", "sites"])
def test_what_goes_out_to_excel_comes_back_unchanged(cast: Cast, as_user: AsUser, show: str) -> None:
    client = as_user(cast.officer)
    content = client.get(f"/units/{cast.town.pk}/excel/?show={show}").content
    assert len(grid(content)) > 3
    answer = client.post(f"/units/{cast.town.pk}/import/", {"file": SimpleUploadedFile("out.xlsx", content)})
    preview = client.get(answer.url).context["preview"]
    assert [problem.why for problem in preview.problems] == []
    assert preview.writes == 0
    assert len(preview.acts("same")) == len(grid(content)) - 1


def test_people_are_found_filtered_and_exported(cast: Cast, as_user: AsUser) -> None:
    for user in (cast.field_worker, cast.teller, cast.neighbour):
        assert user
    client = as_user(cast.officer)
    page = client.get("/people/")
    assert {str(post.user) for post in page.context["page"]} == {
        str(cast.officer),
        str(cast.field_worker),
        str(cast.teller),
    }
    assert [str(p.user) for p in client.get("/people/?only=teller").context["page"]] == [str(cast.teller)]
    assert [str(p.user) for p in client.get("/people/?q=石坪").context["page"]] == [str(cast.field_worker)]
    assert len(grid(client.get("/people/excel/").content)) == 4


def test_a_post_is_ended_and_goes_on_and_an_account_is_switched(cast: Cast, as_user: AsUser) -> None:
    client, person = as_user(cast.officer), cast.field_worker
    post, worker = person.posts.get(), as_user(person)
    client.post(f"/people/posts/{post.pk}/end/")
    assert worker.get(f"/units/{cast.village.pk}/").status_code == 404
    assert "恢复这个岗位" in client.get(f"/people/{person.pk}/").content.decode()
    client.post(f"/people/posts/{post.pk}/end/", {"act": "resume"})
    client.post(f"/people/{person.pk}/switch/")
    assert worker.get("/me/").status_code == 302, "logged out"
    client.post(f"/people/{person.pk}/switch/", {"act": "on"})
    given = client.post(f"/people/{person.pk}/", {"unit": cast.community.pk, "role": "field_worker"})
    assert given.status_code == 302
    assert client.post(f"/people/{person.pk}/", {"unit": "", "role": ""}).status_code == 400


def test_an_invitation_shows_its_link_and_code_and_is_withdrawn(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.officer)
    page = client.post(
        f"/units/{cast.town.pk}/invite/", {"unit": cast.village.pk, "role": "field_worker", "name": "小王"}
    )
    assert "<svg" in page.content.decode()
    assert "administrator" not in [value for value, _word in page.context["roles"]]
    link = page.context["link"].split("testserver")[1]
    assert Client().get(link).status_code == 200
    assert "小王" in client.get("/people/invitations/").content.decode()
    client.post(f"/people/invitations/{Invitation.objects.get().pk}/withdraw/")
    assert Client().get(link).status_code == 404


def test_an_invitation_is_taken_up_by_who_is_logged_in(cast: Cast, as_user: AsUser) -> None:
    page = as_user(cast.officer).post(f"/units/{cast.town.pk}/invite/", {"unit": cast.community.pk, "role": "teller"})
    link = page.context["link"].split("testserver")[1]
    worker = as_user(cast.field_worker)
    assert worker.post(link, {"as_me": "1"}).status_code == 302
    assert worker.get(f"/units/{cast.community.pk}/").status_code == 200
