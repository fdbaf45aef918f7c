"""Lines of the permission matrix: the pocket. Photos and proofs of others are refused in tests/evidence."""

from __future__ import annotations

from tests.web.matrix import Entry

KEY = "0b9f6a3c-0000-4000-8000-000000000001"

ENTRIES = [
    Entry("pocket-worker", public=True, allowed={200}),
    Entry("pocket"),
    Entry("pocket-dues"),
    Entry("pocket-upload", args=lambda cast: [KEY], allowed={200}),
    Entry("pocket-upload", method="post", args=lambda cast: [KEY], allowed={400}),
    Entry("pocket-proof", method="post", allowed={400}),
    Entry("site-door", args=lambda cast: [str(cast.quarter.pk)], allowed={404}),
]
