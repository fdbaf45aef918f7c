"""Pictures → what stands in them (lines, a chat's turns, codes), what they say of themselves, and whether one was
handed in before: facts, fingerprints, an index over millions, the verdict on two pictures, checks by policy."""

from qunfang.engine.photo.checks import (
    Earlier,
    Outcome,
    Proof,
    Result,
    door_rules,
    later_rules,
    metres_between,
    policy_for,
    policy_version,
    refused_at_door,
    run_checks,
    second_look_share,
    worst,
)
from qunfang.engine.photo.codes import codes_of
from qunfang.engine.photo.detail import Detail, detail_of
from qunfang.engine.photo.door import Admitted, NotAdmitted, admit
from qunfang.engine.photo.draws import is_drawn
from qunfang.engine.photo.facts import PhotoFacts, Place, clean_rendition, facts_of
from qunfang.engine.photo.fingerprint import fingerprint_in, probes_in
from qunfang.engine.photo.index import Batch, Candidate, PhotoIndex, build_index
from qunfang.engine.photo.matching import Comparison, Relation, compare_pictures
from qunfang.engine.photo.ocr import Line, OcrMissing, UnreadablePicture, read_lines
from qunfang.engine.photo.turns import text_of

__all__ = [
    "Admitted",
    "Batch",
    "Candidate",
    "Comparison",
    "Detail",
    "Earlier",
    "Line",
    "NotAdmitted",
    "OcrMissing",
    "Outcome",
    "PhotoFacts",
    "PhotoIndex",
    "Place",
    "Proof",
    "Relation",
    "Result",
    "UnreadablePicture",
    "admit",
    "build_index",
    "clean_rendition",
    "codes_of",
    "compare_pictures",
    "detail_of",
    "door_rules",
    "facts_of",
    "fingerprint_in",
    "is_drawn",
    "later_rules",
    "metres_between",
    "policy_for",
    "policy_version",
    "probes_in",
    "read_lines",
    "refused_at_door",
    "run_checks",
    "second_look_share",
    "text_of",
    "worst",
]
