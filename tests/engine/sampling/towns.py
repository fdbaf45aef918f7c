"""Towns of 30,000 people with a known truth, surveyed again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qunfang.engine.sampling.draws import Village, by_size
from qunfang.engine.sampling.estimates import Estimate, proportion, raked, two_stage

PEOPLE, GROUPS = 30_000, 300
DRAWN, APPROACHED = 40, 12
ANSWERS = np.array([0.45, 0.65, 0.85])  # chance to answer, by age: the young are seldom at home

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Town:
    """One entry a person: group of residents, age class, sex, and whether aware."""

    group: Codes
    age: Codes
    sex: Codes
    aware: npt.NDArray[np.bool_]

    @property
    def truth(self) -> float:
        return float(self.aware.mean())


def make_town(rng: np.random.Generator, *, rate: float) -> Town:
    """Ages and awareness differ from group to group; the old, who answer most, are least aware."""
    shares = rng.dirichlet(np.full(GROUPS, 12.0))
    group = np.sort(rng.choice(GROUPS, size=PEOPLE, p=shares))
    old = rng.beta(4, 6, GROUPS)[group]
    drawn = rng.random(PEOPLE)
    age = np.where(drawn < old, 2, np.where(drawn < old + (1 - old) * 0.5, 1, 0))
    chance = rate + np.array([0.05, 0.03, -0.09])[age] + rng.normal(0, 0.06, GROUPS)[group]
    aware = rng.random(PEOPLE) < np.clip(chance, 0.02, 0.98)
    return Town(group=group, age=age, sex=rng.integers(0, 2, PEOPLE), aware=aware)


def survey(town: Town, rng: np.random.Generator, *, seed: str) -> Estimate:
    """40 groups by size, 12 people approached in each, those who answer weighted and raked to age and sex."""
    sizes = np.bincount(town.group, minlength=GROUPS)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    order = rng.permutation(GROUPS)
    frame = [Village(name=str(n), size=int(sizes[n])) for n in order]
    rows, weights = [], []
    for each in by_size(frame, number=DRAWN, seed=seed):
        place, take = int(each.village.name), min(APPROACHED, each.village.size)
        people = starts[place] + rng.choice(each.village.size, size=take, replace=False)
        people = people[rng.random(take) < ANSWERS[town.age[people]]]
        rows.append(people)
        weights += [each.weight * each.village.size / take] * len(people)
    sample = np.concatenate(rows)
    design = two_stage(clusters=town.group[sample].tolist(), people_of=dict(enumerate(sizes.tolist())), weights=weights)
    margins = [
        (column[sample].tolist(), dict(enumerate(np.bincount(column).astype(float)))) for column in (town.age, town.sex)
    ]
    return proportion(raked(design, margins=margins), town.aware[sample])


def quiz_rate(town: Town, rng: np.random.Generator) -> float:
    """What a prize quiz would say: the aware and the young play most."""
    chance = np.where(town.aware, 0.06, 0.02) * np.array([2.0, 1.0, 0.3])[town.age]
    return float(town.aware[rng.random(PEOPLE) < chance].mean())


@dataclass(frozen=True, kw_only=True)
class Round:
    """One survey of a town, the quiz in the same town, and the truth."""

    truth: float
    survey: Estimate
    quiz: float


def rounds(number: int, *, seed: int, towns: int = 4) -> Iterator[Round]:
    """`number` surveys spread over towns with true rates from about 70 to 93 per cent."""
    rng = np.random.default_rng(seed)
    for nth in range(towns):
        town = make_town(rng, rate=(0.7, 0.8, 0.87, 0.93)[nth % 4])
        for time in range(number // towns):
            found = survey(town, rng, seed=f"{seed} {nth} {time}")
            yield Round(truth=town.truth, survey=found, quiz=quiz_rate(town, rng))
