"""Estimates against worked examples of the textbooks and against their formulas written out on small data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qunfang.engine.sampling.estimates import (
    InvalidSample,
    LoneCluster,
    NotConverged,
    mean,
    post_stratified,
    proportion,
    raked,
    ratio,
    simple,
    spread_over_respondents,
    stratified,
    total,
    two_stage,
)


def with_moments(size: int, average: float, spread: float) -> list[float]:
    """`size` numbers of exactly this mean and variance (n − 1): two values, and the mean once if size is odd."""
    pairs = size // 2
    step = math.sqrt(spread * (size - 1) / (2 * pairs))
    return [average - step] * pairs + [average + step] * pairs + [average] * (size % 2)


def test_simple_sample_of_lohr_2010_farm_acres() -> None:
    """Lohr 2010, ex. 2.5: N = 3,078 counties, n = 300, mean 297,897, s = 344,551.9; SE of the mean 18,898.4."""
    acres = with_moments(300, 297_897.0, 344_551.9**2)
    design = simple(size=300, population=3078)
    found = mean(design, acres)
    error = math.sqrt((1 - 300 / 3078) * 344_551.9**2 / 300)
    assert found.value == pytest.approx(297_897.0, rel=1e-9)
    assert found.error == pytest.approx(error, rel=1e-9)
    assert found.error == pytest.approx(18_898.434, abs=0.01)
    assert total(design, acres).error == pytest.approx(3078 * error, rel=1e-9)


def test_stratified_sample_of_lohr_2010_farm_acres() -> None:
    """Lohr 2010, ex. 3.2: four regions; total 909,736,035, SE 50,417,248 (from figures rounded in the book)."""
    regions = {
        "NE": (220, 21, 97_629.8, 7_647_472_708.0),
        "NC": (1054, 103, 300_504.2, 29_618_183_543.0),
        "S": (1382, 135, 211_315.0, 53_587_487_856.0),
        "W": (422, 41, 662_295.5, 396_185_950_266.0),
    }
    rows = [(name, y) for name, (_, n, m, s) in regions.items() for y in with_moments(n, m, s)]
    design = stratified(strata=[r[0] for r in rows], populations={k: v[0] for k, v in regions.items()})
    found = total(design, [r[1] for r in rows])
    assert found.value == pytest.approx(sum(N * m for N, _, m, _ in regions.values()), rel=1e-9)
    error = math.sqrt(sum(N * N * (1 - n / N) * s / n for N, n, _, s in regions.values()))
    assert found.error == pytest.approx(error, rel=1e-9)
    assert found.value == pytest.approx(909_736_035, rel=1e-6)
    assert found.error == pytest.approx(50_417_248, rel=1e-6)
    assert found.degrees == 300 - 4


SUITES = (
    (3.08, 2.60, 3.44, 3.04),
    (2.36, 3.04, 3.28, 2.68),
    (2.00, 2.56, 2.52, 1.88),
    (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
)


def test_one_stage_clusters_of_lohr_2010_grades_in_suites() -> None:
    """Lohr 2010, ex. 5.2: 5 of 100 suites of 4; total 1,130.4, s² of totals 2.256, SE of the mean 0.164."""
    names = [nth for nth, suite in enumerate(SUITES) for _ in suite]
    grades = [grade for suite in SUITES for grade in suite]
    design = two_stage(clusters=names, people_of=dict.fromkeys(range(5), 4), clusters_of=100)
    totals = [sum(suite) for suite in SUITES]
    error = 100 * math.sqrt((1 - 5 / 100) * variance(totals) / 5)
    assert variance(totals) == pytest.approx(2.25568, abs=1e-9)
    assert total(design, grades).value == pytest.approx(1130.4, abs=1e-9)
    assert total(design, grades).error == pytest.approx(error, abs=1e-9)
    found = mean(design, grades)
    assert (found.value, found.degrees) == (pytest.approx(2.826, abs=1e-9), 4)
    assert found.error == pytest.approx(error / 400, abs=1e-9)
    assert round(found.error, 3) == 0.164


VILLAGES = {"A": (40, (1, 1, 0, 1, 1)), "B": (25, (0, 1, 1, 0)), "C": (60, (1, 1, 1, 0, 1, 1)), "D": (10, (0, 1))}


def village_sample() -> tuple[list[str], list[int]]:
    rows = [(name, y) for name, (_, answers) in VILLAGES.items() for y in answers]
    return [r[0] for r in rows], [r[1] for r in rows]


def test_two_stages_with_finite_populations_of_cochran_1977() -> None:
    """Cochran 1977, ch. 11: v = N²(1−f₁)s₁²/n + (N/n)Σ M²(1−f₂)s₂²/m, written out for 4 of 9 villages."""
    names, answers = village_sample()
    design = two_stage(clusters=names, people_of={k: v[0] for k, v in VILLAGES.items()}, clusters_of=9)
    totals = [M * fmean(y) for M, y in VILLAGES.values()]
    within = sum(M * M * (1 - len(y) / M) * variance(y) / len(y) for M, y in VILLAGES.values())
    found = total(design, answers)
    assert found.value == pytest.approx(9 / 4 * sum(totals), abs=1e-9)
    assert found.error**2 == pytest.approx(81 * (1 - 4 / 9) * variance(totals) / 4 + 9 / 4 * within, rel=1e-9)


def test_the_mean_of_two_stages_is_a_ratio() -> None:
    """Lohr 2010, ch. 5: residuals M(ȳ − r) take the place of the totals, and M̄ is estimated."""
    names, answers = village_sample()
    design = two_stage(clusters=names, people_of={k: v[0] for k, v in VILLAGES.items()}, clusters_of=9)
    people = sum(M for M, _ in VILLAGES.values())
    rate = sum(M * fmean(y) for M, y in VILLAGES.values()) / people
    left = [M * (fmean(y) - rate) for M, y in VILLAGES.values()]
    within = sum(M * M * (1 - len(y) / M) * variance(y) / len(y) for M, y in VILLAGES.values())
    expected = (81 * (1 - 4 / 9) * variance(left) / 4 + 9 / 4 * within) / (9 / 4 * people) ** 2
    found = proportion(design, answers)
    assert found.value == pytest.approx(rate, abs=1e-9)
    assert found.error == pytest.approx(math.sqrt(expected), abs=1e-9)


def test_villages_drawn_by_size_count_as_drawn_with_replacement() -> None:
    """Hansen & Hurwitz 1943: v = n/(n−1) Σ (z_i − z̄)² of the weighted village totals."""
    names, answers = village_sample()
    weights = [2.0 if name in "AC" else 3.5 for name in names]
    design = two_stage(clusters=names, people_of={k: v[0] for k, v in VILLAGES.items()}, weights=weights)
    z = [sum(y) * (2.0 if name in "AC" else 3.5) for name, (_, y) in VILLAGES.items()]
    assert total(design, answers).error == pytest.approx(math.sqrt(4 * variance(z)), abs=1e-9)


def test_a_ratio_of_cochran_1977() -> None:
    """Cochran 1977, ch. 6: v(R̂) = (1−f)/(n x̄²) · Σ(y − R̂x)²/(n−1)."""
    x, y = [2.0, 5.0, 1.0, 4.0, 3.0], [3.0, 9.0, 2.0, 6.0, 7.0]
    found = ratio(simple(size=5, population=50), y, x)
    left = [b - 27 / 15 * a for a, b in zip(x, y, strict=True)]
    assert found.value == pytest.approx(27 / 15, abs=1e-9)
    expected = math.sqrt(0.9 / (5 * 9) * sum(e * e for e in left) / 4)
    assert found.error == pytest.approx(expected, abs=1e-9)


CLASSES = ["young"] * 4 + ["old"] * 6
AWARE = [1, 1, 0, 1, 0, 1, 0, 0, 1, 0]
KNOWN = {"young": 120.0, "old": 80.0}


def test_post_stratified_sample_of_sarndal_1992() -> None:
    """Särndal et al. 1992, ch. 7: Σ N_g ȳ_g; v = (1−f) n/(n−1) Σ (N_g/n_g)² (n_g−1) s_g²."""
    found = total(post_stratified(simple(size=10, population=200), classes=CLASSES, populations=KNOWN), AWARE)
    young, old = AWARE[:4], AWARE[4:]
    expected = 0.95 * 10 / 9 * ((120 / 4) ** 2 * 3 * variance(young) + (80 / 6) ** 2 * 5 * variance(old))
    assert found.value == pytest.approx(120 * fmean(young) + 80 * fmean(old), abs=1e-9)
    assert found.error == pytest.approx(math.sqrt(expected), abs=1e-9)


def rake_by_hand(a: float, b: float, c: float, d: float) -> float:
    """Top left cell x of a table with the odds ratio of (a b / c d), rows 110 and 90, columns 60 and 140.

    x(90 − 60 + x) / ((110 − x)(60 − x)) = ad/bc is a quadratic in x.
    """
    odds = a * d / (b * c)
    p, q, r = 1 - odds, 30 + odds * 170, -odds * 110 * 60
    return (-q + math.sqrt(q * q - 4 * p * r)) / (2 * p)


def test_raking_keeps_the_odds_and_takes_out_what_the_margins_explain() -> None:
    """Deming & Stephan 1940 for the weights; Deville & Särndal 1992 for the error, normal equations written out."""
    cells = {
        ("f", "o"): [1, 0, 1],
        ("f", "y"): [1, 1, 1, 0, 1, 1, 0, 1],
        ("m", "o"): [0, 0, 1, 0, 1],
        ("m", "y"): [1, 0, 1, 1],
    }
    rows = [(s, a, y) for (s, a), answers in cells.items() for y in answers]
    margins = [([r[0] for r in rows], {"f": 110.0, "m": 90.0}), ([r[1] for r in rows], {"o": 60.0, "y": 140.0})]
    design = raked(simple(size=20, population=200), margins=margins)
    corner = rake_by_hand(3, 8, 5, 4)
    sizes = {("f", "o"): corner, ("f", "y"): 110 - corner, ("m", "o"): 60 - corner, ("m", "y"): 30 + corner}
    weights = [sizes[s, a] / len(cells[s, a]) for s, a, _ in rows]
    assert design.weights == pytest.approx(np.array(weights), abs=1e-9)

    x = np.array([[1.0, s == "f", a == "o"] for s, a, _ in rows])
    w, y = np.diag(weights), np.array([float(r[2]) for r in rows])
    z = np.array(weights) * (y - x @ np.linalg.solve(x.T @ w @ x, x.T @ w @ y))
    found = total(design, y)
    assert found.value == pytest.approx(sum(sizes[k] * fmean(v) for k, v in cells.items()), abs=1e-9)
    assert found.error == pytest.approx(math.sqrt(0.9 * 20 * variance(z.tolist())), abs=1e-9)
    assert mean(design, y).error == pytest.approx(found.error / 200, abs=1e-9)


def test_a_known_number_has_no_error() -> None:
    design = post_stratified(simple(size=10, population=200), classes=CLASSES, populations=KNOWN)
    found = total(design, [name == "young" for name in CLASSES])
    assert (found.value, found.error) == (pytest.approx(120), pytest.approx(0, abs=1e-9))


def test_those_who_answered_stand_for_their_class() -> None:
    weights = spread_over_respondents(weights=[1, 2, 3, 4], answered=[True, False, True, True], classes="aabb")
    assert weights.tolist() == [3, 0, 3, 4]
    with pytest.raises(InvalidSample, match="nobody answered in class b"):
        spread_over_respondents(weights=[1, 1], answered=[True, False], classes="ab")


def test_design_effect_of_identical_villages() -> None:
    """Where all of a village answer alike, m people are worth one: the effect is about m (here of 5 in a village)."""
    names = [nth for nth in range(20) for _ in range(5)]
    answers = [nth % 2 for nth in range(20) for _ in range(5)]
    design = two_stage(clusters=names, people_of=dict.fromkeys(range(20), 50), weights=[1.0] * 100)
    found = proportion(design, answers)
    assert found.effect == pytest.approx(5 * 20 / 19)
    assert found.interval.width > 2 * 0.15


def test_what_cannot_be_known_is_refused() -> None:
    with pytest.raises(LoneCluster):
        total(stratified(strata="aab", populations={"a": 9, "b": 9}), [1, 2, 3])
    with pytest.raises(InvalidSample, match="rate"):
        proportion(simple(size=2), [0, 2])
    with pytest.raises(InvalidSample, match="two strata"):
        two_stage(clusters="xx", strata="ab", people_of={"x": 9}, clusters_of={"a": 3, "b": 3})
    with pytest.raises(InvalidSample, match="more clusters"):
        simple(size=5, population=4)
    with pytest.raises(InvalidSample, match="nobody in the sample"):
        post_stratified(simple(size=2), classes="aa", populations={"a": 5, "b": 5})
    with pytest.raises(NotConverged):
        raked(simple(size=2), margins=[("ab", {"a": 5, "b": 5}), ("cd", {"c": 5, "d": 6})])


def test_a_stratum_asked_whole_adds_no_error() -> None:
    design = stratified(strata="aabb", populations={"a": 2, "b": 10})
    assert total(design, [5, 9, 1, 3]).error == pytest.approx(math.sqrt(100 * 0.8 * 2 / 2))


SAMPLES = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.booleans()), min_size=1, max_size=60)


@settings(deadline=None, max_examples=50)
@given(SAMPLES, st.integers(1, 50), st.integers(1, 50), st.lists(st.integers(1, 90), min_size=3, max_size=3))
def test_raking_hits_every_margin(rows: list[tuple[str, str, bool]], one: int, two: int, three: Sequence[int]) -> None:
    rows = [*rows, *((s, p, True) for s in "ab" for p in "xyz")]
    scale = (one + two) / sum(three)
    sexes, places = {"a": one, "b": two}, dict(zip("xyz", (n * scale for n in three), strict=True))
    first, second = [r[0] for r in rows], [r[1] for r in rows]
    design = raked(simple(size=len(rows)), margins=[(first, sexes), (second, places)])
    assert design.weights.sum() == pytest.approx(one + two)
    for labels, known in ((first, sexes), (second, places)):
        for name, people in known.items():
            assert design.weights[np.array(labels) == name].sum() == pytest.approx(people, rel=1e-9)
    found = proportion(design, [r[2] for r in rows])
    assert 0 <= found.interval.lower <= found.value <= found.interval.upper <= 1


@settings(deadline=None, max_examples=50)
@given(SAMPLES, st.randoms(use_true_random=False))
def test_parts_add_up_and_order_does_not_matter(rows: list[tuple[str, str, bool]], chance: object) -> None:
    rows = [*rows, *(("a", "x", True), ("a", "x", False), ("b", "y", True), ("b", "z", False))]
    people = {"a": 500, "b": 300}

    def found(rows: list[tuple[str, str, bool]], part: str = "") -> tuple[float, float]:
        design = stratified(strata=[r[0] for r in rows], populations=people)
        each = total(design, [r[2] for r in rows], among=[r[0] == part for r in rows] if part else None)
        assert design.weights.sum() == pytest.approx(800)
        return each.value, each.error**2

    whole, parts = found(rows), [found(rows, name) for name in people]
    assert whole == pytest.approx((sum(p[0] for p in parts), sum(p[1] for p in parts)))
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert found(mixed) == pytest.approx(whole)
