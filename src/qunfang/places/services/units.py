"""Units: open, rename, move, close, reopen. One verb, one transaction.

Whether `by` may do it is asked by the caller (people.access stands below this room).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.ids import new_uuid
from qunfang.places.models import Site, Unit
from qunfang.places.services.cells import folded, read_code, read_day, read_kind, read_name
from qunfang.places.services.reshaping import reshapes

FIELDS = ("name", "kind", "code", "opened_on")


@reshapes(below=False)
def add_unit(
    parent: Unit, *, name: str, kind: str, code: str = "", opened_on: dt.date | str | None = None, by: Any
) -> Unit:
    """A new unit below `parent`, as its last child."""
    above = Unit.objects.select_for_update().get(pk=parent.pk)
    if above.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": above.name})
    facts = _facts(name=name, kind=kind, code=code, opened_on=opened_on)
    _refuse_twins(above, facts, but=None)
    try:
        made: Unit = Unit.objects.add_child(above, facts)
    except IntegrityError as cause:
        raise Conflict(_("Somebody changed the units at the same moment. Please try again.")) from cause
    record(made, verb="places.add_unit", by=by, unit_id=made.pk, detail=_told(facts))
    return made


@reshapes(below=True)
def change_unit(
    unit: Unit, *, name: str, kind: str, code: str = "", opened_on: dt.date | str | None = None, by: Any
) -> Unit:
    """Other name, kind, code or first day; its place in the tree stays (see `move_unit`)."""
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    facts = _facts(name=name, kind=kind, code=code, opened_on=opened_on)
    _refuse_twins(Unit.objects.get_parent(held), facts, but=held)
    changed = {key: value for key, value in facts.items() if getattr(held, key) != value}
    if changed:
        before = _told({key: getattr(held, key) for key in changed})
        Unit.objects.filter(pk=held.pk).update(**changed)
        record(held, verb="places.change_unit", by=by, unit_id=held.pk, detail={"from": before, "to": _told(changed)})
    held.refresh_from_db()
    return held


@reshapes(below=True)
def move_unit(unit: Unit, *, to: Unit, by: Any) -> Unit:
    """Put the unit, with everything below it, under another one."""
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    target = Unit.objects.select_for_update().get(pk=to.pk)
    if target.path.startswith(held.path):
        raise Invalid(_("A unit cannot lie below itself. Choose another one."), field="to")
    if target.closed_on:
        raise Invalid(_("%(name)s is closed. Reopen it first.") % {"name": target.name}, field="to")
    old = Unit.objects.get_parent(held)
    if old is None:
        raise Invalid(_("The topmost unit stays where it is."), field="to")
    if old.pk == target.pk:
        return held
    _refuse_twins(target, {"name": held.name, "code": ""}, but=held)
    Unit.objects.move(held, target, pos="last-child")
    record(held, verb="places.move_unit", by=by, unit_id=held.pk, detail={"from": old.pk, "to": target.pk})
    moved: Unit = Unit.objects.get(pk=held.pk)
    return moved


@reshapes(below=True)
def close_unit(unit: Unit, *, by: Any) -> int:
    """Close the unit with all units and sites below it; returns how many things were closed. Proof is kept."""
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.closed_on:
        raise Conflict(_("%(name)s is closed already.") % {"name": held.name})
    mark: dict[str, Any] = {"closed_on": clock.today(), "closing": new_uuid()}
    units = Unit.objects.within(held).filter(closed_on=None).update(**mark)
    sites = Site.objects.within(held).filter(closed_on=None).update(**mark)
    record(held, verb="places.close_unit", by=by, unit_id=held.pk, detail={"units": units, "sites": sites})
    return int(units + sites)


@reshapes(below=True)
def reopen_unit(unit: Unit, *, by: Any) -> int:
    """Open the unit again with all that was closed by the same act; returns how many things were opened."""
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.closed_on is None:
        raise Conflict(_("%(name)s is open already.") % {"name": held.name})
    above = Unit.objects.get_parent(held)
    if above is not None and above.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": above.name})
    mark: dict[str, Any] = {"closed_on": None, "closing": None}
    units = sites = 0
    if held.closing:
        units = Unit.objects.within(held).filter(closing=held.closing).exclude(pk=held.pk).update(**mark)
        sites = Site.objects.within(held).filter(closing=held.closing).update(**mark)
    Unit.objects.filter(pk=held.pk).update(**mark)
    record(held, verb="places.reopen_unit", by=by, unit_id=held.pk, detail={"units": units + 1, "sites": sites})
    return int(units + sites + 1)


def _facts(*, name: str, kind: str, code: str, opened_on: dt.date | str | None) -> dict[str, Any]:
    return {
        "name": read_name(name),
        "kind": read_kind(kind, of="unit"),
        "code": read_code(code),
        "opened_on": read_day(opened_on, field="opened_on"),
    }


def _refuse_twins(parent: Unit | None, facts: dict[str, Any], *, but: Unit | None) -> None:
    """No second unit with this code, none with this name under the same parent."""
    others = Unit.objects.exclude(pk=but.pk if but else None)
    if facts["code"] and others.filter(code=facts["code"]).exists():
        raise Invalid(_("Another unit has this code already."), field="code")
    siblings = (
        others.filter(pk__in=Unit.objects.get_children(parent).values("pk")) if parent else others.filter(depth=1)
    )
    if folded(facts["name"]) in {folded(name) for name in siblings.values_list("name", flat=True)}:
        raise Invalid(_("There is a unit of this name here already."), field="name")


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in facts.items()}
