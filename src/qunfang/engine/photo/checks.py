"""What speaks for a proof and what against it: pure rules over facts, by a policy that is data.

Every check that runs leaves an outcome with its figures, also when it is content: the trace is complete. The sentence
is made elsewhere from `reason` and `figures`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qunfang.engine.photo.facts import PhotoFacts, Place
from qunfang.engine.photo.matching import Comparison, Relation

EARTH = 6_371_008.8
"""Mean radius in metres (IUGG)."""
CLOCK_SLACK = 0.25
"""Hours that a phone's clock may run ahead before the time counts as impossible."""
EDITORS = ("photoshop", "gimp", "lightroom", "snapseed", "picsart", "meitu", "美图", "醒图", "轻颜", "faceapp", "canva")


class Result(Enum):
    """From content to refusing; `unknown` where there is nothing to check on: never held against anybody."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One check's answer: its name, how it came out, the reason as a key, and the figures that belong to it."""

    check: str
    result: Result
    reason: str
    figures: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier picture from the index, and how the new one relates to it. `same_due`: of this very due (a resend)."""

    key: int
    comparison: Comparison
    same_site: bool
    same_due: bool = False


@dataclass(frozen=True, kw_only=True)
class Proof:
    """All that is known about one photo. `uploaded` has a time zone. `lines`: OCR, None where nobody read it.

    `captured_in_app`: None where the way of handing in does not tell. `copies`: files with the very same bytes that
    were accepted at this place under this plan before.
    """

    facts: PhotoFacts
    uploaded: datetime
    captured_in_app: bool | None = None
    captured_at: datetime | None = None
    captured_place: Place | None = None
    site: Place | None = None
    site_code: str = ""
    codes: Sequence[str] = ()
    slogan: str = ""
    lines: Sequence[str] | None = None
    earlier: Sequence[Earlier] = ()
    copies: int = 0


Rule = Mapping[str, Any]


@cache
def _policies() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data/policies.yaml").read_text(encoding="utf-8"))
    return loaded


def policy_for(deliverable: str) -> dict[str, Rule]:
    """The shipped policy of a deliverable: check → rule, the default's rules where it says nothing else."""
    shipped = _policies()
    merged = {**shipped["default"], **shipped["deliverables"].get(deliverable, {})}
    return {name: rule for name, rule in merged.items() if rule is not None}


def second_look_share(deliverable: str) -> float:
    """The share (0 … 1) of accepted clean proofs of a deliverable that another person looks at once more."""
    shares = _policies()["second_look"]
    return float(shares["deliverables"].get(deliverable, shares["share"]))


def policy_version() -> str:
    """Which version of the shipped policies this is."""
    return str(_policies()["version"])


def run_checks(proof: Proof, policy: Mapping[str, Rule]) -> tuple[Outcome, ...]:
    """Outcomes of all checks that the policy names, the gravest first. KeyError for a check that does not exist."""
    found = [CHECKS[name](proof, rule) for name, rule in policy.items()]
    gravity = [Result.REFUSE, Result.WARN, Result.UNKNOWN, Result.OK]
    return tuple(sorted(found, key=lambda outcome: gravity.index(outcome.result)))


def refused_at_door(proof: Proof, policy: Mapping[str, Rule]) -> Outcome | None:
    """The first check that refuses while it is handed in, None where none does; rules of `door_rules` only."""
    return next((each for each in run_checks(proof, door_rules(policy)) if each.result is Result.REFUSE), None)


def door_rules(policy: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules that `refused_at_door` asks."""
    return {name: rule for name, rule in policy.items() if name in AT_THE_DOOR and rule["then"] == "refuse"}


def later_rules(policy: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules that run after a proof was handed in: all but a refused copy, of which `reused` tells more by then."""
    return {name: rule for name, rule in policy.items() if name != "copy" or rule["then"] != "refuse"}


def worst(outcomes: Sequence[Outcome]) -> Result:
    """The gravest result; what is unknown counts as content."""
    found = {outcome.result for outcome in outcomes}
    return next((each for each in (Result.REFUSE, Result.WARN) if each in found), Result.OK)


def metres_between(one: Place, other: Place) -> float:
    """Great-circle distance (haversine)."""
    low, high = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    chord = math.sin((high - low) / 2) ** 2 + math.cos(low) * math.cos(high) * math.sin(turn / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(chord)))


def _readable(proof: Proof, rule: Rule) -> Outcome:
    """Who got as far as facts has read the picture; what could not be read has no proof to be asked about."""
    return Outcome(check="readable", result=Result.OK, reason="the picture can be read")


def _copy(proof: Proof, rule: Rule) -> Outcome:
    if proof.copies:
        figures = {"copies": proof.copies}
        return Outcome(check="copy", result=Result(rule["then"]), reason="accepted here before", figures=figures)
    return Outcome(check="copy", result=Result.OK, reason="not accepted here before")


def _captured(proof: Proof, rule: Rule) -> Outcome:
    if proof.captured_in_app is None:
        return Outcome(check="captured", result=Result.UNKNOWN, reason="not known how it was taken")
    if proof.captured_in_app:
        return Outcome(check="captured", result=Result.OK, reason="taken in the app")
    return Outcome(check="captured", result=Result(rule["then"]), reason="not taken in the app")


