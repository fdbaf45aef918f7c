"""Learns what amounts were. No amount is labelled by hand: the labels are those that come to the stated loss."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from qunfang.engine.casework.money.amounts import Amount
from qunfang.engine.casework.money.ledger import open_amounts
from qunfang.engine.casework.money.roles import LOUD, ROLES, features
from qunfang.engine.casework.reading import Reading, read
from qunfang.engine.casework.weigh import Linear
from training.cases import Case
from training.linear import expected, fit_linear, one_hot, rows_of, scores

BITS = 13
RIDGE = 0.15
BAYES = 0.3
MOST = 10  # amounts in a narrative whose labels are searched for
SIGN = {"paid": 1, "back": -1, "none": 0}
ROUNDS = 3
SIGNS: dict[str, dict[str, float]] = {  # what the signs are expected to weigh before the sums speak
    "paid": {
        "last=paid": 2.0,
        "after=confirm": 3.0,
        "after=refused": -3.0,
        "tail=refused": -3.0,
        "own=again": -0.5,
        "last=paid&after=refused": -2.0,
        "asked-then-out": -1.5,
    },
    "back": {"last=back": 4.0},
    "none": {
        "last=paper": 2.0,
        "after=refused": 3.0,
        "tail=refused": 3.0,
        "last=asked": 1.5,
        "after=confirm": -2.0,
        "last=paid&after=refused": 2.0,
        "asked-then-out": 1.5,
    },
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A narrative with its amounts."""

    case: Case
    reading: Reading
    amounts: tuple[Amount, ...]

    def features(self) -> list[list[str]]:
        """Of every amount."""
        return [features(self.reading, self.amounts, place) for place in range(len(self.amounts))]


def told(cases: list[Case]) -> list[Told]:
    """Read all narratives."""
    found = []
    for case in cases:
        reading = read(case.text)
        found.append(Told(case=case, reading=reading, amounts=open_amounts(reading)))
    return found


def learn_roles(cases: list[Case]) -> Linear:
    """From a rule's first guess to labels that come to the stated loss, and from those to weights, a few times."""
    notes = [each for each in told(cases) if each.amounts and len(each.amounts) <= MOST]
    lines = [line for note in notes for line in note.features()]
    guess = np.array([_first_guess(line) for line in lines])
    rows = rows_of(lines, BITS)
    priors = {
        role: expected({f"{sign}/{copy}": weight for sign, weight in SIGNS[role].items() for copy in range(LOUD)}, BITS)
        for role in ROLES
    }
    for _ in range(ROUNDS):
        names = _labels(notes, guess)
        known = np.array([float(name is not None) for name in names])
        model = fit_linear(rows, one_hot(names, ROLES), known, ridge=RIDGE, bayes=BAYES, priors=priors)
        guess = scores(model, rows)
    return model


def _first_guess(line: list[str]) -> list[float]:
    has = {each.removesuffix("/0") for each in line if each.endswith("/0")}
    asked = ("own=again" in has or "last=asked" in has or "heads=asked+paid" in has) and "after=confirm" not in has
    stopped = bool({"after=refused", "after=unmask"} & has) and asked
    paid = 1.5 * ("last=paid" in has) + 1.0 * ("after=confirm" in has) - 1.5 * stopped
    back = 2.5 * ("last=back" in has)
    none = 0.5 + 0.8 * ("last=paper" in has) + 0.8 * ("tail=refused" in has) + 0.5 * asked
    return [paid, back, none]


def _labels(notes: list[Told], guess: np.ndarray) -> list[str | None]:
    """For every amount the role in the likeliest reading whose sum is the stated loss; None where there is none."""
    names: list[str | None] = []
    place = 0
    for note in notes:
        count = len(note.amounts)
        names += _best(note, guess[place : place + count])
        place += count
    return names


def _best(note: Told, guess: np.ndarray) -> list[str | None]:
    values = [each.value for each in note.amounts]
    unknown: list[str | None] = [None] * len(values)
    if note.case.loss is None:
        return unknown
    if note.case.outcome != "completed":
        return unknown
    best, most = unknown, -1e9
    for combo in itertools.product(range(3), repeat=len(values)):
        total = sum(SIGN[ROLES[role]] * value for role, value in zip(combo, values, strict=True))
        if abs(total - note.case.loss) < 1.0:
            worth = float(sum(guess[number][role] for number, role in enumerate(combo)))
            if worth > most:
                best, most = [ROLES[role] for role in combo], worth
    return best
