"""What the narrative reader scores on narratives that it had not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from qunfang.engine.casework import CaseNote, read_case
from qunfang.engine.casework.kinds import TYPES
from qunfang.engine.casework.parts import Parts
from training.cases import Case
from training.linear import folds_of

FOLDS = 3


@dataclass
class Score:
    """Counts of one run; `wrong` names what was read otherwise than written."""

    notes: int = 0
    right: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    stages: list[int] = field(default_factory=lambda: [0, 0, 0])
    private: list[int] = field(default_factory=lambda: [0, 0])
    others: list[int] = field(default_factory=lambda: [0, 0])
    wrong: list[str] = field(default_factory=list)

    def add(self, case: Case, note: CaseNote) -> None:
        """Count one narrative."""
        self.notes += 1
        self.pairs[case.type, note.type] += 1
        answers = {
            "outcome": (case.outcome, note.outcome),
            "channel": (case.channel, note.channel),
            "loss": (case.loss, note.loss_yuan),
            "age": (case.age, note.victim.age),
            "sex": (case.sex, note.victim.sex),
            "type": (case.type, note.type),
        }
        for name, (wanted, got) in answers.items():
            same = wanted == got or (
                name == "loss" and wanted is not None and got is not None and abs(float(wanted) - float(got)) <= 1
            )
            self.right[name] += same
            if not same:
                self.wrong.append(f"{case.name} {name} {wanted} → {got}")
        self._stages([name for name, _ in case.stages], [each.name for each in note.stages])
        self._private(case, note.masked)

    def _stages(self, wanted: list[str], got: list[str]) -> None:
        self.stages[0] += _common(wanted, got)
        self.stages[1] += len(got)
        self.stages[2] += len(wanted)

    def _private(self, case: Case, masked: str) -> None:
        hidden = {place for start, end in case.private for place in range(start, end)}
        for start, end in case.private:
            self.private[1] += 1
            if any(masked[place] != "＊" and case.text[place].isalnum() for place in range(start, end)):
                self.private[0] += 1
                self.wrong.append(f"{case.name} leaked {case.text[start:end]}")
        self.others[0] += sum(masked[place] != sign for place, sign in enumerate(case.text) if place not in hidden)
        self.others[1] += len(case.text) - len(hidden)

    def macro_f1(self) -> float:
        """Over the twelve types."""
        found = []
        for kind in TYPES:
            wanted = sum(count for (one, _), count in self.pairs.items() if one == kind)
            got = sum(count for (_, two), count in self.pairs.items() if two == kind)
            found.append(2 * self.pairs[kind, kind] / max(1, wanted + got))
        return float(np.mean(found))

    def told(self) -> str:
        """A few lines for the model card."""
        shares = ", ".join(f"{name} {count / self.notes:.3f}" for name, count in sorted(self.right.items()))
        return (
            f"{self.notes} narratives: type macro-F1 {self.macro_f1():.3f}; right: {shares}\n"
            f"stages in order F1 {2 * self.stages[0] / max(1, self.stages[1] + self.stages[2]):.3f}; "
            "private spans covered "
            f"{1 - self.private[0] / max(1, self.private[1]):.4f} of {self.private[1]}; "
            f"other signs covered {self.others[0] / max(1, self.others[1]):.4f}"
        )


def _common(one: list[str], two: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for first in one:
        before = 0
        for place, second in enumerate(two, 1):
            before, row[place] = row[place], before + 1 if first == second else max(row[place], row[place - 1])
    return row[-1]


def cross_validated(cases: list[Case], learn: Callable[[list[Case]], Parts]) -> Score:
    """Learn on two thirds, read the last third, three times."""
    folds, score = folds_of([case.name for case in cases]) % FOLDS, Score()
    for fold in range(FOLDS):
        parts = learn([case for case, each in zip(cases, folds, strict=True) if each != fold])
        for case, each in zip(cases, folds, strict=True):
            if each == fold:
                score.add(case, read_case(case.text, parts))
    return score
