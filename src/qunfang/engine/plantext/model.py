"""What a compiled plan holds. Spans are `(start, end)` character offsets into the text as given."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
DELIVERABLES = [
    "column",
    "knowledge_point",
    "banner",
    "poster",
    "leaflet",
    "screen",
    "broadcast",
    "media",
    "group_message",
    "sms",
    "event",
    "quiz",
    "survey",
    "letter",
    "visit",
    "app_install",
    "training",
    "transfer_reminder",
    "dissuasion",
    "case_collection",
    "pattern_study",
    "material",
    "coordination",
    "inspection",
    "reporting",
    "funding",
    "enforcement",
    "planning",
    "group_guard",
]
SITES = [
    "village",
    "community",
    "residential_quarter",
    "entrance",
    "elevator",
    "household",
    "factory",
    "school",
    "classroom",
    "bank_outlet",
    "atm",
    "telecom_outlet",
    "government_office",
    "crossroads",
    "landmark",
    "plaza",
    "park",
    "station",
    "taxi",
    "bus",
    "shop",
    "market",
    "hotel",
    "hospital",
    "led_screen",
    "street",
    "online",
    "public_place",
]
PER = ("site", "unit", "class", "person", "campaign", "period")
EVERY = ("day", "week", "half_month", "month", "quarter", "half_year", "year", "once", "continuous")
KINDS = ("town", "school", "bank", "telecom", "police", "company", "county", "other")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A number or a direction that the text sets itself; `value` a share, a count, or None with `down`/`up`."""

    metric: str
    op: str
    value: float | int | None
    span: Span


@dataclass(frozen=True, kw_only=True)
class Role:
    """leader, deputy, member, office, office_head or contact; `title` as written, None where it is left blank."""

    role: str
    title: str | None
    span: Span


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A unit to which the text gives work under its own name."""

    unit: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Focus:
    """A fraud type that the text singles out."""

    type: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A slot that the text leaves unclear, and why: a person decides."""

    slot: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One thing to put up, do, hold or send; `trace` says which words led to the reading."""

    deliverable: str
    actors: tuple[str, ...]
    sites: tuple[str, ...]
    min_count: int | None
    per: str | None
    every: str | None
    by: str | None
    span: Span
    text: str = ""
    trace: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A document's reading. `period` is (start, end), each `YYYY-MM-DD`, `--MM-DD` or None."""

    title: str | None
    kind: str
    period: tuple[str | None, str | None] = (None, None)
    goals: tuple[Goal, ...] = ()
    roles: tuple[Role, ...] = ()
    duties: tuple[Duty, ...] = ()
    focus: tuple[Focus, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    requirements: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