def _late(proof: Proof, rule: Rule) -> Outcome:
    """The app's clock before the file's; a file's time without a zone is read in the upload's zone."""
    taken = proof.captured_at or proof.facts.taken
    if taken is None:
        return Outcome(check="late", result=Result.UNKNOWN, reason="no time in the picture")
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=proof.uploaded.tzinfo)
    hours = (proof.uploaded - taken).total_seconds() / 3600
    figures = {"hours": round(hours, 1), "allowed": rule["hours"]}
    if hours < -CLOCK_SLACK and (proof.facts.zone_known or proof.captured_at):
        return Outcome(check="late", result=Result(rule["then"]), reason="taken after it was sent", figures=figures)
    late = hours > rule["hours"]
    reason = "taken long before it was sent" if late else "taken in time"
    return Outcome(check="late", result=Result(rule["then"]) if late else Result.OK, reason=reason, figures=figures)


def _place(proof: Proof, rule: Rule) -> Outcome:
    """The phone's own uncertainty (at most as much as is allowed) is taken off the distance."""
    at = proof.captured_place or proof.facts.place
    if at is None or proof.site is None:
        reason = "no place in the picture" if proof.site else "the site has no place yet"
        return Outcome(check="place", result=Result.UNKNOWN, reason=reason)
    allowed = float(rule["metres"])
    distance = metres_between(at, proof.site)
    far = distance - min(at.within or 0.0, allowed) > allowed
    figures = {"metres": round(distance), "allowed": round(allowed)}
    reason = "far from the site" if far else "at the site"
    return Outcome(check="place", result=Result(rule["then"]) if far else Result.OK, reason=reason, figures=figures)


def _code(proof: Proof, rule: Rule) -> Outcome:
    if not proof.site_code:
        return Outcome(check="code", result=Result.UNKNOWN, reason="the site has no code")
    if any(proof.site_code in code for code in proof.codes):
        return Outcome(check="code", result=Result.OK, reason="the site's code is in the picture")
    reason = "another code is in the picture" if proof.codes else "no code in the picture"
    return Outcome(check="code", result=Result(rule["then"]), reason=reason, figures={"codes": len(proof.codes)})


def _words(proof: Proof, rule: Rule) -> Outcome:
    wanted = [sign for sign in proof.slogan if sign.isalnum()]
    if not wanted or proof.lines is None:
        reason = "nobody read the picture" if wanted else "no wording is asked for"
        return Outcome(check="words", result=Result.UNKNOWN, reason=reason)
    share = _read_share("".join(wanted), "".join(proof.lines))
    figures = {"share": round(share, 2), "wanted": rule["share"]}
    found = share >= rule["share"]
    reason = "the wording is there" if found else "the wording was not found"
    return Outcome(check="words", result=Result.OK if found else Result(rule["then"]), reason=reason, figures=figures)


def _read_share(wanted: str, text: str) -> float:
    """Share of the wording's pairs of neighbouring signs that stand in the text: order counts, gaps are forgiven."""
    read = "".join(sign for sign in text if sign.isalnum())
    pairs = [wanted[n : n + 2] for n in range(max(1, len(wanted) - 1))]
    return sum(pair in read for pair in pairs) / len(pairs)


def _reused(proof: Proof, rule: Rule) -> Outcome:
    """A resend for the very same due is no reuse."""
    same = [each for each in proof.earlier if each.comparison.relation is Relation.SAME and not each.same_due]
    if not same:
        return Outcome(
            check="reused", result=Result.OK, reason="not seen before", figures={"looked at": len(proof.earlier)}
        )
    first = max(same, key=lambda each: (each.comparison.points, -each.key))
    return Outcome(check="reused", result=Result(rule["then"]), reason="same picture", figures=_figures(first))


def _similar(proof: Proof, rule: Rule) -> Outcome:
    """Much in common with a picture of another site: perhaps the same spot passed off as two."""
    like = [each for each in proof.earlier if each.comparison.relation is Relation.LIKE and not each.same_site]
    close = [each for each in like if each.comparison.share >= rule.get("share", 0.5)]
    if not close:
        return Outcome(check="similar", result=Result.OK, reason="no other site looks like this")
    first = max(close, key=lambda each: (each.comparison.share, -each.key))
    return Outcome(
        check="similar", result=Result(rule["then"]), reason="another site looks like this", figures=_figures(first)
    )


def _figures(earlier: Earlier) -> dict[str, float | int | str]:
    seen = earlier.comparison
    return {
        "key": earlier.key,
        "how": seen.reason,
        "points": seen.points,
        "share": round(seen.share, 2),
        "residual": round(seen.residual, 3),
    }


def _edited(proof: Proof, rule: Rule) -> Outcome:
    software = proof.facts.software.lower()
    if any(name in software for name in EDITORS):
        figures = {"software": proof.facts.software}
        return Outcome(check="edited", result=Result(rule["then"]), reason="saved by an editor", figures=figures)
    return Outcome(check="edited", result=Result.OK, reason="no editor named")


AT_THE_DOOR = ("copy", "captured", "late", "place", "edited")
"""What the file, the phone and one question to the table tell at once; the other checks take seconds."""
CHECKS = {
    "readable": _readable,
    "copy": _copy,
    "captured": _captured,
    "late": _late,
    "place": _place,
    "code": _code,
    "words": _words,
    "reused": _reused,
    "similar": _similar,
    "edited": _edited,
}
