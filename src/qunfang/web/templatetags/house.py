"""Template tags of the house."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qunfang.common import clock
from qunfang.evidence.access import visible_submissions
from qunfang.evidence.models import State
from qunfang.people.access import Verb, may
from qunfang.plans.models import Focus, label_of

register = template.Library()
PARTS = ("verified", "claimed", "rejected", "missing")
MOST_SHOWN = 99
WEEK = "一二三四五六日"


@register.simple_tag
def bar(count: Any, size: str = "") -> SafeString:
    """A stacked bar of a Count; an SVG, since the policy forbids inline styles."""
    total, left, pieces = max(count.expected, 1), 0.0, []
    for part in PARTS:
        width = 100 * getattr(count, part) / total
        pieces.append((part, f"{left:.3f}", f"{width:.3f}"))
        left += width
    rects = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', pieces)
    label = _("%(verified)s of %(expected)s verified") % {"verified": count.verified, "expected": count.expected}
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        size,
        label,
        rects,
    )


@register.simple_tag(takes_context=True)
def waiting_count(context: template.Context) -> str:
    """Proofs that wait for this reader's review, "99+" where more; nothing for who reviews nothing.

    Every page shows it, so it must not grow with what waits in a whole province: no more than 100 are counted.
    """
    user = context.get("user")
    if not may(user, Verb.REVIEW):  # type: ignore[arg-type]
        return ""
    waiting = visible_submissions(user, Verb.REVIEW).filter(state=State.CLAIMED)  # type: ignore[arg-type]
    number = waiting.exclude(submitted_by=user).order_by()[: MOST_SHOWN + 1].count()
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number or "")


@register.filter
def day(value: dt.date | None) -> str:
    """11月23日 周一, or Mon 23 Nov; with the year where it is not the present one."""
    if value is None:
        return ""
    chinese = str(get_language()).startswith("zh")
    year = "" if value.year == clock.today().year else f"{value.year}年" if chinese else f" {value.year}"
    if chinese:
        return f"{year}{value.month}月{value.day}日 周{WEEK[value.weekday()]}"
    return f"{value:%a} {value.day} {value:%b}{year}"


@register.filter
def month(value: dt.date) -> str:
    """2026年11月, or Nov 2026."""
    return f"{value.year}年{value.month}月" if str(get_language()).startswith("zh") else f"{value:%b %Y}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """今天 16:20, 昨天 16:20, else the day and the time; in China's time."""
    if value is None:
        return ""
    local = value.astimezone(clock.CHINA)
    ago = (clock.today() - local.date()).days
    word = {0: _("today"), 1: _("yesterday")}.get(ago) or day(local.date())
    return f"{word} {local:%H:%M}"


@register.filter
def due_in(value: dt.date) -> str:
    """How far off a due day is: 逾期 2 天, 今天到期, 明天到期, 3 天内到期, 11月30日 周一 前."""
    left = (value - clock.today()).days
    if left < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -left) % {"days": -left}
    if left <= 1:
        return _("due tomorrow") if left else _("due today")
    if left <= 3:
        return _("due within %(days)s days") % {"days": left}
    return _("by %(day)s") % {"day": day(value)}


@register.simple_tag
def query(asked: Any, **changed: Any) -> str:
    """The query of a filtered list (an object with `query`) with some filters changed."""
    told: str = asked.query(**changed)
    return told


@register.filter
def device(agent: str) -> str:
    """A browser's long name in short: 'Chrome · Windows'."""
    browsers = [("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Edg", "Edge"), ("Firefox", "Firefox")]
    browsers += [("Chrome", "Chrome"), ("Safari", "Safari")]
    systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")]
    systems += [("Mac OS", "Mac"), ("Linux", "Linux")]
    found = [next((name for sign, name in table if sign in agent), "") for table in (browsers, systems)]
    return " · ".join(name for name in found if name) or _("unknown device")


@register.filter
def fraud_type(kind: str | None) -> str:
    """The name of a fraud type of the taxonomy."""
    return label_of(Focus, kind)
