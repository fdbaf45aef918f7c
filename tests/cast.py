"""The one cast of all tests: a county with two towns and what lies in them, and a person for every role.

    安和县 county ── 青石镇 town ──┬ 石坪村 village · 柳河社区 community (a quarter with two lifts, a shop)
      │                          ├ 中心小学 school ── 三（1）班 school_class, 三（2）班 other_class
      │                          └ 青石支行 bank · 青石派出所 police · 青石营业厅 telecom
      └── 云台镇 other_town ────── 河口村 other_village

`cast.user(role, unit)` is a person with that post, made when first asked for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from qunfang.people.models import Post, Role, User
from qunfang.places.models import Site, SiteKind, Unit, UnitKind

SINCE = dt.date(2026, 1, 1)
PASSWORD = "a-long-enough-passphrase"


@dataclass(kw_only=True)
class Cast:
    """Units by their part in the play; people by role."""

    county: Unit
    town: Unit
    other_town: Unit
    village: Unit
    other_village: Unit
    community: Unit
    school: Unit
    school_class: Unit
    other_class: Unit
    bank: Unit
    police_station: Unit
    telecom: Unit
    quarter: Site
    lift: Site
    shop: Site
    people: dict[tuple[str, int], User] = field(default_factory=dict)

    def user(self, role: str, unit: Unit) -> User:
        """The person who holds `role` at `unit`, and nothing else."""
        key = (str(role), unit.pk)
        if key not in self.people:
            user = make_user(f"{role}-{unit.pk}", f"{Role(role).label}（{unit.name}）")
            Post.objects.create(user=user, unit=unit, role=role, since=SINCE)
            self.people[key] = user
        return self.people[key]

    @property
    def admin(self) -> User:
        """The county's administrator."""
        return self.user(Role.ADMINISTRATOR, self.county)

    @property
    def county_officer(self) -> User:
        """The officer one level above the town."""
        return self.user(Role.OFFICER, self.county)

    @property
    def inspector(self) -> User:
        """The county's inspector."""
        return self.user(Role.INSPECTOR, self.county)

    @property
    def leader(self) -> User:
        """The town's leader."""
        return self.user(Role.LEADER, self.town)

    @property
    def officer(self) -> User:
        """The town's officer: the one who hands in plans and reviews."""
        return self.user(Role.OFFICER, self.town)

    @property
    def neighbour(self) -> User:
        """The officer of the other town, who must see nothing of this one."""
        return self.user(Role.OFFICER, self.other_town)

    @property
    def field_worker(self) -> User:
        """The village's field worker."""
        return self.user(Role.FIELD_WORKER, self.village)

    @property
    def community_worker(self) -> User:
        """The community's field worker."""
        return self.user(Role.FIELD_WORKER, self.community)

    @property
    def head(self) -> User:
        """The school's officer."""
        return self.user(Role.OFFICER, self.school)

    @property
    def teacher(self) -> User:
        """The teacher of the first class."""
        return self.user(Role.TEACHER, self.school_class)

    @property
    def teller(self) -> User:
        """The teller of the bank outlet."""
        return self.user(Role.TELLER, self.bank)

    @property
    def police(self) -> User:
        """The police station's liaison."""
        return self.user(Role.POLICE, self.police_station)

    @property
    def stranger(self) -> User:
        """Somebody who can log in and holds no post."""
        if ("stranger", 0) not in self.people:
            self.people["stranger", 0] = make_user("stranger", "陌生人")
        return self.people["stranger", 0]

    @property
    def units(self) -> list[Unit]:
        """Every unit, in tree order."""
        return list(Unit.objects.all())


def make_user(username: str, name: str = "") -> User:
    """A person without a password: tests log in by `client.force_login`."""
    return User.objects.create(username=username, name=name, password="!")


def make_cast() -> Cast:
    """Plant the county."""
    county = Unit.objects.add_root({"kind": UnitKind.COUNTY, "name": "安和县", "code": "990101"})

    def grow(parent: Unit, kind: str, name: str, code: str = "") -> Unit:
        unit: Unit = Unit.objects.add_child(parent, {"kind": kind, "name": name, "code": code})
        return unit

    town = grow(county, UnitKind.TOWN, "青石镇", "990101001")
    other_town = grow(county, UnitKind.TOWN, "云台镇", "990101002")
    community = grow(town, UnitKind.COMMUNITY, "柳河社区", "990101001001")
    school = grow(town, UnitKind.SCHOOL, "中心小学", "990101001S1")
    quarter = Site.objects.create(unit=community, kind=SiteKind.RESIDENTIAL_QUARTER, name="锦绣花园")
    lift = Site.objects.create(unit=community, kind=SiteKind.ELEVATOR, name="1号楼电梯", parent=quarter)
    Site.objects.create(unit=community, kind=SiteKind.ELEVATOR, name="2号楼电梯", parent=quarter)
    return Cast(
        county=county,
        town=town,
        other_town=other_town,
        village=grow(town, UnitKind.VILLAGE, "石坪村", "990101001201"),
        other_village=grow(other_town, UnitKind.VILLAGE, "河口村", "990101002203"),
        community=community,
        school=school,
        school_class=grow(school, UnitKind.SCHOOL_CLASS, "三（1）班"),
        other_class=grow(school, UnitKind.SCHOOL_CLASS, "三（2）班"),
        bank=grow(town, UnitKind.BANK_OUTLET, "青石支行", "990101001B1"),
        police_station=grow(town, UnitKind.POLICE, "青石派出所", "990101001P1"),
        telecom=grow(town, UnitKind.TELECOM_OUTLET, "青石营业厅", "990101001T1"),
        quarter=quarter,
        lift=lift,
        shop=Site.objects.create(unit=community, kind=SiteKind.SHOP, name="便民超市"),
    )
