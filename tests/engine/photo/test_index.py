"""The index finds what was put in, however it was put in, and passes over what is everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.photo.fingerprint import BITS
from qunfang.engine.photo.index import COMMON, build_from_table, build_index, open_index

prints = st.lists(
    st.lists(st.integers(0, 2**BITS - 1), min_size=2, max_size=6, unique=True).map(
        lambda words: np.array(words, np.uint32)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=5, deadline=None)
@given(prints)
def test_built_appended_and_settled_answer_alike(pictures: list[np.ndarray]) -> None:
    keyed = [(number * 10 + 5, words) for number, words in enumerate(pictures)]
    built, grown = build_index(keyed), build_index(keyed[:1])
    for key, words in keyed[1:]:
        grown.append(key, words)
    for _, words in keyed:
        asked = words[:, None]
        answers = [sorted(index.look_up(asked), key=lambda each: each.key) for index in (built, grown.settle())]
        assert answers[0] == answers[1]
        assert {each.key for each in grown.look_up(asked)} == {each.key for each in answers[0]}


def test_every_picture_finds_itself_first_among_ten_thousand(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    table = chance.integers(0, 2**BITS, (10_000, 24), dtype=np.uint32)
    build_from_table(np.arange(10_000) + 100, table).save(tmp_path)
    index = open_index(tmp_path)
    assert len(index) == 10_000
    for number in range(0, 10_000, 400):
        found = index.look_up(table[number][:, None])
        assert (found[0].key, found[0].shared) == (number + 100, 24)


def test_a_picture_is_found_by_a_quarter_of_its_words() -> None:
    chance = np.random.default_rng(4)
    table = chance.integers(0, 2**BITS, (5_000, 24), dtype=np.uint32)
    index = build_from_table(np.arange(5_000), table)
    asked = np.concatenate([table[77][:6], chance.integers(0, 2**BITS, 60, dtype=np.uint32)])
    assert index.look_up(asked[:, None])[0].key == 77


def test_words_that_hang_everywhere_find_nobody() -> None:
    table = np.zeros((COMMON + 1, 4), np.uint32) + np.arange(4, dtype=np.uint32)
    index = build_from_table(np.arange(len(table)), table)
    assert index.look_up(table[0][:, None]) == []


def test_an_empty_index_answers_with_nothing() -> None:
    assert build_index([]).look_up(np.array([[1], [2]], np.uint32)) == []
