"""How many to ask, and the interval of a rate."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from qunfang.engine.sampling.designs import (
    InvalidDesign,
    clopper_pearson,
    cluster_effect,
    effective_size,
    korn_graubard,
    sample_size,
    wilson,
)
from qunfang.engine.sampling.quantiles import beta_cdf, beta_quantile, t_quantile

TWO_SIGMA = 2 * NormalDist().cdf(2) - 1


@pytest.mark.parametrize("degrees", [1, 2, 5.5, 29, 400, 1e6])
@pytest.mark.parametrize("probability", [0.001, 0.3, 0.5, 0.9, 0.975, 0.9995])
def test_t_quantiles_agree_with_scipy(degrees: float, probability: float) -> None:
    assert t_quantile(probability, degrees=degrees) == pytest.approx(
        stats.t.ppf(probability, degrees), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 7), (17, 2.25), (243.3, 57.7), (8e5, 2e5)])
def test_beta_functions_agree_with_scipy(a: float, b: float) -> None:
    for probability in (0.0005, 0.025, 0.5, 0.975):
        x = stats.beta.ppf(probability, a, b)
        assert beta_quantile(probability, a=a, b=b) == pytest.approx(x, abs=1e-9)
        assert beta_cdf(x, a=a, b=b) == pytest.approx(probability, abs=1e-8)


def test_closed_forms_of_the_quantiles() -> None:
    """One degree is Cauchy's law; B(a, 1) is x to the power of a."""
    assert t_quantile(0.975, degrees=1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-9)
    assert beta_quantile(0.3, a=5, b=1) == pytest.approx(0.3**0.2, abs=1e-12)


def test_cochran_1977_blood_groups_of_the_islanders() -> None:
    """Cochran 1977, §4.3 and 4.4: p = 40 %, d = 5 %, t = 2 gives 384, of 3,200 islanders 343."""
    size = sample_size(margin=0.05, confidence=TWO_SIGMA, expected=0.4, population=3200)
    assert size.simple == 384
    assert size.finite == math.ceil(384 / (1 + 383 / 3200))


def test_each_step_of_the_size_contains_the_one_before() -> None:
    z = 1.959963984540054
    size = sample_size(margin=0.05, expected=0.8, effect=1.5, response=0.7, population=30_000)
    plain = z * z * 0.16 / 0.0025
    finite = plain / (1 + (plain - 1) / 30_000)
    assert (size.simple, size.finite) == (math.ceil(plain), math.ceil(finite))
    assert (size.interviews, size.approached) == (math.ceil(finite * 1.5), math.ceil(finite * 1.5 / 0.7))


@settings(deadline=None, max_examples=50)
@given(st.floats(0.005, 0.3), st.floats(0, 1), st.floats(0.2, 6), st.floats(0.05, 1), st.integers(1, 100_000))
def test_nobody_is_asked_twice_and_later_steps_never_ask_fewer(
    margin: float, expected: float, effect: float, response: float, population: int
) -> None:
    size = sample_size(margin=margin, expected=expected, effect=effect, response=response, population=population)
    assert 1 <= size.finite <= min(size.simple, population)
    assert size.interviews <= size.approached <= population


def test_cluster_effect_of_kish() -> None:
    assert cluster_effect(take=11, likeness=0.05) == pytest.approx(1.5)


def test_wilson_of_nine_in_ten() -> None:
    """Written out: (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)."""
    z = 1.959963984540054
    half = z * math.sqrt(0.9 * 0.1 / 10 + z * z / 400)
    interval = wilson(rate=0.9, size=10)
    assert interval.lower == pytest.approx((0.9 + z * z / 20 - half) / (1 + z * z / 10), abs=1e-12)
    assert interval.upper == pytest.approx((0.9 + z * z / 20 + half) / (1 + z * z / 10), abs=1e-12)


def test_limits_where_all_said_yes() -> None:
    """Clopper & Pearson: (α/2)^(1/n); Wilson: n/(n + z²)."""
    assert clopper_pearson(rate=1, size=20).lower == pytest.approx(0.025 ** (1 / 20), abs=1e-12)
    assert wilson(rate=1, size=20).lower == pytest.approx(20 / (20 + 1.959963984540054**2), abs=1e-12)


def test_korn_graubard_is_clopper_pearson_on_the_effective_size() -> None:
    """p = 0.8, design effect 2, 300 interviews in 30 clusters: n* = 150 (t(299)/t(29))²; limits by scipy's beta."""
    effective = 150 * (stats.t.ppf(0.975, 299) / stats.t.ppf(0.975, 29)) ** 2
    interval = korn_graubard(rate=0.8, variance=0.16 / 150, size=300, degrees=29)
    hits = 0.8 * effective
    assert interval.lower == pytest.approx(stats.beta.ppf(0.025, hits, effective - hits + 1), abs=1e-9)
    assert interval.upper == pytest.approx(stats.beta.ppf(0.975, hits + 1, effective - hits), abs=1e-9)


def test_a_lucky_small_variance_is_not_believed_and_a_census_is() -> None:
    assert effective_size(rate=0.5, variance=1e-9, size=100, degrees=99) == 100
    assert korn_graubard(rate=0.37, variance=0.0, size=100, degrees=99, population=100).width == 0


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), st.integers(2, 3000), st.floats(0, 0.05), st.sampled_from([0.8, 0.95, 0.99]))
def test_intervals_lie_in_the_unit_and_hold_the_rate(
    rate: float, size: int, variance: float, confidence: float
) -> None:
    for interval in (
        wilson(rate=rate, size=size, confidence=confidence),
        korn_graubard(rate=rate, variance=variance, size=size, degrees=max(1, size // 10), confidence=confidence),
    ):
        assert 0 <= interval.lower <= rate <= interval.upper <= 1
        assert rate in interval


@pytest.mark.parametrize("wrong", [{"margin": 0}, {"response": 0}, {"expected": 1.2}, {"effect": 0}, {"population": 0}])
def test_impossible_figures_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidDesign):
        sample_size(**{"margin": 0.05, **wrong})  # type: ignore[arg-type]
