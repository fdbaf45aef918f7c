"""Setting up the demo county, once, with progress in the terminal."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db import transaction
from rich.console import Console
from rich.progress import track
from rich.table import Table

from qunfang.common import clock
from qunfang.coverage.queries import Due, dues_of_plan
from qunfang.coverage.services import rebuild_plan
from qunfang.demo.geography import DATA, load_county, plant_county
from qunfang.demo.history import Teller
from qunfang.people.models import Post, Role, User
from qunfang.people.services import invite
from qunfang.places.models import Site, Unit
from qunfang.plans.models import Plan
from qunfang.plans.services import (
    add_document,
    confirm_slot,
    draft_plan,
    map_actor,
    publish_plan,
    set_period,
    tie_to_superior,
)

PASSWORD = "qunfang-demo"  # noqa: S105 - a demo's, printed in the terminal
SEED = 20260901
PLANS = [
    ("county", "安和县", "county", None),
    ("town", "青石镇", "town", "安和县"),
    ("school", "青石镇中心小学", "head", "青石镇"),
    ("bank", "安和农商银行青石支行", "manager", None),
]
"""Text, unit, who hands it in, and the unit whose plan stands above it."""
console = Console()


def ensure_demo_county() -> None:
    """Make the county unless it is there; half-made ones are never left behind."""
    if User.objects.filter(username="admin").exists():
        return
    chance = random.Random(SEED)
    told = load_county()
    with transaction.atomic():
        console.print("  Planting the county …")
        start, end = campaign_start(), campaign_end()
        with clock.frozen(_moment(start - dt.timedelta(7))):
            plant_county(told, chance)
            people = _settle(told["people"], start)
            plans = [_publish(line, people=people, period=(start, end)) for line in PLANS]
        _tell_history(plans, people, chance)
        invite(Unit.objects.get(name="云溪村"), role=Role.FIELD_WORKER, name="周晓", by=people["town"])
    console.print(f"  {Unit.objects.count()} units, {Site.objects.count()} sites, {len(plans)} plans in force.")


def campaign_start() -> dt.date:
    """The first day of the month that lies some three months back."""
    day = clock.today() - dt.timedelta(84)
    return day.replace(day=1)


def campaign_end() -> dt.date:
    """The last day of the month after this one: some weeks are left to run."""
    day = (clock.today().replace(day=1) + dt.timedelta(62)).replace(day=1)
    return day - dt.timedelta(1)


def _moment(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=clock.CHINA)


def _settle(told: list[dict[str, Any]], start: dt.date) -> dict[str, User]:
    people = {}
    for each in told:
        user = User.objects.create_user(username=each["username"], password=PASSWORD, name=each["name"])
        unit = Unit.objects.get(name=each["at"])
        Post.objects.create(user=user, unit=unit, role=each["role"], since=start - dt.timedelta(30))
        people[each["username"]] = user
    return people


def _publish(
    line: tuple[str, str, str, str | None], *, people: dict[str, User], period: tuple[dt.date, dt.date]
) -> Plan:
    name, unit_name, username, above = line
    console.print(f"  Reading {unit_name}'s plan …")
    start, end = (f"{day.year}年{day.month}月{day.day}日" for day in period)
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8").format(start=start, end=end)
    unit, by = Unit.objects.get(name=unit_name), people[username]
    document = add_document(unit, text=text, name=f"{unit_name}工作方案.txt", by=by)
    plan = draft_plan(document, by=by)
    set_period(plan, starts_on=period[0], ends_on=period[1], by=by)
    _settle_doubts(plan, by)
    if above:
        tie_to_superior(plan, superior=Plan.objects.filter(unit__name=above).latest("pk"), by=by)
    return publish_plan(plan, by=by)


def _settle_doubts(plan: Plan, by: User) -> None:
    """What the text leaves unclear is confirmed as read, as a clerk would."""
    for obligation in plan.obligations.all():
        for slot in [doubt["slot"] for doubt in obligation.doubts]:
            confirm_slot(obligation, slot=slot, by=by)
    for obligation in plan.obligations.filter(doer_kinds=[], doer_units=[]):
        for actor in obligation.actors:
            map_actor(plan, actor=actor, kinds=[], units=[plan.unit_id], by=by)


def _tell_history(plans: list[Plan], people: dict[str, User], chance: random.Random) -> None:
    teller = Teller(people=people, chance=chance)
    today = clock.today()
    dues: list[Due] = [due for plan in plans for due in dues_of_plan(plan, today=today)]
    for due in track(dues, description="  Three months of evidence", console=console):
        teller.tell(due, today)
    teller.finish()
    for plan in plans:
        rebuild_plan(plan)


def print_accounts(port: int) -> None:
    """The accounts of the demo, one per role."""
    table = Table(title=f"Qunfang 群防  http://localhost:{port}", title_style="bold")
    for heading in ("账号 account", "是谁 who", "岗位 post", "单位 unit"):
        table.add_column(heading)
    for post in Post.objects.filter(user__username__in=[p["username"] for p in load_county()["people"]]).order_by("pk"):
        table.add_row(post.user.username, str(post.user), Role(post.role).name.lower(), post.unit.name)
    console.print(table)
    console.print(f"密码都是 / password for all: [bold]{PASSWORD}[/bold]    (Ctrl-C 停止 / stops)")
