"""The index finds what was put in, however it was put in, and passes over what is everywhere."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.photo.fingerprint import BITS, Probes
from qunfang.engine.photo.index import COMMON, MOST_READ, Batch, PhotoIndex, build_from_table, build_index


def built_of(pictures: list[tuple[int, np.ndarray]]) -> PhotoIndex:
    """An index of (key, words), all in one batch."""
    words = [each for _, each in pictures] or [np.zeros(0, np.uint32)]
    keys = np.array([key for key, _ in pictures], np.int64)
    lengths = np.array([len(each) for _, each in pictures], np.int64)
    return build_index([Batch(keys=keys, lengths=lengths, words=np.concatenate(words))])


def asking(words: np.ndarray) -> Probes:
    """Each word a detail without variants, in fields by turns."""
    return Probes(words=words[:, None], fields=np.arange(len(words), dtype=np.int64) % 12)


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
    built, grown = built_of(keyed), built_of(keyed[:1])
    for key, words in keyed[1:]:
        grown.append(key, words)
    for _, words in keyed:
        asked = asking(words)
        answers = [sorted(index.look_up(asked), key=lambda each: each.key) for index in (built, grown.settle())]
        assert answers[0] == answers[1]
        assert {each.key for each in grown.look_up(asked)} == {each.key for each in answers[0]}


def test_every_picture_finds_itself_first_among_ten_thousand() -> None:
    chance = np.random.default_rng(3)
    table = chance.integers(0, 2**BITS, (10_000, 24), dtype=np.uint32)
    index = build_from_table(np.arange(10_000) + 100, table)
    assert len(index) == 10_000
    for number in range(0, 10_000, 400):
        found = index.look_up(asking(table[number]))
        assert (found[0].key, found[0].shared) == (number + 100, 24)


def test_a_picture_is_found_by_a_quarter_of_its_words() -> None:
    chance = np.random.default_rng(4)
    table = chance.integers(0, 2**BITS, (5_000, 24), dtype=np.uint32)
    index = build_from_table(np.arange(5_000), table)
    asked = np.concatenate([table[77][:6], chance.integers(0, 2**BITS, 60, dtype=np.uint32)])
    assert index.look_up(asking(asked))[0].key == 77


def test_words_that_hang_everywhere_find_nobody() -> None:
    table = np.zeros((COMMON + 1, 4), np.uint32) + np.arange(4, dtype=np.uint32)
    index = build_from_table(np.arange(len(table)), table)
    assert index.look_up(asking(table[0])) == []


def test_an_empty_index_answers_with_nothing() -> None:
    assert build_index([]).look_up(asking(np.array([1, 2], np.uint32))) == []


def test_details_count_together_only_where_they_are_turned_alike() -> None:
    """Bits 24-28 of a word are the detail's direction, in steps of 11.25°."""
    words, turned = np.arange(8, dtype=np.uint32) * 1000, np.uint32(2**BITS)
    alike, muddled = words | turned * np.uint32(3), words | turned * np.arange(0, 32, 4, dtype=np.uint32)
    index = built_of([(1, muddled), (2, alike)])
    asked = asking(words | turned * np.uint32(5))
    assert [(each.key, each.shared) for each in index.look_up(asked)] == [(2, 8)]


def test_details_of_quite_another_size_are_not_shared() -> None:
    """Bits 29-31 are the size, in half octaves: a photo of a screen shrinks it by one, nothing by five."""
    words, grown = np.arange(8, dtype=np.uint32) * 1000, np.uint32(2 ** (BITS + 5))
    index = built_of([(1, words | grown * np.uint32(2)), (2, words | grown * np.uint32(6))])
    assert [each.key for each in index.look_up(asking(words | grown))] == [1]


def test_added_batch_by_batch_it_answers_as_built_at_once() -> None:
    chance = np.random.default_rng(5)
    table = chance.integers(0, 2**32, (3_000, 16), dtype=np.uint32)
    whole, grown = build_from_table(np.arange(3_000), table), built_of([])
    for first in range(0, 3_000, 500):
        grown.extend(
            Batch(
                keys=np.arange(first, first + 500), lengths=np.full(500, 16), words=table[first : first + 500].ravel()
            )
        )
        grown = grown.settle() if first == 1_000 else grown
    assert len(grown) == len(whole) == 3_000
    settled = grown.settle()
    for name in ("keys", "starts", "pictures", "poses"):
        assert np.array_equal(getattr(settled, name), getattr(whole, name)), name
    for number in (3, 1_400, 2_999):
        assert grown.look_up(asking(table[number]))[0].key == number


def test_a_little_in_every_field_comes_before_all_of_one_banner() -> None:
    words = np.arange(40, dtype=np.uint32) * 1000
    asked = Probes(words=words[:, None], fields=np.array([*range(10), *[11] * 30], np.int64))
    index = built_of([(1, words[10:]), (2, words[:10])])
    assert [(each.key, each.shared) for each in index.look_up(asked)] == [(2, 10), (1, 30)]


def test_a_question_reads_the_rare_words_first_and_no_more_than_it_may() -> None:
    """Thirty words that 4,000 pictures have, and three that two of them have besides."""
    common = np.arange(30, dtype=np.uint32)
    table = np.tile(common, (4_000, 1))
    index = build_from_table(np.arange(4_000), table)
    index.append(9_000, np.array([70, 80, 90, *common[:3]], np.uint32))
    assert MOST_READ < 30 * 4_000
    found = index.settle().look_up(asking(np.array([*common, 70, 80, 90], np.uint32)))
    assert found[0].key == 9_000
