"""Trains the weights of the narrative reader from training/cases, bit for bit the same every time.

python -m training.build_cases            write the shipped weights
python -m training.build_cases --cross    only say what narratives score that the fit had not seen
"""

from __future__ import annotations

import hashlib
import sys
import time

from qunfang.engine.casework.parts import SHIPPED, Parts, save
from training.case_ends import learn_channels, learn_outcomes
from training.case_figures import Score, cross_validated
from training.case_money import learn_roles
from training.case_names import learn_names
from training.case_stages import learn_stages
from training.case_types import learn_types
from training.cases import Case, read_cases


def learn(cases: list[Case]) -> Parts:
    """All parts from the given narratives."""
    stages, least = learn_stages(cases)
    return Parts(
        types=learn_types(cases),
        stages=stages,
        stage_least=least,
        channels=learn_channels(cases),
        outcomes=learn_outcomes(cases),
        roles=learn_roles(cases),
        names=learn_names(cases),
        version="2026.11",
    )


def main() -> int:
    """Write the weights, or measure."""
    started = time.perf_counter()
    cases = read_cases()
    if "--cross" in sys.argv:
        score: Score = cross_validated(cases, learn)
        print(score.told())
        return 0
    save(learn(cases), SHIPPED)
    digest = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    print(f"{len(cases)} narratives; {SHIPPED.name}: {SHIPPED.stat().st_size:,} bytes, sha256 {digest}")
    print(f"{time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
