"""Units are added, changed, moved, closed and reopened; what cannot be is refused in words, and all is on record."""

from __future__ import annotations

import pytest

from qunfang.audit.models import Record
from qunfang.common.errors import Conflict, Invalid
from qunfang.places.models import Site, Unit
from qunfang.places.services import (
    SiteFacts,
    add_site,
    add_unit,
    change_site,
    change_unit,
    close_site,
    close_unit,
    move_unit,
    reopen_site,
    reopen_unit,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sound() -> bool:
    return not any(Unit.objects.find_problems())


def test_a_new_unit_stands_last_below_its_superior_and_is_on_record(cast: Cast) -> None:
    made = add_unit(cast.town, name=" 新 村 ", kind="行政村", code="９９０１", by=cast.officer)
    assert (made.name, made.kind, made.code) == ("新村", "village", "9901")
    assert list(Unit.objects.children_of(cast.town))[-1] == made
    assert Record.objects.latest("pk").verb == "places.add_unit"
    assert Record.objects.latest("pk").actor_id == cast.officer.pk
    assert sound()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " ", "kind": "village"}, "name"),
        ({"name": "石坪村", "kind": "village"}, "name"),
        ({"name": "石 坪村", "kind": "village"}, "name"),
        ({"name": "新村", "kind": ""}, "kind"),
        ({"name": "新村", "kind": "寨子"}, "kind"),
        ({"name": "新村", "kind": "village", "code": "990101002"}, "code"),
        ({"name": "村" * 121, "kind": "village"}, "name"),
        ({"name": "新村", "kind": "village", "opened_on": "去年"}, "opened_on"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_at_its_field(cast: Cast, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        add_unit(cast.town, **facts, by=cast.officer)
    assert caught.value.field == field


def test_a_change_that_changes_nothing_leaves_no_record(cast: Cast) -> None:
    before = Record.objects.count()
    change_unit(cast.village, name="石坪村", kind="village", code="990101001201", by=cast.officer)
    assert Record.objects.count() == before
    changed = change_unit(cast.village, name="石坪新村", kind="village", code="990101001201", by=cast.officer)
    assert changed.name == "石坪新村"
    assert Record.objects.latest("pk").detail == {"from": {"name": "石坪村"}, "to": {"name": "石坪新村"}}


def test_a_unit_moves_with_everything_below_it(cast: Cast) -> None:
    moved = move_unit(cast.school, to=cast.other_town, by=cast.admin)
    assert Unit.objects.get_parent(moved) == cast.other_town
    assert Unit.objects.get(pk=cast.school_class.pk).path.startswith(moved.path)
    assert sound()


@pytest.mark.parametrize("to", ["school", "school_class"])
def test_a_unit_cannot_lie_below_itself(cast: Cast, to: str) -> None:
    with pytest.raises(Invalid):
        move_unit(cast.school, to=getattr(cast, to), by=cast.admin)


def test_the_topmost_unit_stays(cast: Cast) -> None:
    lonely = Unit.objects.add_root({"kind": "county", "name": "邻县"})
    with pytest.raises(Invalid):
        move_unit(cast.county, to=lonely, by=cast.admin)


def test_what_was_closed_together_opens_together(cast: Cast) -> None:
    close_site(cast.lift, by=cast.officer)
    close_unit(cast.community, by=cast.officer)
    assert not Site.objects.filter(unit=cast.community, closed_on=None).exists()
    number = reopen_unit(cast.community, by=cast.officer)
    assert number == 1 + 3, "the unit, the quarter, one lift, the shop"
    assert set(Site.objects.filter(unit=cast.community).exclude(closed_on=None)) == {cast.lift}


def test_a_unit_below_a_closed_one_waits_for_it(cast: Cast) -> None:
    close_unit(cast.school, by=cast.admin)
    with pytest.raises(Conflict):
        reopen_unit(Unit.objects.get(pk=cast.school_class.pk), by=cast.admin)
    with pytest.raises(Conflict):
        close_unit(cast.school, by=cast.admin)
    with pytest.raises(Conflict):
        add_unit(cast.school, name="四（1）班", kind="school_class", by=cast.admin)


def test_a_quarter_closes_with_its_lifts_and_opens_with_them(cast: Cast) -> None:
    assert close_site(cast.quarter, by=cast.officer) == 3
    with pytest.raises(Conflict):
        reopen_site(cast.lift, by=cast.officer)
    assert reopen_site(cast.quarter, by=cast.officer) == 3


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"latitude": "30.1"}, "longitude"),
        ({"latitude": "91", "longitude": "1"}, "latitude"),
        ({"latitude": "1", "longitude": "181"}, "longitude"),
        ({"latitude": "北", "longitude": "1"}, "latitude"),
        ({"name": "锦绣花园"}, "name"),
        ({"kind": "梦境"}, "kind"),
        ({"address": "长" * 201}, "address"),
    ],
)
def test_a_site_that_cannot_be_is_refused_at_its_field(cast: Cast, facts: dict[str, str], field: str) -> None:
    told = {"name": "东门", "kind": "residential_quarter"} | facts
    with pytest.raises(Invalid) as caught:
        add_site(cast.community, facts=SiteFacts(**told), by=cast.officer)
    assert caught.value.field == field


def test_a_part_belongs_to_a_place_of_its_own_unit_and_never_to_itself(cast: Cast) -> None:
    elsewhere = add_site(cast.village, facts=SiteFacts(name="祠堂", kind="landmark"), by=cast.officer)
    with pytest.raises(Invalid):
        add_site(cast.community, facts=SiteFacts(name="东门", kind="entrance", parent=elsewhere), by=cast.officer)
    with pytest.raises(Invalid):
        change_site(
            cast.quarter,
            facts=SiteFacts(name="锦绣花园", kind="residential_quarter", parent=cast.lift),
            by=cast.officer,
        )


def test_positions_are_kept_with_six_decimals(cast: Cast) -> None:
    facts = SiteFacts(name="东门", kind="entrance", latitude=" ３０.6280419°", longitude="104.86122")
    made = add_site(cast.community, facts=facts, by=cast.officer)
    assert (str(made.latitude), str(made.longitude)) == ("30.628042", "104.861220")
