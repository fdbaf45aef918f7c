"""Quantiles of the normal, beta and t distributions, to about twelve digits, without scipy."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

TINY = 1e-300
TERMS = 20_000
ROUNDS = 100


def normal_quantile(probability: float) -> float:
    """z with P(Z ≤ z) = probability, 0 < probability < 1."""
    return NormalDist().inv_cdf(probability)


def beta_cdf(x: float, *, a: float, b: float) -> float:
    """Regularised incomplete beta function I_x(a, b), a and b > 0 (NIST DLMF 8.17.22, Lentz's evaluation)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, a=b, b=a)
    log = a * math.log(x) + b * math.log1p(-x) - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b)
    return math.exp(log) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + …))) of DLMF 8.17.23."""
    d = 1 / _away(1 - (a + b) * x / (a + 1))
    c, value = 1.0, d
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away(1 + step * d)
            c = _away(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away(number: float) -> float:
    """The number, kept away from zero."""
    return number if abs(number) > TINY else TINY


def beta_quantile(probability: float, *, a: float, b: float) -> float:
    """x with I_x(a, b) = probability, by Newton's steps, halving wherever a step would leave the bracket."""
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(ROUNDS):
        missing = beta_cdf(x, a=a, b=b) - probability
        low, high = (x, high) if missing < 0 else (low, x)
        slope = beta_density(x, a=a, b=b)
        step = x - missing / slope if slope > 0 else low
        new = step if low < step < high else (low + high) / 2
        if abs(new - x) <= 4e-16 * new:
            return new
        x = new
    return x


def beta_density(x: float, *, a: float, b: float) -> float:
    """x^(a−1) (1−x)^(b−1) / B(a, b) for 0 < x < 1, else 0."""
    if not 0 < x < 1:
        return 0.0
    log = (a - 1) * math.log(x) + (b - 1) * math.log1p(-x)
    return math.exp(min(700.0, log - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b)))


@lru_cache(maxsize=1024)
def t_quantile(probability: float, *, degrees: float) -> float:
    """t with P(T ≤ t) = probability. P(T > t) = I_x(ν/2, 1/2) / 2 with x = ν/(ν + t²) (DLMF 8.17, Johnson 1995).

    Solved on y = t²/(ν + t²), which keeps its digits where t is small. Infinite degrees give the normal.
    """
    if math.isinf(degrees):
        return normal_quantile(probability)
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees=degrees)
    y = beta_quantile(2 * probability - 1, a=0.5, b=degrees / 2)
    return math.sqrt(degrees * y / (1 - y))
