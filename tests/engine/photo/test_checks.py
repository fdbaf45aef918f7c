"""Each check says ok, warn, refuse or unknown, with its reason and figures; which ones run is data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qunfang.engine import photo
from qunfang.engine.photo import (
    Comparison,
    Earlier,
    Outcome,
    PhotoFacts,
    Place,
    Proof,
    Relation,
    Result,
    metres_between,
    policy_for,
    run_checks,
    worst,
)
from qunfang.engine.photo.checks import CHECKS
from qunfang.engine.plantext.model import DELIVERABLES

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SITE = Place(latitude=30.0, longitude=120.0)
FACTS = PhotoFacts(sha256="0" * 64, size=1, format="JPEG", width=4, height=3)
PROOF = Proof(facts=FACTS, uploaded=NOON, site=SITE)
SAME = Comparison(relation=Relation.SAME, reason="file copy", points=41, share=0.97, residual=0.03)
places = st.builds(Place, latitude=st.floats(-89, 89), longitude=st.floats(-179, 179))


def outcome(proof: Proof, check: str, **rule: object) -> Outcome:
    return run_checks(proof, {check: {"then": "warn", **rule}})[0]


def test_the_file_names_only_checks_and_results_that_exist() -> None:
    shipped = yaml.safe_load((Path(photo.__file__).parent / "data/policies.yaml").read_text(encoding="utf-8"))
    assert set(shipped["deliverables"]) <= set(DELIVERABLES)
    for name in shipped["deliverables"]:
        outcomes = run_checks(PROOF, policy_for(name))
        assert {each.check for each in outcomes} <= set(CHECKS)
        assert "reused" in {each.check for each in outcomes}


def test_a_photo_taken_in_the_app_at_the_site_is_content() -> None:
    here = Place(latitude=30.0005, longitude=120.0)
    proof = replace(PROOF, captured_in_app=True, captured_at=NOON - timedelta(minutes=5), captured_place=here)
    outcomes = run_checks(proof, policy_for("banner"))
    assert worst(outcomes) is Result.OK
    assert next(each for each in outcomes if each.check == "place").figures == {"metres": 56, "allowed": 300}


def test_how_it_was_taken_is_held_against_nobody_where_nobody_says() -> None:
    assert outcome(PROOF, "captured").result is Result.UNKNOWN
    assert outcome(replace(PROOF, captured_in_app=False), "captured").result is Result.WARN
    assert outcome(replace(PROOF, captured_in_app=True), "captured").result is Result.OK


def test_what_is_missing_is_unknown_and_held_against_nobody() -> None:
    bare = replace(PROOF, captured_in_app=True)
    outcomes = run_checks(bare, policy_for("banner"))
    assert {each.check for each in outcomes if each.result is Result.UNKNOWN} == {"late", "place", "words"}
    assert worst(outcomes) is Result.OK


@pytest.mark.parametrize(
    ("hours", "zone", "reason"),
    [
        (1, True, "taken in time"),
        (100, True, "taken long before it was sent"),
        (-2, True, "taken after it was sent"),
        # Without a zone a time two hours ahead may be another zone's: it proves nothing.
        (-2, False, "taken in time"),
    ],
)
def test_capture_time_is_held_against_the_upload(hours: int, zone: bool, reason: str) -> None:
    taken = NOON - timedelta(hours=hours)
    facts = replace(FACTS, taken=taken if zone else taken.replace(tzinfo=None), zone_known=zone)
    assert outcome(replace(PROOF, facts=facts), "late", hours=72).reason == reason


def test_the_phones_own_uncertainty_is_taken_off_the_distance() -> None:
    away = Place(latitude=30.004, longitude=120.0)
    assert outcome(replace(PROOF, captured_place=away), "place", metres=300).result is Result.WARN
    unsure = replace(away, within=200.0)
    assert outcome(replace(PROOF, captured_place=unsure), "place", metres=300).result is Result.OK
    hopeless = Place(latitude=31.0, longitude=120.0, within=1e6)
    assert outcome(replace(PROOF, captured_place=hopeless), "place", metres=300).result is Result.WARN


def test_the_sites_own_code_counts_and_another_does_not() -> None:
    proof = replace(PROOF, site_code="QF-3F9A")
    assert outcome(replace(proof, codes=["https://fz.example/s/QF-3F9A"]), "code").result is Result.OK
    assert outcome(replace(proof, codes=["QF-0000"]), "code").reason == "another code is in the picture"
    assert outcome(proof, "code").reason == "no code in the picture"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["不轻信 不透露", "不转账！"], True),
        (["不轻信，不透.路 不转账"], True),
        (["热烈欢迎领导莅临"], False),
        ([], False),
    ],
)
def test_the_slogan_is_found_in_what_ocr_read(lines: list[str], found: bool) -> None:
    seen = outcome(replace(PROOF, slogan="不轻信 不透露 不转账", lines=lines), "words", share=0.6)
    assert (seen.result is Result.OK) == found


def test_a_reused_picture_is_refused_with_the_trace() -> None:
    earlier = Earlier(key=7, comparison=SAME, same_site=False)
    found = run_checks(replace(PROOF, earlier=[earlier]), policy_for("banner"))[0]
    assert (found.check, found.result, found.reason) == ("reused", Result.REFUSE, "same picture")
    assert found.figures == {"key": 7, "how": "file copy", "points": 41, "share": 0.97, "residual": 0.03}


def test_a_resend_for_the_same_due_is_no_reuse() -> None:
    earlier = Earlier(key=7, comparison=SAME, same_site=True, same_due=True)
    assert outcome(replace(PROOF, earlier=[earlier]), "reused").result is Result.OK


def test_another_look_at_the_same_site_is_fine_and_at_another_site_is_looked_at() -> None:
    like = replace(SAME, relation=Relation.LIKE, reason="another exposure", share=0.7)
    here, there = (Earlier(key=9, comparison=like, same_site=same) for same in (True, False))
    assert outcome(replace(PROOF, earlier=[here]), "similar").result is Result.OK
    assert outcome(replace(PROOF, earlier=[there]), "similar").result is Result.WARN


def test_an_editor_in_the_file_is_named() -> None:
    edited = replace(PROOF, facts=replace(FACTS, software="Adobe Photoshop 25.0"))
    assert outcome(edited, "edited").figures == {"software": "Adobe Photoshop 25.0"}


@given(places, places)
def test_distance_is_symmetric_and_at_most_half_the_earth(one: Place, other: Place) -> None:
    assert metres_between(one, other) == pytest.approx(metres_between(other, one))
    assert 0 <= metres_between(one, other) <= 20_015_200
    assert metres_between(one, one) == 0


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert metres_between(SITE, Place(latitude=31.0, longitude=120.0)) == pytest.approx(111_195, abs=1)
