"""What a reader asks of a list of units, sites or people, and the rows that answer it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from qunfang.common import clock
from qunfang.people.models import Post, Role
from qunfang.places.models import Site, SiteKind, Unit, UnitKind
from qunfang.places.queries import count_by_branch

PAGE = 50
SITE_SORTS = {
    "unit": ("unit__path", "kind", "name"),
    "kind": ("kind", "unit__path", "name"),
    "name": ("name", "unit__path"),
    "newest": ("-pk",),
}
UNIT_SORTS = {"tree": ("path",), "name": ("name", "path"), "kind": ("kind", "path"), "code": ("code", "path")}


class Listing:
    """A list as asked for in the address: words, one kind, closed ones, an order, a page."""

    def __init__(self, asked: QueryDict, *, sorts: dict[str, tuple[str, ...]]) -> None:
        self.words = asked.get("q", "").strip()[:100]
        self.kind = asked.get("kind", "")
        self.closed = asked.get("closed") == "1"
        self.own = asked.get("own") == "1"
        self.number = asked.get("page")
        self.sorts = sorts
        self.sort = asked.get("sort", "") if asked.get("sort", "") in sorts else next(iter(sorts))
        self.chips: list[tuple[str, str, int]] = []
        self.number_closed = 0

    @property
    def narrowed(self) -> bool:
        """Whether words or a kind leave something out."""
        return bool(self.words or self.kind)

    def narrow(self, rows: Any, kinds: type[UnitKind | SiteKind]) -> Any:
        """Leave the rows asked for, in order; counts for the chips are taken on the way (two statements)."""
        today = clock.today()
        found = rows.matching(self.words) if self.words else rows
        standing = found.standing(today)
        self.number_closed = found.exclude(pk__in=standing.values("pk")).count()
        found = found.exclude(pk__in=standing.values("pk")) if self.closed else standing
        counts = dict(found.order_by().values_list("kind").annotate(number=Count("pk")))
        self.chips = [(str(value), str(word), counts[value]) for value, word in kinds.choices if counts.get(value)]
        self.total = sum(counts.values())
        found = found.filter(kind=self.kind) if self.kind in kinds.values else found
        return found.order_by(*self.sorts[self.sort])

    def page(self, rows: Any) -> Any:
        """The page of rows asked for."""
        return Paginator(rows, PAGE).get_page(self.number)


def sites_of(unit: Unit, listing: Listing) -> QuerySet[Site]:
    """Sites of the unit, and of what lies below it unless only its own are asked for."""
    rows = Site.objects.filter(unit=unit) if listing.own else Site.objects.within(unit)
    found: QuerySet[Site] = listing.narrow(rows.select_related("unit", "parent"), SiteKind)
    return found


def posts_of(unit: Unit, listing: Listing) -> QuerySet[Post]:
    """Present posts at the unit and below; chips by role."""
    rows = Post.objects.present(clock.today()).filter(unit__path__startswith=unit.path, user__is_active=True)
    rows = rows.matching(listing.words) if listing.words else rows
    counts = dict(rows.order_by().values_list("role").annotate(number=Count("pk")))
    listing.chips = [(str(value), str(word), counts[value]) for value, word in Role.choices if counts.get(value)]
    listing.total = sum(counts.values())
    rows = rows.filter(role=listing.kind) if listing.kind in Role.values else rows
    return rows.select_related("user", "unit").order_by("unit__path", "role", "user__name")


def with_counts(children: list[Unit], below: Unit) -> list[dict[str, Any]]:
    """Each child with what its branch holds: units below it, sites, people. Three statements for all of them."""
    today = clock.today()
    posts = Post.objects.present(today).filter(user__is_active=True)
    units = count_by_branch(Unit.objects.standing(today), path="path", below=below)
    sites = count_by_branch(Site.objects.standing(today), path="unit__path", below=below)
    people = count_by_branch(posts, path="unit__path", below=below, of="user_id")
    return [
        {
            "unit": child,
            "units": units.get(child.path, 1) - 1,
            "sites": sites.get(child.path, 0),
            "people": people.get(child.path, 0),
        }
        for child in children
    ]
