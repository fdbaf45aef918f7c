"""Writing a roster: all of it in one transaction, with few statements."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qunfang.audit.services import record
from qunfang.common.errors import Conflict, Invalid
from qunfang.places.models import Site, Unit
from qunfang.places.services.reshaping import reshaping
from qunfang.places.services.rosters.previews import Line, Preview, preview_roster
from qunfang.places.services.rosters.register import Node, Register

BATCH = 2000
UNIT_FIELDS = ["name", "kind", "code", "opened_on"]
SITE_FIELDS = ["name", "kind", "code", "address", "latitude", "longitude", "unit_id", "parent_id"]


@transaction.atomic
def plant_roster(scope: Unit, content: bytes, *, by: Any, source: str) -> Preview:
    """Write what the preview of the file shows, against the tree as it is now; nothing while one row is bad."""
    held = Unit.objects.select_for_update().get(pk=scope.pk)
    preview = preview_roster(held, content, lock=True)
    if preview.problems:
        raise Invalid(_("There are rows to mend first. Nothing was written."))
    if not preview.writes:
        return preview
    try:
        with reshaping(held) as event:
            _plant_units(preview)
            event.include(line.node.thing for line in preview.acts("added", "unit"))
            _plant_sites(preview)
    except IntegrityError as cause:
        raise Conflict(_("Somebody changed the units at the same moment. Please try again.")) from cause
    record(held, verb="places.import", by=by, unit_id=held.pk, detail=_told(preview, source))
    return preview


def _told(preview: Preview, source: str) -> dict[str, Any]:
    """For the record: what was added, and what of what was changed."""
    return {
        "file": source,
        "added_units": [line.node.thing.pk for line in preview.acts("added", "unit")],
        "added_sites": [line.node.thing.pk for line in preview.acts("added", "site")],
        "changed": [[line.draft.of, line.node.thing.pk, line.told()] for line in preview.acts("changed")],
    }


def _plant_units(preview: Preview) -> None:
    added = [node for node in preview.units.nodes if node.thing is None]
    grown = _lay_paths(added, preview.units)
    Unit.objects.bulk_create([node.thing for node in added], batch_size=BATCH)
    _upsert(Unit, grown, ["numchild"])
    changed = preview.acts("changed", "unit")
    _upsert(Unit, [_as_told(line, UNIT_FIELDS) for line in changed], UNIT_FIELDS)
    for line in changed:
        if "parent" in line.changes and line.node.parent is not None:
            _move(line.node, line.node.parent)


def _lay_paths(added: list[Node], register: Register) -> list[Unit]:
    """Make the new units with their places in the tree; returns the present units that got children.

    Parents come before their children in `added`, as they were placed. Only the last step of each parent must be
    known, and the whole subtree is at hand.
    """
    last: dict[str, int] = {}
    for node in register.nodes:
        if node.thing is not None:
            above, step = node.thing.path[: -Unit.steplen], Unit._str2int(node.thing.path[-Unit.steplen :])
            last[above] = max(last.get(above, 0), step)
    grown: dict[int, Unit] = {}
    for node in added:
        parent = node.parent.thing if node.parent else None
        if parent is None:
            raise Conflict(_("Somebody changed the units at the same moment. Please try again."))
        last[parent.path] = last.get(parent.path, 0) + 1
        path = Unit._get_path(parent.path, parent.depth + 1, last[parent.path])
        given = {key: node.draft.given[key] for key in ("opened_on",) if node.draft and key in node.draft.given}
        node.thing = Unit(path=path, depth=parent.depth + 1, name=node.name, kind=node.kind, code=node.code, **given)
        parent.numchild += 1
        if parent.pk is not None:
            grown[parent.pk] = parent
    return list(grown.values())


def _move(node: Node, to: Node) -> None:
    """Treebeard rewrites the branch; both ends are read anew, since earlier moves may have changed their paths."""
    Unit.objects.move(Unit.objects.get(pk=node.thing.pk), Unit.objects.get(pk=to.thing.pk), pos="last-child")


def _plant_sites(preview: Preview) -> None:
    """Level by level, since a part needs the key of the site it belongs to."""
    left = [line.node for line in preview.acts("added", "site")]
    while left:
        ready = [node for node in left if node.parent is None or node.parent.thing is not None]
        if not ready:
            raise Conflict(_("Somebody changed the units at the same moment. Please try again."))
        for node in ready:
            node.thing = _new_site(node)
        Site.objects.bulk_create([node.thing for node in ready], batch_size=BATCH)
        left = [node for node in left if node.thing is None]
    changed = [_as_told(line, SITE_FIELDS) for line in preview.acts("changed", "site")]
    _upsert(Site, changed, SITE_FIELDS)


def _new_site(node: Node) -> Site:
    given = node.draft.given if node.draft else {}
    facts = {key: given[key] for key in ("address", "latitude", "longitude") if key in given}
    parent = node.parent.thing if node.parent else None
    home = node.home.thing if node.home else None
    return Site(unit=home, parent=parent, name=node.name, kind=node.kind, code=node.code, **facts)


def _as_told(line: Line, fields: list[str]) -> Any:
    """The present row with the wanted values."""
    thing, node = line.node.thing, line.node
    for key, (_old, new) in line.changes.items():
        if key in fields:
            setattr(thing, key, new)
    if isinstance(thing, Site):
        thing.unit_id = node.home.thing.pk if node.home else thing.unit_id
        thing.parent_id = node.parent.thing.pk if node.parent else None
    return thing


def _upsert(model: type[Any], things: list[Any], fields: list[str]) -> None:
    """Write the fields of rows that exist in one statement a batch: an insert that meets its own key."""
    if things:
        names = [field.removesuffix("_id") for field in fields]
        model.objects.bulk_create(
            things, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
