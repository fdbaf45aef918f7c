"""What happens to proof that later rooms must know of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qunfang.evidence.models import Submission


@dataclass(frozen=True, kw_only=True)
class ProofChanged:
    """A proof was handed in, accepted, returned, undone, replaced or withdrawn; it is written already.

    `change`: state → pieces gained (or lost) for this one due; states that do not count are left out.
    """

    submission: Submission
    change: Mapping[str, int]
