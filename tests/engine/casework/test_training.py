"""The shipped weights come from the written narratives, and those are well formed."""

from __future__ import annotations

from collections import Counter

import numpy as np

from qunfang.engine.casework import read_case
from qunfang.engine.casework.kinds import TYPES
from qunfang.engine.casework.parts import load, save, shipped
from training.cases import read_cases


def test_each_type_has_forty_narratives_or_more_and_labels_that_fit() -> None:
    cases = read_cases()
    assert min(Counter(each.type for each in cases)[kind] for kind in TYPES) >= 40
    for case in cases:
        assert (case.loss == 0) == (case.outcome != "completed"), case.name
        assert [place for _, place in case.stages] == sorted(place for _, place in case.stages), case.name
        assert len({case.text for case in cases}) == len(cases)


def test_what_it_learned_from_is_understood() -> None:
    cases = read_cases()[::8]
    right = sum(read_case(case.text).type == case.type for case in cases)
    assert right / len(cases) >= 0.95


def test_weights_are_written_byte_for_byte_the_same(tmp_path: object) -> None:
    from pathlib import Path

    one, two = Path(str(tmp_path)) / "one.npz", Path(str(tmp_path)) / "two.npz"
    save(shipped(), one)
    save(load(one), two)
    assert one.read_bytes() == two.read_bytes()
    assert np.array_equal(load(one).types.weights, shipped().types.weights)
