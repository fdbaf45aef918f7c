"""Sites: add, change, close, reopen. One verb, one transaction; `by` has been let in by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.common.ids import new_uuid
from qunfang.places.models import Site, Unit
from qunfang.places.services.cells import (
    folded,
    read_address,
    read_code,
    read_coordinate,
    read_kind,
    read_name,
)
from qunfang.places.services.reshaping import reshapes


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """What is told of a site; cells as typed. `parent` is the site it is part of, in the same unit."""

    name: str
    kind: str
    code: str = ""
    address: str = ""
    latitude: str = ""
    longitude: str = ""
    parent: Site | None = None

    def read(self) -> dict[str, Any]:
        """The facts as the model keeps them; refuses what cannot be used, naming the field."""
        latitude = read_coordinate(self.latitude, field="latitude")
        longitude = read_coordinate(self.longitude, field="longitude")
        refuse_half_a_position(latitude, longitude)
        return {
            "name": read_name(self.name),
            "kind": read_kind(self.kind, of="site"),
            "code": read_code(self.code),
            "address": read_address(self.address),
            "latitude": latitude,
            "longitude": longitude,
            "parent_id": self.parent.pk if self.parent else None,
        }


def refuse_half_a_position(latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Latitude and longitude come together or not at all."""
    if (latitude is None) != (longitude is None):
        field = "latitude" if latitude is None else "longitude"
        raise Invalid(_("Give both latitude and longitude, or neither."), field=field)


@reshapes(below=False)
def add_site(unit: Unit, *, facts: SiteFacts, by: Any) -> Site:
    """A new site of the unit."""
    above = Unit.objects.select_for_update().get(pk=unit.pk)
    if above.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": above.name})
    read = facts.read()
    _refuse_parent(facts.parent, unit=above, of=None)
    _refuse_twins(above, read, but=None)
    made = Site.objects.create(unit=above, **read)
    record(made, verb="places.add_site", by=by, unit_id=above.pk, detail=_told(read))
    return made


@reshapes(below=False)
def change_site(site: Site, *, facts: SiteFacts, by: Any) -> Site:
    """Other facts for the site; it stays with its unit."""
    held: Site = Site.objects.select_for_update().get(pk=site.pk)
    read = facts.read()
    _refuse_parent(facts.parent, unit=held.unit, of=held)
    _refuse_twins(held.unit, read, but=held)
    changed = {key: value for key, value in read.items() if getattr(held, key) != value}
    if changed:
        before = _told({key: getattr(held, key) for key in changed})
        Site.objects.filter(pk=held.pk).update(**changed)
        told = {"from": before, "to": _told(changed)}
        record(held, verb="places.change_site", by=by, unit_id=held.unit_id, detail=told)
    held.refresh_from_db()
    return held


@reshapes(below=False)
def close_site(site: Site, *, by: Any) -> int:
    """Close the site and its parts; returns how many were closed. Proof is kept."""
    held: Site = Site.objects.select_for_update().get(pk=site.pk)
    if held.closed_on:
        raise Conflict(_("%(name)s is closed already.") % {"name": held.name})
    parts = [each for each in parts_of(held) if each.closed_on is None]
    mark: dict[str, Any] = {"closed_on": clock.today(), "closing": new_uuid()}
    number = Site.objects.filter(pk__in=[held.pk, *(each.pk for each in parts)]).update(**mark)
    record(held, verb="places.close_site", by=by, unit_id=held.unit_id, detail={"sites": number})
    return number


@reshapes(below=False)
def reopen_site(site: Site, *, by: Any) -> int:
    """Open the site again with the parts that were closed by the same act; returns how many."""
    held = Site.objects.select_for_update(of=("self",)).select_related("unit", "parent").get(pk=site.pk)
    if held.closed_on is None:
        raise Conflict(_("%(name)s is open already.") % {"name": held.name})
    for above in (held.unit, held.parent):
        if above is not None and above.closed_on:
            raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": above.name})
    together = [each.pk for each in parts_of(held) if held.closing and each.closing == held.closing]
    number = Site.objects.filter(pk__in=[held.pk, *together]).update(closed_on=None, closing=None)
    record(held, verb="places.reopen_site", by=by, unit_id=held.unit_id, detail={"sites": number})
    return number


def parts_of(site: Site) -> list[Site]:
    """All parts of the site, and their parts; sites of one unit, read in one go."""
    by_parent: dict[int | None, list[Site]] = {}
    for each in Site.objects.filter(unit_id=site.unit_id):
        by_parent.setdefault(each.parent_id, []).append(each)
    found: list[Site] = []
    left, seen = [site.pk], {site.pk}
    while left:
        for each in by_parent.get(left.pop(), []):
            if each.pk not in seen:
                seen.add(each.pk)
                found.append(each)
                left.append(each.pk)
    return found


def _refuse_parent(parent: Site | None, *, unit: Unit, of: Site | None) -> None:
    if parent is None:
        return
    if parent.unit_id != unit.pk:
        raise Invalid(_("A part belongs to a place of the same unit."), field="parent")
    if of is not None and parent.pk in {of.pk, *(each.pk for each in parts_of(of))}:
        raise Invalid(_("A place cannot be part of itself."), field="parent")


def _refuse_twins(unit: Unit, read: dict[str, Any], *, but: Site | None) -> None:
    """No second site with this code, none of the same name and kind at the same place."""
    others = Site.objects.exclude(pk=but.pk) if but else Site.objects.all()
    if read["code"] and others.filter(code=read["code"]).exists():
        raise Invalid(_("Another site has this code already."), field="code")
    near = others.filter(unit=unit, kind=read["kind"], parent_id=read["parent_id"])
    if folded(read["name"]) in {folded(name) for name in near.values_list("name", flat=True)}:
        raise Invalid(_("There is a site of this name here already."), field="name")


def _told(read: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in read.items()}
