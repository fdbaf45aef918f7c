"""From a submission's photos to their traces. Slow work (seconds) outside any transaction; one short one at the end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from qunfang.common import clock
from qunfang.engine.photo import (
    Comparison,
    Detail,
    Earlier,
    Outcome,
    PhotoFacts,
    Place,
    Proof,
    Relation,
    Result,
    UnreadablePicture,
    codes_of,
    compare_pictures,
    detail_of,
    facts_of,
    fingerprint_in,
    later_rules,
    policy_for,
    policy_version,
    probes_in,
    run_checks,
)
from qunfang.evidence.checks.known import KNOWN, to_bytes
from qunfang.evidence.models import Attachment, PhotoTrace, State, Submission
from qunfang.evidence.queries import accepted_copies
from qunfang.places.models import Site

MOST_COMPARED = 24
"""The same exposure stands first among the candidates nearly always, but where one slogan hangs in every village some
twenty pictures may share as much."""
REFUSED, WARNED = 100, 1
"""What one outcome adds to the doubt: any refusal weighs more than all warnings together."""
GIVEN_UP = {State.REJECTED, State.REPLACED, State.WITHDRAWN}
UNREADABLE = Outcome(check="readable", result=Result.WARN, reason="the picture cannot be read")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one photo shows: kept in its trace as far as it lasts."""

    attachment: Attachment
    trace: PhotoTrace
    facts: PhotoFacts
    detail: Detail
    codes: list[str]


def ask_for_checks(submission: Submission) -> None:
    """Queue the checks of its photos; within the caller's transaction, so that none is lost and none runs too soon."""
    if submission.attachments.filter(kind="photo").exists():
        async_task("qunfang.evidence.tasks.check_photos", submission.pk)


def check_submission(pk: int) -> int:
    """Check every photo of the submission, keep the traces, set its doubt; gives the doubt. Safe to repeat."""
    submission = Submission.objects.select_related("obligation", "site").filter(pk=pk).first()
    if submission is None:
        return 0
    photos = list(submission.attachments.filter(kind="photo").order_by("pk"))
    traces = [_checked(photo, submission) for photo in photos]
    doubt = max((doubt_of(trace.outcomes) for trace in traces), default=0)
    with transaction.atomic():
        PhotoTrace.objects.bulk_update(traces, ["policy", "outcomes", "checked_at"])
        Submission.objects.filter(pk=pk).update(doubt=doubt)
    return doubt


def doubt_of(outcomes: list[dict[str, Any]]) -> int:
    """Weight of what speaks against one photo: 0 for nothing, 100 and up where a check refuses."""
    weights = {Result.REFUSE.value: REFUSED, Result.WARN.value: WARNED}
    return sum(weights.get(str(each["result"]), 0) for each in outcomes)


def _checked(photo: Attachment, submission: Submission) -> PhotoTrace:
    """Its trace, kept already, with outcomes that are not written yet."""
    try:
        seen = _seen(photo)
        trace, outcomes = seen.trace, _outcomes(seen, submission)
    except (UnreadablePicture, FileNotFoundError):
        trace, outcomes = _kept(photo, b"", {}), (UNREADABLE,)
    trace.outcomes = [{**asdict(each), "result": each.result.value} for each in outcomes]
    trace.policy, trace.checked_at = policy_version(), clock.now()
    return trace


def _seen(photo: Attachment) -> Seen:
    content = _content(photo)
    facts, detail = facts_of(content), detail_of(content)
    place = facts.place
    kept = {
        "taken_at": facts.taken if facts.zone_known else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "device": facts.device,
    }
    trace = _kept(photo, to_bytes(fingerprint_in(detail)), kept)
    return Seen(attachment=photo, trace=trace, facts=facts, detail=detail, codes=codes_of(content))


def _kept(photo: Attachment, words: bytes, facts: dict[str, Any]) -> PhotoTrace:
    """Written before anything is compared: of two photos checked at once, the later one finds the earlier."""
    return PhotoTrace.objects.update_or_create(attachment=photo, defaults={"words": words, **facts})[0]


def _content(photo: Attachment) -> bytes:
    with photo.file.open("rb") as stream:
        content: bytes = stream.read()
    return content


def _outcomes(seen: Seen, submission: Submission) -> tuple[Outcome, ...]:
    site = submission.site
    code = site.code if site else ""
    proof = Proof(
        facts=seen.facts,
        uploaded=submission.submitted_at.astimezone(clock.CHINA),
        captured_in_app=submission.captured_in_app,
        captured_at=submission.captured_at,
        captured_place=captured_place(submission),
        site=place_of(site),
        # Only for it: posters without a code hang everywhere, and say nothing against whoever photographs them.
        site_code=code if code and any(code in each for each in seen.codes) else "",
        codes=seen.codes,
        earlier=_earlier(seen, submission),
        copies=accepted_copies([seen.attachment.sha256], submission).exclude(submission=submission).count(),
    )
    return run_checks(proof, later_rules(policy_for(submission.obligation.deliverable)))


def place_of(site: Site | None) -> Place | None:
    """Where the site lies, as far as it is known."""
    if site is None or site.latitude is None or site.longitude is None:
        return None
    return Place(latitude=float(site.latitude), longitude=float(site.longitude))


def captured_place(submission: Submission) -> Place | None:
    """Where the phone stood, as far as it told."""
    latitude, longitude = submission.captured_latitude, submission.captured_longitude
    if latitude is None or longitude is None:
        return None
    return Place(latitude=latitude, longitude=longitude, within=submission.captured_within)


def _earlier(seen: Seen, submission: Submission) -> list[Earlier]:
    """Earlier photos that may be this one, compared; no further than the first that is."""
    found: list[Earlier] = []
    for trace in _candidates(seen):
        comparison = _compared(seen, trace)
        found.append(_related(trace, comparison, submission))
        if comparison.relation is Relation.SAME and not found[-1].same_due:
            break
    return found


def _candidates(seen: Seen) -> list[PhotoTrace]:
    """The same file first, then those that share the most; all kept before this one."""
    before = PhotoTrace.objects.filter(pk__lt=seen.trace.pk).select_related("attachment__submission")
    copies = list(before.filter(attachment__sha256=seen.attachment.sha256).order_by("pk")[:MOST_COMPARED])
    alike = [each.key for each in KNOWN.look_up(probes_in(seen.detail), most=2 * MOST_COMPARED)]
    others = before.filter(pk__in=alike).exclude(attachment__sha256=seen.attachment.sha256)
    return [*copies, *sorted(others, key=lambda each: alike.index(each.pk))][:MOST_COMPARED]


def _compared(seen: Seen, trace: PhotoTrace) -> Comparison:
    if trace.attachment.sha256 == seen.attachment.sha256:
        return Comparison(relation=Relation.SAME, reason="the same file", points=0, share=1.0, residual=0.0)
    try:
        return compare_pictures(seen.detail, detail_of(_content(trace.attachment)))
    except (UnreadablePicture, FileNotFoundError):
        return Comparison(relation=Relation.OTHER, reason="the earlier file is gone", points=0)


def _related(trace: PhotoTrace, comparison: Comparison, submission: Submission) -> Earlier:
    other = trace.attachment.submission
    place = (other.unit_id, other.site_id) == (submission.unit_id, submission.site_id)
    due = other.lineage == submission.lineage and other.period_start == submission.period_start
    # What still waits or counts is no resend: the same picture would then count twice for one due.
    resent = place and due and other.state in GIVEN_UP
    return Earlier(key=trace.pk, comparison=comparison, same_site=place, same_due=resent)
