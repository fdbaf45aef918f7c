"""The second look: bounded, monotone, absent without its extra."""

from __future__ import annotations

import numpy as np
import pytest

from qunfang.engine.screening import semantic
from qunfang.engine.screening.model.folders import SHIPPED
from qunfang.engine.screening.model.weights import load


def test_the_answer_stays_in_the_band_and_grows_with_the_first_sum() -> None:
    head = semantic.head()
    vector = np.zeros(384, dtype=np.float32)
    vector[7] = 1.0
    found = [head.mix(total, vector) for total in np.linspace(head.low, head.high, 50)]
    assert found == sorted(found)
    assert head.low <= found[0] <= found[-1] <= head.high


def test_the_band_lies_around_the_doubtful_level() -> None:
    head, scale = semantic.head(), load(SHIPPED).scale
    assert head.low < scale.medium < head.high < scale.high


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(semantic.SWITCH, "0")
    assert not semantic.is_installed()
