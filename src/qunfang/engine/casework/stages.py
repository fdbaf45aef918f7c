"""The stages of the script, clause by clause, in the order told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qunfang.engine.casework.lexicon import load
from qunfang.engine.casework.reading import Reading
from qunfang.engine.casework.weigh import Linear, buckets, grams

STAGES = (
    "contact",
    "bait",
    "trust",
    "threat",
    "move_channel",
    "install",
    "small_win",
    "pay",
    "pay_more",
    "secrecy",
    "cash_or_goods",
    "unmasked",
    "dissuaded",
)
LOUD = 3  # a cue speaks as loudly as so many n-grams
# How an ending shifts what is expected of a stage, and the stage that an ending cannot do without.
MARGINS = {
    "completed": {"dissuaded": 2.5},
    "attempted": {"dissuaded": 2.5, "pay": 0.4},
    "blocked": {"unmasked": 1.3, "pay": 0.4},
}
NEEDED = {"attempted": "unmasked", "blocked": "dissuaded"}
FAINTEST = 3.0  # below the threshold; a needed stage that speaks more faintly is left out after all
_NUMERAL = re.compile(r"[\d,.]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A stage at its first mention; the span is that of the clause, in the text as given."""

    name: str
    start: int
    end: int
    score: float


def features(reading: Reading, place: int) -> list[str]:
    """Names of the features of one clause."""
    text = _NUMERAL.sub("#", reading.clauses[place].text)
    found = list(grams(f"^{text}$", (1, 2, 3), "g:"))
    hits = _cues(text)
    found += [f"{hit}/{copy}" for hit in hits for copy in range(LOUD)]
    for step, name in ((-1, "before"), (1, "after")):
        if 0 <= place + step < len(reading.clauses):
            beside = reading.clauses[place + step].text
            found += [f"{name}:{each}" for each in _cues(beside)]
        else:
            found.append(f"{name}:edge")
    found.append(f"place:{min(place, 6)}")
    found.append(f"left:{min(len(reading.clauses) - place, 4)}")
    return found


@lru_cache(maxsize=4096)
def _cues(text: str) -> tuple[str, ...]:
    """The cues that a clause shows; a clause is asked for its own sake and for its neighbours'."""
    found: list[str] = []
    for name, expressions in load("stages").items():
        hits = [f"cue:{name}:{place}" for place, each in enumerate(expressions) if re.search(each, text)]
        found += [*hits, f"cue:{name}"] if hits else []
    return tuple(found)


def find_stages(
    reading: Reading, model: Linear, least: dict[str, float], outcome: str = "completed"
) -> tuple[Stage, ...]:
    """Each stage at the first clause that speaks for it loudly enough, given how it ended; in the order told."""
    table = [model.scores(buckets(features(reading, place), model.bits)) for place in range(len(reading.clauses))]
    found: list[tuple[int, int, Stage]] = []
    for column, name in enumerate(STAGES):
        place = _first(
            [float(scores[column]) for scores in table],
            least[name] + MARGINS[outcome].get(name, 0.0),
            needed=NEEDED.get(outcome) == name,
        )
        if place is not None:
            clause = reading.clauses[place]
            stage = Stage(name=name, start=clause.start, end=clause.end, score=float(table[place][column]))
            found.append((place, _within(clause.text, name, column), stage))
    return tuple(stage for _, _, stage in sorted(found, key=lambda each: each[:2]))


def _first(column: list[float], least: float, *, needed: bool) -> int | None:
    """The first clause at or above the threshold; for a needed stage else the loudest one."""
    place = next((place for place, score in enumerate(column) if score >= least), None)
    if place is None and needed and max(column) >= least - FAINTEST:
        return column.index(max(column))
    return place


def loudest(reading: Reading, model: Linear, name: str) -> tuple[int, float]:
    """The start of the clause that speaks loudest for a stage, and its score."""
    column = STAGES.index(name)
    best = max(
        reading.clauses,
        key=lambda each: float(model.scores(buckets(features(reading, each.place), model.bits))[column]),
    )
    return best.start, float(model.scores(buckets(features(reading, best.place), model.bits))[column])


def _within(text: str, name: str, column: int) -> int:
    """Where in the clause a stage's first cue stands; without one, the order of STAGES decides."""
    places = [match.start() for each in load("stages")[name] if (match := re.search(each, text))]
    return min(places) * 16 + column if places else 8 * len(text) + column
