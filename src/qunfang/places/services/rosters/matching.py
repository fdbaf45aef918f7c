"""Drafts against the tree: which row means which unit or site, and what of it would change.

A row is matched by its code, else by its name at its place. References are looked up in the tree as it will stand, so
rows may come in any order, and the same file a second time finds everything as it left it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from qunfang.places.models import Unit
from qunfang.places.services.cells import folded
from qunfang.places.services.rosters.drafts import Draft
from qunfang.places.services.rosters.register import DEEPEST, Node, Register


def match_units(drafts: list[Draft], register: Register, *, foreign_codes: set[str]) -> None:
    """Give every sound draft its node, new or known; faults go to the drafts."""
    _claim_codes(drafts, register, foreign_codes)
    pending = [draft for draft in drafts if not draft.problems]
    for draft in _settle(pending, lambda draft: _place_unit(draft, register)):
        draft.fault("parent", _no_superior(draft, register))
    for draft in drafts:
        node = register.claims.get(id(draft))
        if node is not None and not draft.problems:
            _check_unit(draft, node, register)


def match_sites(drafts: list[Draft], register: Register, *, units: Register, foreign_codes: set[str]) -> None:
    """As `match_units`, after it; `units` are the units as they will stand."""
    homes = _find_homes(drafts, units)
    _claim_codes([draft for draft in drafts if not draft.problems], register, foreign_codes)
    for draft in drafts:
        node = register.claims.get(id(draft))
        if node is not None and "home" in draft.given and node.home is not homes.get(id(draft)):
            _move(register, node, home=homes.get(id(draft)), parent=None)
    pending = [draft for draft in drafts if not draft.problems]
    register.spoken = {(folded(draft.given["name"]), draft.given["kind"]) for draft in pending}
    for draft in _settle(pending, lambda draft: _place_site(draft, register, homes[id(draft)])):
        draft.fault("parent", _("No such site in this unit: “%(name)s”.") % {"name": draft.given.get("parent", "")})
    for draft in drafts:
        node = register.claims.get(id(draft))
        if node is not None and not draft.problems:
            _check_site(draft, node, register)


def _claim(draft: Draft, node: Node, register: Register) -> None:
    """The draft speaks of this node; two drafts for one node are a fault of the later one."""
    if node.draft is not None and node.draft is not draft:
        told = _("This is the same as row %(row)s (sheet “%(sheet)s”). Leave one of them.")
        draft.fault("name", told % {"row": node.draft.row, "sheet": node.draft.sheet})
        return
    register.forget(node)
    node.draft = draft
    node.name, node.kind = draft.given["name"], draft.given["kind"]
    if draft.given.get("code") and not node.code:
        node.code = draft.given["code"]
        register.by_code[node.code] = node
    register.index(node)
    register.claims[id(draft)] = node


def _claim_codes(drafts: list[Draft], register: Register, foreign: set[str]) -> None:
    first: dict[str, Draft] = {}
    for draft in drafts:
        code = draft.given.get("code")
        if not code or draft.problems:
            continue
        earlier = first.setdefault(code, draft)
        if earlier is not draft:
            told = _("Row %(row)s (sheet “%(sheet)s”) has the same code. Every code may stand once.")
            draft.fault("code", told % {"row": earlier.row, "sheet": earlier.sheet})
        elif code in foreign or (code in register.by_code and register.by_code[code].outside):
            draft.fault("code", _("This code belongs to something outside the unit of the import."))
        elif code in register.by_code:
            _claim(draft, register.by_code[code], register)


def _settle(pending: list[Draft], place: Callable[[Draft], bool]) -> list[Draft]:
    """Place drafts round by round, since a row may name one below it; returns those that never could be."""
    while pending:
        left = [draft for draft in pending if not place(draft)]
        if len(left) == len(pending):
            return left
        pending = left
    return []


def _move(register: Register, node: Node, *, home: Node | None, parent: Node | None) -> None:
    register.forget(node)
    node.home, node.parent = home, parent
    register.index(node)


# Units ---------------------------------------------------------------------------------------------------------------


def _place_unit(draft: Draft, register: Register) -> bool:
    """Whether the draft could be placed (or was found faulty for good)."""
    node, reference = register.claims.get(id(draft)), draft.given.get("parent")
    if reference is None:
        if node is None:
            _take_unit(draft, register, register.scope)
        return True
    found = register.find(reference)
    if len(found) != 1:
        return False
    if node is None:
        _take_unit(draft, register, found[0])
    elif node.parent is not found[0]:
        _move(register, node, home=None, parent=found[0])
    return True


def _take_unit(draft: Draft, register: Register, parent: Node | None) -> None:
    """Match by name below `parent`, else a new unit there."""
    twins = register.beside(home=None, parent=parent, name=draft.given["name"])
    if len(twins) > 1:
        draft.fault("name", _("There are several of this name here. Give the code."))
    elif twins:
        _claim_twin(draft, twins[0], register)
    else:
        _claim(draft, register.add(_new(draft, parent=parent)), register)


def _claim_twin(draft: Draft, twin: Node, register: Register) -> None:
    code = draft.given.get("code", "")
    if code and twin.code and twin.code != code and twin.draft is None:
        told = _("“%(name)s” is here already with the code %(code)s. Correct the code, or the name.")
        draft.fault("code", told % {"name": twin.name, "code": twin.code})
    else:
        _claim(draft, twin, register)


def _new(draft: Draft, *, parent: Node | None, home: Node | None = None) -> Node:
    given = draft.given
    return Node(name=given["name"], kind=given["kind"], code=given.get("code", ""), parent=parent, home=home)


def _no_superior(draft: Draft, register: Register) -> str:
    reference = draft.given.get("parent", "")
    number = len(register.find(reference))
    if number > 1:
        told = _("%(number)s units are called “%(name)s”. Give the code, or the path such as 青石镇/柳河社区.")
        return told % {"number": number, "name": reference}
    return _("No such unit: “%(name)s”. Give its code or path, or add a row for it.") % {"name": reference}


def _check_unit(draft: Draft, node: Node, register: Register) -> None:
    """What can only be judged once all rows are placed."""
    scope, parent, thing = register.scope, node.parent, node.thing
    moved = thing is None or (parent is not None and _parent_path(thing) != getattr(parent.thing, "path", ""))
    if "parent" in draft.given and register.find(draft.given["parent"]) != [parent]:
        draft.fault("parent", _no_superior(draft, register))
    elif node is scope and moved and parent is not None:
        draft.fault("parent", _("The unit of the import itself cannot be moved from here."))
    elif parent is not None and parent.outside and node is not scope:
        draft.fault("parent", _("The superior lies outside the unit of the import."))
    elif moved and parent is not None and parent.closed:
        draft.fault("parent", _("%(name)s is closed. Reopen it first.") % {"name": parent.name})
    elif _circles(node):
        draft.fault("parent", _("The superiors go round in a circle. Correct one of them."))
    elif len(register.beside(home=None, parent=parent, name=node.name)) > 1:
        draft.fault("name", _("Two units here would bear this name."))


def _parent_path(unit: Unit) -> str:
    return str(unit.path[: -Unit.steplen])


def _circles(node: Node) -> bool:
    return len(list(node.chain())) >= DEEPEST


# Sites ---------------------------------------------------------------------------------------------------------------


def _find_homes(drafts: list[Draft], units: Register) -> dict[int, Node | None]:
    """Draft id → the unit it names, else the unit of the import."""
    homes: dict[int, Node | None] = {}
    for draft in drafts:
        reference = draft.given.get("home")
        found = units.find(reference) if reference else [units.scope]
        if len(found) > 1:
            told = _("%(number)s units are called “%(name)s”. Give the code, or the path such as 青石镇/柳河社区.")
            draft.fault("home", told % {"number": len(found), "name": reference})
        elif not found or found[0] is None:
            told = _("No such unit: “%(name)s”. Give its code or path, or add a row for it.")
            draft.fault("home", told % {"name": reference})
        elif found[0].outside:
            draft.fault("home", _("This unit lies outside the unit of the import."))
        else:
            homes[id(draft)] = found[0]
    return homes


def _place_site(draft: Draft, register: Register, home: Node | None) -> bool:
    node, reference = register.claims.get(id(draft)), draft.given.get("parent")
    home = node.home if node else home
    parent = None
    if reference is not None:
        found = _parents(register, reference, home, but=node)
        if len(found) != 1:
            return False
        parent = found[0]
    if node is None:
        _take_site(draft, register, home=home, parent=parent)
    elif reference is not None and node.parent is not parent:
        _move(register, node, home=home, parent=parent)
    return True


def _parents(register: Register, reference: str, home: Node | None, *, but: Node | None) -> list[Node]:
    """What the reference may mean in this unit; a site that stands for itself goes before the parts of others."""
    found = [node for node in register.find(reference, home=home) if node is not but]
    alone = [node for node in found if node.parent is None]
    return alone if len(found) > 1 and len(alone) == 1 else found


def _take_site(draft: Draft, register: Register, *, home: Node | None, parent: Node | None) -> None:
    """Match by name and kind at this place, else by name alone where only one is left, else a new site."""
    beside = register.beside(home=home, parent=parent, name=draft.given["name"])
    alike = [node for node in beside if node.kind == draft.given["kind"]]
    spoken = register.spoken
    other = [node for node in beside if node.draft is None and (folded(node.name), node.kind) not in spoken]
    if len(alike) > 1:
        draft.fault("name", _("There are several of this name here. Give the code."))
    elif alike:
        _claim_twin(draft, alike[0], register)
    elif len(other) == 1 and not draft.given.get("code"):
        _claim(draft, other[0], register)
    else:
        _claim(draft, register.add(_new(draft, parent=parent, home=home)), register)


def _check_site(draft: Draft, node: Node, register: Register) -> None:
    reference = draft.given.get("parent")
    twins = register.beside(home=node.home, parent=node.parent, name=node.name)
    if reference is not None and _parents(register, reference, node.home, but=node) != [node.parent]:
        draft.fault(
            "parent", _("Several sites of this unit are called “%(name)s”. Give the code.") % {"name": reference}
        )
    elif node.thing is None and ((node.home and node.home.closed) or (node.parent and node.parent.closed)):
        above = node.above.name if node.above else ""
        draft.fault("home", _("%(name)s is closed. Reopen it first.") % {"name": above})
    elif _circles(node):
        draft.fault("parent", _("A place cannot be part of itself."))
    elif sum(each.kind == node.kind for each in twins) > 1:
        draft.fault("name", _("Two sites here would bear this name."))


def lost_parts(register: Register) -> list[Node]:
    """Sites whose larger site goes to another unit without them."""
    return [node for node in register.nodes if node.parent is not None and node.parent.home is not node.home]


def changes_of(node: Node) -> dict[str, tuple[Any, Any]]:
    """Field → (present, wanted) of a known thing; empty when the row changes nothing. Places are given as nodes."""
    thing, draft = node.thing, node.draft
    if thing is None or draft is None:
        return {}
    loose = ("opened_on", "address", "latitude", "longitude")
    fields: dict[str, Any] = {key: draft.given[key] for key in loose if key in draft.given}
    fields |= {"name": node.name, "kind": node.kind, "code": node.code}
    found = {key: (getattr(thing, key), value) for key, value in fields.items() if getattr(thing, key) != value}
    return found | (_unit_moves(node) if isinstance(thing, Unit) else _site_moves(node))


def _unit_moves(node: Node) -> dict[str, tuple[Any, Any]]:
    before, above = _parent_path(node.thing), node.parent
    stays = above is None or (above.thing is not None and above.thing.path == before)
    return {} if stays else {"parent": (before, above)}


def _site_moves(node: Node) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    if node.home is None or node.home.thing is None or node.home.thing.pk != node.thing.unit_id:
        found["home"] = (node.thing.unit_id, node.home)
    parent_pk = node.parent.thing.pk if node.parent and node.parent.thing else None
    if parent_pk != node.thing.parent_id or (node.parent is not None and parent_pk is None):
        found["parent"] = (node.thing.parent_id, node.parent)
    return found
