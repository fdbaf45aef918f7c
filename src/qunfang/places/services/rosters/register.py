"""Units and sites in memory while a roster is matched: found by code, by name, or by a path of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qunfang.places.models import Site, Unit
from qunfang.places.services.cells import folded, read_code
from qunfang.places.services.rosters.drafts import Draft

DEEPEST = 60
BETWEEN = re.compile(r"[/\\>›→|／＞]+")


@dataclass(kw_only=True, eq=False)
class Node:
    """A unit or site as it will stand: `thing` is what exists, `draft` the row that speaks of it."""

    name: str
    kind: str
    code: str
    parent: Node | None = None
    home: Node | None = None
    thing: Any = None
    draft: Draft | None = None
    outside: bool = False
    closed: bool = False

    @property
    def above(self) -> Node | None:
        """The larger site, else the unit of a site; the superior of a unit."""
        return self.parent or self.home

    def chain(self) -> Iterator[Node]:
        """The node, what it is part of, and so on; ends after DEEPEST steps even in a circle."""
        node: Node | None = self
        for _step in range(DEEPEST):
            if node is None:
                return
            yield node
            node = node.above

    def path(self) -> str:
        """Names from the top, '青石镇/柳河社区'."""
        return "/".join(reversed([node.name for node in self.chain()]))


class Register:
    """Nodes by code, by name, and by name at their place."""

    def __init__(self, scope: Node | None = None) -> None:
        self.scope = scope
        self.nodes: list[Node] = []
        self.by_code: dict[str, Node] = {}
        self.by_name: dict[tuple[int, str], dict[int, Node]] = {}
        self.by_place: dict[tuple[int, int, str], dict[int, Node]] = {}
        self.claims: dict[int, Node] = {}
        """Draft id → the node it speaks of."""
        self.spoken: set[tuple[str, str]] = set()
        """Folded name and kind of every row: what a row names exactly, no other row may take for a changed kind."""

    def add(self, node: Node) -> Node:
        """Take the node in."""
        self.nodes.append(node)
        if node.code:
            self.by_code[node.code] = node
        self.index(node)
        return node

    def index(self, node: Node) -> None:
        """Let the node be found by its present name and place."""
        self.by_name.setdefault((id(node.home), folded(node.name)), {})[id(node)] = node
        self.by_place.setdefault(self._place(node), {})[id(node)] = node

    def forget(self, node: Node) -> None:
        """Before its name or place changes."""
        self.by_name.get((id(node.home), folded(node.name)), {}).pop(id(node), None)
        self.by_place.get(self._place(node), {}).pop(id(node), None)

    @staticmethod
    def _place(node: Node) -> tuple[int, int, str]:
        return (id(node.home), id(node.parent), folded(node.name))

    def beside(self, *, home: Node | None, parent: Node | None, name: str) -> list[Node]:
        """Nodes of this name at this very place."""
        return list(self.by_place.get((id(home), id(parent), folded(name)), {}).values())

    def find(self, reference: str, *, home: Node | None = None) -> list[Node]:
        """The nodes that a code, a name or a path may mean; a path that starts at the top or the scope goes first.

        For sites `home` is the unit in which to look.
        """
        node = self.by_code.get(read_code(reference)) if len(reference) <= 40 else None
        if node is not None and node.home is home:
            return [node]
        parts = [folded(part) for part in BETWEEN.split(reference) if part.strip()]
        if not parts:
            return []
        near = self.by_name.get((id(home), parts[-1]), {}).values()
        fitting = [(each, _top(each, parts)) for each in near]
        fitting = [(each, top) for each, top in fitting if top is not None]
        starts = (None, self.scope)
        whole = [each for each, top in fitting if top and (top is self.scope or top.above in starts)]
        if len(fitting) > 1 and len(whole) == 1:
            return whole
        return [each for each, _top_node in fitting]


def _top(node: Node, parts: list[str]) -> Node | None:
    """The node that the first part of the path names, if the whole path fits upwards from `node`."""
    last = None
    chain = node.chain()
    for part in reversed(parts):
        last = next(chain, None)
        if last is None or folded(last.name) != part:
            return None
    return last


def register_units(scope: Unit, *, lock: bool = False) -> Register:
    """The scope's subtree, and its ancestors as outsiders; two statements."""
    within = Unit.objects.within(scope).order_by("path")
    steplen = Unit.steplen
    above = [scope.path[:end] for end in range(steplen, len(scope.path), steplen)]
    outsiders = list(Unit.objects.filter(path__in=above).order_by("path")) if above else []
    register = Register()
    by_path: dict[str, Node] = {}
    for unit in [*outsiders, *(within.select_for_update() if lock else within)]:
        node = Node(name=unit.name, kind=unit.kind, code=unit.code, thing=unit, closed=unit.closed_on is not None)
        node.parent = by_path.get(unit.path[:-steplen])
        node.outside = len(unit.path) < len(scope.path)
        by_path[unit.path] = register.add(node)
    register.scope = by_path[scope.path]
    return register


def register_sites(scope: Unit, units: Register) -> Register:
    """The sites of the scope's subtree; one statement."""
    homes = {node.thing.pk: node for node in units.nodes}
    register = Register(units.scope)
    sites = list(Site.objects.within(scope).order_by("pk"))
    nodes = {
        site.pk: Node(name=site.name, kind=site.kind, code=site.code, thing=site, home=homes[site.unit_id])
        for site in sites
    }
    for site in sites:
        nodes[site.pk].parent = nodes.get(site.parent_id)
        nodes[site.pk].closed = site.closed_on is not None
    for node in nodes.values():
        register.add(node)
    return register
