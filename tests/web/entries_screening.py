"""Lines of the permission matrix: the public check, reported verdicts, the interface."""

from __future__ import annotations

from qunfang.people.access import Verb, may
from tests.web.matrix import Entry

ENTRIES = [
    Entry("check", public=True),
    Entry("check", public=True, method="post", data=lambda cast: {"text": "您的快递到了"}),
    Entry("check-report", public=True, method="post", data=lambda cast: {"text": "您的快递到了", "is": "scam"}),
    Entry("counter", may=lambda user, cast: may(user, Verb.COUNTER), sees=lambda user, cast: True),
    Entry(
        "counter",
        method="post",
        data=lambda cast: {"kind": "transfer", "purpose": "进货", "new": "on"},
        may=lambda user, cast: may(user, Verb.COUNTER),
        sees=lambda user, cast: True,
    ),
    Entry("feedback", may=lambda user, cast: may(user, Verb.SCREENING), sees=lambda user, cast: True),
    Entry(
        "feedback-decide",
        method="post",
        args=lambda cast: [1],
        may=lambda user, cast: may(user, Verb.SCREENING),
        sees=lambda user, cast: True,
        allowed={404},
    ),
]
