"""Merging and splitting units. One verb, one transaction; `by` has been let in by the caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common import clock
from qunfang.common.errors import Conflict, Invalid
from qunfang.places.models import Site, Unit
from qunfang.places.services.reshaping import reshaping


def merge_units(unit: Unit, *, into: Unit, by: Any) -> Unit:
    """`unit` closes today; its sites and the units below it go to `into`. What it proved itself stays with it."""
    with reshaping(unit, into):
        gone, kept = _held(unit), _held(into)
        if kept.path.startswith(gone.path) or gone.path.startswith(kept.path):
            raise Invalid(_("Two units can be merged only where neither lies below the other."), field="into")
        for child in Unit.objects.get_children(gone):
            Unit.objects.move(Unit.objects.get(pk=child.pk), Unit.objects.get(pk=kept.pk), pos="last-child")
        Site.objects.filter(unit=gone).update(unit=kept)
        Unit.objects.filter(pk=gone.pk).update(closed_on=clock.today())
        record(gone, verb="places.merge_units", by=by, unit_id=gone.pk, detail={"into": kept.pk})
    kept.refresh_from_db()
    return kept


def split_unit(unit: Unit, *, name: str, sites: Sequence[Site], units: Sequence[Unit], by: Any) -> Unit:
    """A new unit of the same kind beside `unit`, opened today, that takes over the given sites and units below it."""
    with reshaping(unit) as event:
        held = _held(unit)
        parent = Unit.objects.get_parent(held)
        if parent is None:
            raise Invalid(_("The topmost unit cannot be split."), field="unit")
        if not name.strip():
            raise Invalid(_("Give the new unit a name."), field="name")
        facts = {"kind": held.kind, "name": name.strip(), "opened_on": clock.today()}
        made: Unit = Unit.objects.add_child(parent, facts)
        event.include([made])
        Site.objects.filter(pk__in=[site.pk for site in sites], unit=held).update(unit=made)
        below = Unit.objects.within(held).filter(depth=held.depth + 1, pk__in=[each.pk for each in units])
        for child in list(below):
            Unit.objects.move(Unit.objects.get(pk=child.pk), Unit.objects.get(pk=made.pk), pos="last-child")
        record(made, verb="places.split_unit", by=by, unit_id=made.pk, detail={"from": held.pk})
    made.refresh_from_db()
    return made


def _held(unit: Unit) -> Unit:
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.closed_on:
        raise Conflict(_("%(name)s is closed. Reopen it first.") % {"name": held.name})
    return held
