"""Dues, coverage, review, one's own account."""

from qunfang.people.access import Verb
from tests.web.matrix import Entry

ENTRIES = [
    Entry("home"),
    Entry("dues"),
    Entry("dues-export"),
    Entry("review"),
    Entry("me"),
    Entry("coverage-home", allowed={302, 404}),
    Entry("coverage", verb=Verb.VIEW, args=lambda cast: [cast.town.pk]),
    Entry("coverage-chart", verb=Verb.VIEW, args=lambda cast: [cast.town.pk]),
    Entry("coverage-export", verb=Verb.VIEW, args=lambda cast: [cast.town.pk]),
    Entry("invite", verb=Verb.PEOPLE, args=lambda cast: [cast.town.pk]),
    Entry("join", public=True, args=lambda cast: ["no-such-secret"], allowed={404}),
]
