"""A town with villages, a police station, a school and quarters; its people; a plan in plain sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qunfang.common import clock
from qunfang.people.models import Post, Role, User
from qunfang.places.models import Site, SiteKind, Unit, UnitKind
from qunfang.plans.models import Obligation, Plan, PlanState
from qunfang.plans.services import add_document, draft_plan, publish_plan, set_period

TEXT = """柳林镇防范电信网络诈骗工作方案
一、工作措施
各村(社区)每月至少组织1次宣讲会。
各村(社区)在每个居民小区至少悬挂1条横幅。
派出所制作反诈宣传海报。
"""
START, END = dt.date(2026, 9, 1), dt.date(2026, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who and what the tests act with."""

    county: Unit
    town: Unit
    village: Unit
    community: Unit
    other_town: Unit
    officer: User
    worker: User
    stranger: User


def person(username: str, unit: Unit, role: str) -> User:
    user = User.objects.create(username=username, name=username)
    Post.objects.create(user=user, unit=unit, role=role, since=dt.date(2020, 1, 1))
    return user


def unit(parent: Unit | None, kind: str, name: str) -> Unit:
    told = {"kind": kind, "name": name}
    made = Unit.objects.add_child(parent, create_kwargs=told) if parent else Unit.objects.add_root(create_kwargs=told)
    return Unit.objects.get(pk=made.pk)


def make_cast() -> Cast:
    county = unit(None, UnitKind.COUNTY, "青禾县")
    town = unit(county, UnitKind.TOWN, "柳林镇")
    other_town = unit(county, UnitKind.TOWN, "石桥镇")
    village = unit(town, UnitKind.VILLAGE, "红星村")
    community = unit(town, UnitKind.COMMUNITY, "河畔社区")
    unit(town, UnitKind.POLICE, "柳林镇派出所")
    unit(town, UnitKind.SCHOOL, "柳林镇中心小学")
    for number, place in enumerate([village, community, community], start=1):
        Site.objects.create(unit=place, kind=SiteKind.RESIDENTIAL_QUARTER, name=f"{number}号小区")
    return Cast(
        county=county,
        town=town,
        village=village,
        community=community,
        other_town=other_town,
        officer=person("officer", town, Role.OFFICER),
        worker=person("worker", village, Role.FIELD_WORKER),
        stranger=person("stranger", other_town, Role.OFFICER),
    )


def make_draft(cast: Cast, text: str = TEXT, *, unit: Unit | None = None, period: bool = True) -> Plan:
    document = add_document(unit or cast.town, text=text, by=cast.officer)
    plan = draft_plan(document, by=cast.officer)
    return set_period(plan, starts_on=START, ends_on=END, by=cast.officer) if period else plan


def bare_plan(cast: Cast, *, unit: Unit | None = None, state: str = PlanState.DRAFT) -> Plan:
    """A plan with a period and no task yet."""
    document = add_document(unit or cast.town, text="方案", by=cast.officer)
    return Plan.objects.create(
        unit=unit or cast.town,
        document=document,
        title="方案",
        kind="town",
        starts_on=START,
        ends_on=END,
        reading={"obligations": []},
        state=state,
        created_at=clock.now(),
    )


def task(plan: Plan, deliverable: str = "banner", **slots: object) -> Obligation:
    """A task of the plan that the plan's own unit does."""
    position = plan.obligations.count() + 1
    given = {"clause": f"clause {position}", "doer_units": [plan.unit_id], **slots}
    return Obligation.objects.create(
        plan=plan, position=position, span_start=0, span_end=1, deliverable=deliverable, **given
    )


def published(cast: Cast, text: str = TEXT) -> Plan:
    plan = make_draft(cast, text)
    plan.obligations.update(doubts=[])
    return publish_plan(plan, by=cast.officer)
