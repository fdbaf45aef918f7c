"""The cost of a page in SQL statements, held by a file: fewer is fine (write it down), more needs a reason.

`QUNFANG_WRITE_COUNTS=1 pytest tests/web/test_sql_counts.py` writes the file anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).with_name("sql_counts.json")
PAGES = {
    "county": [
        "/",
        "/dues/",
        "/dues/?light=all&scope=below",
        "/coverage/",
        "/coverage/?by=months",
        "/plans/",
        "/review/",
    ],
    "village": ["/", "/dues/", "/coverage/"],
}


def test_pages_cost_no_more_statements_than_written_down(visit) -> None:
    counted = {}
    for username, pages in PAGES.items():
        client = visit(username)
        for page in pages:
            client.get(page, follow=True)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page, follow=True).status_code == 200
            counted[f"{username} {page}"] = len(seen)
    if os.environ.get("QUNFANG_WRITE_COUNTS"):
        KEPT.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    dearer = {page: (number, kept.get(page)) for page, number in counted.items() if number > kept.get(page, 0)}
    assert dearer == {}
