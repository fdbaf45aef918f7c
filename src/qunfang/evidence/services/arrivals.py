"""Files as they arrive with a proof: what they are, whether they may come in, and one sentence where they may not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qunfang.common import clock
from qunfang.common.errors import Invalid
from qunfang.engine.photo import (
    Admitted,
    NotAdmitted,
    Outcome,
    PhotoFacts,
    Proof,
    admit,
    door_rules,
    facts_of,
    policy_for,
    refused_at_door,
)
from qunfang.evidence.checks import captured_place, place_of
from qunfang.evidence.models import Attachment, Submission
from qunfang.evidence.queries import accepted_copies

MAX_BYTES = 20 * 1024 * 1024
FROM_FILE = {"late", "place", "edited"}
"""Checks that need what the file says of itself."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An attachment that is not saved yet, and what its file says of itself."""

    attachment: Attachment
    facts: PhotoFacts


def read_arrival(file: UploadedFile[Any], deliverable: str) -> Arrival:
    """What arrived; Invalid with the sentence for its sender where it cannot be kept."""
    name = (file.name or "")[-120:]
    if (file.size or 0) > MAX_BYTES:
        raise _refused("large", name)
    content, policy = file.read(), policy_for(deliverable)
    file.seek(0)
    try:
        broken_too = policy.get("readable", {}).get("then") != "refuse"
        seen = admit(content, name, broken_too=broken_too)
    except NotAdmitted as refusal:
        raise _refused(refusal.reason, name) from refusal
    facts = _facts(content, seen, asked=bool(FROM_FILE & door_rules(policy).keys()))
    made = Attachment(name=name, sha256=facts.sha256, size=facts.size, kind="photo" if seen.photo else "file")
    made.width, made.height = seen.width, seen.height
    made.file = file
    return Arrival(attachment=made, facts=facts)


def keep(arrival: Arrival, submission: Submission) -> Attachment:
    """Write the file to the storage, under a name that its bytes give; the row is still to be saved."""
    made = arrival.attachment
    made.submission = submission
    made.file.save(f"{made.sha256[:24]}.{arrival.facts.format}", made.file.file, save=False)
    return made


def check_arrivals(arrivals: Sequence[Arrival], submission: Submission) -> None:
    """Raise Invalid where a check that refuses at the door fails for one of the files."""
    rules = door_rules(policy_for(submission.obligation.deliverable))
    known: dict[str, Attachment] = {}
    if "copy" in rules and arrivals:
        found = accepted_copies([each.attachment.sha256 for each in arrivals], submission).select_related("submission")
        known = {each.sha256: each for each in reversed(found)}
    for each in arrivals:
        copy = known.get(each.attachment.sha256)
        photo = each.attachment.kind == "photo"
        asked = rules if photo else {name: rule for name, rule in rules.items() if name == "copy"}
        outcome = refused_at_door(_proof(each, submission, copies=int(copy is not None)), asked)
        if outcome:
            raise _turned_away(outcome, each.attachment.name, copy)


def _facts(content: bytes, seen: Admitted, *, asked: bool) -> PhotoFacts:
    """Read from the file only where a rule asks for it: that decodes it once more. `format` is the ending."""
    if asked and seen.photo:
        return replace(facts_of(content), format=seen.ending)
    return PhotoFacts(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        format=seen.ending,
        width=seen.width or 0,
        height=seen.height or 0,
    )


def _proof(arrival: Arrival, submission: Submission, *, copies: int) -> Proof:
    return Proof(
        facts=arrival.facts,
        uploaded=submission.submitted_at.astimezone(clock.CHINA),
        captured_in_app=submission.captured_in_app,
        captured_at=submission.captured_at,
        captured_place=captured_place(submission),
        site=place_of(submission.site),
        copies=copies,
    )


def _refused(reason: str, name: str) -> Invalid:
    return Invalid(_(SENTENCES[reason]) % {"name": name}, field="files")


def _turned_away(outcome: Outcome, name: str, copy: Attachment | None) -> Invalid:
    day = f"{copy.submission.submitted_at.astimezone(clock.CHINA):%Y-%m-%d}" if copy else ""
    told: Mapping[str, Any] = {**outcome.figures, "name": name, "day": day}
    return Invalid(_(SENTENCES[outcome.reason]) % told, field="files")


SENTENCES = {
    "empty": gettext_noop("“%(name)s” is an empty file. Take or send it anew."),
    "large": gettext_noop("“%(name)s” is larger than 20 MB. Send a smaller one."),
    "drawing": gettext_noop("“%(name)s” is an SVG drawing, which can hide programs. Send a JPG or PNG."),
    "apple": gettext_noop("“%(name)s” is in Apple's own format. Set the camera to “Most Compatible” or send a JPG."),
    "two in one": gettext_noop("“%(name)s” holds a second file inside. Take the photo anew or save it as a new JPG."),
    "mismatch": gettext_noop("“%(name)s” is not what its name says. Send it under its right name."),
    "pixels": gettext_noop("“%(name)s” has more than 50 million pixels. Send a smaller one."),
    "broken": gettext_noop("“%(name)s” is damaged or cut off. Take or send it anew."),
    "unknown": gettext_noop("“%(name)s” is neither a photo nor a document we can keep."),
    "accepted here before": gettext_noop("“%(name)s” was accepted here before, on %(day)s. Take a new photo today."),
    "not taken in the app": gettext_noop(
        "“%(name)s” is from the album. Here it must be taken in the app, on the spot."
    ),
    "taken long before it was sent": gettext_noop(
        "“%(name)s” was taken %(hours)s hours ago; at most %(allowed)s are allowed here. Take a new one."
    ),
    "taken after it was sent": gettext_noop("The camera's clock was wrong for “%(name)s”. Set it and take a new one."),
    "far from the site": gettext_noop(
        "“%(name)s” was taken %(metres)s metres from the site; at most %(allowed)s are allowed here."
    ),
    "saved by an editor": gettext_noop(
        "“%(name)s” was saved by an editing program (%(software)s). Send it as the camera took it."
    ),
}
"""Reason of the engine → sentence for the sender."""
