"""Lines of the permission matrix: units, sites, import and export."""

from __future__ import annotations

from tests.web.matrix import Entry

ENTRIES: list[Entry] = []
