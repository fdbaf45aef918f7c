"""Every view × every role × own, parent, sibling and lower unit, and nobody; and no view is left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.web.matrix import Entry, ViewMatrix, entries

PLANS = (
    "plans plans-export plan-new plan-review plan-yaml plan-period plan-actor plan-publish plan-discard plan-restore"
)
PLANS += " plan-task-new plan-amend plan-difference plan-superior plan-task plan-confirm plan-drop plan-keep plan-slot"
EXCEPTIONS = {
    **dict.fromkeys(PLANS.split(), "walked role by role in test_plans.py"),
    **dict.fromkeys(["due", "review-decide", "attachment"], "walked in test_demo_pages.py: they need proof to exist"),
    **dict.fromkeys(["attachment-small", "attachment-large"], "walked in tests/evidence/test_media.py"),
    **dict.fromkeys(
        ["screen_one", "screen_many"], "open to anybody, as the page /check/ is; asked in test_screening.py"
    ),
    **dict.fromkeys(["openapi-json", "api-root"], "describes the interface and shows nothing of anybody"),
    "health": "answers 'ok' to anybody and shows nothing",
    "set_language": "Django's own: keeps the reader's language in a cookie",
}


def names_of(patterns: list[Any]) -> set[str]:
    """URL names of web/urls.py and everything it includes."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names_of(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("entry", entries(), ids=str)
class TestEveryView(ViewMatrix):
    """The matrix over all tables."""


def test_every_view_has_a_line_in_the_matrix() -> None:
    known = {entry.name for entry in entries()} | set(EXCEPTIONS)
    assert sorted(names_of(get_resolver("qunfang.web.urls").url_patterns) - known) == []


def test_no_line_of_the_matrix_is_stale() -> None:
    found = names_of(get_resolver("qunfang.web.urls").url_patterns)
    assert sorted({entry.name for entry in entries()} - found) == []


def test_entries_are_tables() -> None:
    assert all(isinstance(entry, Entry) for entry in entries())
