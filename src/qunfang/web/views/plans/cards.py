"""What the review page shows of each task, and of the plan as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qunfang.coverage.queries import Due, dues_of_plan
from qunfang.places.models import REPORTED_SITES, UNIT_OF_SITE, Site, UnitKind
from qunfang.plans.models import Obligation, Plan, SiteName, label_of
from qunfang.plans.queries import Assumption, Blocker, Branch, assumptions, blockers, is_unmapped
from qunfang.web.views.plans.choices import Choice, choices_of
from qunfang.web.views.plans.wording import count_words, day_words, joined, rhythm_words, slot_title, strung


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What a task, or a whole plan, asks: targets (places or units), pieces over all periods, doers, first day."""

    targets: int = 0
    at_places: bool = False
    each: int = 1
    pieces: int = 0
    doers: int = 0
    first: dt.date | None = None

    @property
    def first_words(self) -> str:
        """The first due day in words."""
        return day_words(self.first) if self.first else ""

    @property
    def sentence(self) -> str:
        """'212 places × 1, done by 38 units: 212 in all, the first by 31 December.'"""
        if not self.pieces or self.first is None:
            return ""
        where = (
            ngettext("%(count)s place", "%(count)s places", self.targets)
            if self.at_places
            else ngettext("%(count)s unit", "%(count)s units", self.targets)
        ) % {"count": self.targets}
        who = ngettext("done by %(count)s unit", "done by %(count)s units", self.doers) % {"count": self.doers}
        what = ngettext("%(count)s in all", "%(count)s in all", self.pieces) % {"count": self.pieces}
        first = _("the first by %(day)s") % {"day": self.first_words}
        return strung([f"{where} × {self.each}", *([who] if self.at_places else []), what, first])


def demand_of(dues: Iterable[Due]) -> Demand:
    """The sum of dues as one demand."""
    listed = list(dues)
    if not listed:
        return Demand()
    return Demand(
        targets=len({(due.unit.pk, due.site.pk if due.site else None) for due in listed}),
        at_places=any(due.site or due.unit.pk != due.doer.pk for due in listed),
        each=max(due.expected for due in listed),
        pieces=sum(due.expected for due in listed),
        doers=len({due.doer.pk for due in listed}),
        first=min(due.period.due for due in listed),
    )


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something to decide about a task, with the answers that are likely."""

    slot: str
    sentence: str
    choices: list[Choice]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One task as shown."""

    task: Obligation
    lines: list[tuple[str, str, str]]
    assumptions: list[Assumption]
    doubts: list[Doubt]
    demand: Demand
    empty_sites: str
    state: str


@dataclass(kw_only=True)
class Desk:
    """The plan with everything that its page counts, loaded once."""

    plan: Plan
    tasks: list[Obligation]
    branch: Branch
    dues: dict[int, list[Due]] = field(default_factory=dict)
    site_counts: Counter[str] = field(default_factory=Counter)
    blockers: list[Blocker] = field(default_factory=list)

    @property
    def alive(self) -> list[Obligation]:
        """Tasks that a person has not dropped."""
        return [task for task in self.tasks if not task.dropped]

    @property
    def open_count(self) -> int:
        """Tasks that wait for a decision."""
        return sum(1 for task in self.alive if task.doubts or is_unmapped(task))

    @property
    def total(self) -> Demand:
        """What the whole plan asks."""
        return demand_of(due for dues in self.dues.values() for due in dues)

    @property
    def cards(self) -> list[Card]:
        """A card a task, in the order of the text."""
        return [self.card(task) for task in self.tasks]

    def card(self, task: Obligation) -> Card:
        """The task as shown."""
        doubts = [] if task.dropped or not self.plan.is_draft else self._doubts(task)
        return Card(
            task=task,
            lines=[(slot, slot_title(slot), words) for slot, words in self._slots(task)],
            assumptions=assumptions(task),
            doubts=doubts,
            demand=demand_of(self.dues.get(task.pk, [])),
            empty_sites=self._empty_sites(task),
            state="dropped" if task.dropped else "doubtful" if doubts else "clear",
        )

    def _slots(self, task: Obligation) -> list[tuple[str, str]]:
        return [
            ("doers", self.who(task.doer_kinds, task.doer_units)),
            ("count", count_words(task.min_count, task.per)),
            ("sites", joined(self._site_words(each) for each in task.sites)),
            ("rhythm", rhythm_words(task.every, task.by)),
        ]

    def who(self, kinds: list[str], units: list[int]) -> str:
        """'Village 18, Community 6' or the names of single units."""
        counted = Counter(unit.kind for unit in self.branch.units)
        names = [unit.name for unit in self.branch.units if unit.pk in units]
        return joined([*(f"{label_of(UnitKind, kind)} {counted[kind]}" for kind in kinds), *names])

    def _site_words(self, site: str) -> str:
        name = label_of(SiteName, site)
        return name if site in REPORTED_SITES else f"{name} {self._present(site)}"

    def _present(self, site: str) -> int:
        kind = UNIT_OF_SITE.get(site)
        return sum(unit.kind == kind for unit in self.branch.units) if kind else self.site_counts[site]

    def _empty_sites(self, task: Obligation) -> str:
        """Names of the places asked for of which the tree holds none."""
        wanted = [site for site in task.sites if site not in REPORTED_SITES]
        return joined(label_of(SiteName, site) for site in wanted if not self._present(site))

    def _doubts(self, task: Obligation) -> list[Doubt]:
        found = [
            Doubt(slot=each.get("slot", ""), sentence=_reason(each), choices=choices_of(task, each.get("slot", "")))
            for each in task.doubts
        ]
        if is_unmapped(task):
            sentence = _("None of your units is plainly “%(actor)s”. Who does it?") % {"actor": joined(task.actors)}
            found.insert(0, Doubt(slot="doers", sentence=sentence, choices=choices_of(task, "doers")))
        return found


def _reason(doubt: dict[str, Any]) -> str:
    """The doubt as a sentence: its reason is the word of the text that leaves it open."""
    word, slot = str(doubt.get("reason", "")), doubt.get("slot")
    if not word:
        return _("The text leaves this open.")
    if slot in {"every", "by"}:
        return _("The text says “%(word)s”, but not how often or by when.") % {"word": word}
    return _("The text says only “%(word)s”.") % {"word": word}


def desk_of(plan: Plan) -> Desk:
    """Everything the page of a plan counts, in a handful of statements."""
    dues: dict[int, list[Due]] = defaultdict(list)
    for due in dues_of_plan(plan):
        dues[due.obligation.pk].append(due)
    counted = Site.objects.within(plan.unit).order_by().values_list("kind").annotate(number=Count("pk"))
    tasks = list(plan.obligations.all())
    for task in tasks:
        task.plan = plan
    return Desk(
        plan=plan,
        tasks=tasks,
        branch=Branch(plan.unit),
        dues=dues,
        site_counts=Counter(dict(counted)),
        blockers=blockers(plan) if plan.is_draft else [],
    )
