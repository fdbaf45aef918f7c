"""Learns what a person's name looks like in a narrative: the written names, and other names put in their place."""

from __future__ import annotations

import random
import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from qunfang.engine.casework.lexicon import load
from qunfang.engine.casework.private.names import FAMILIAR_BITS, Names, candidates, features
from qunfang.engine.casework.reading import even
from qunfang.engine.casework.weigh import bucket
from training.cases import Case
from training.examples import SEED, written
from training.linear import fit_linear, rows_of

BITS = 16
RIDGE = 0.02
BAYES = 0.2
SHARE = 0.35  # of unnamed persons that are given a name in a telling
TIMES = 6  # how often each narrative is told with other names
LEAST = -3.4  # better a word too many covered than a name shown
Span = tuple[int, int]


def familiar_pairs(cases: list[Case]) -> npt.NDArray[np.uint8]:
    """Pairs of signs that ordinary text knows: the messages, and the narratives without their names."""
    counts: Counter[str] = Counter()
    for text in [even(each.text) for each in written()]:
        counts.update({text[place : place + 2] for place in range(len(text) - 1)})
    for case in cases:
        flat, hidden = even(case.text), {place for start, end in case.private for place in range(start, end)}
        counts.update({flat[p : p + 2] for p in range(len(flat) - 1) if not hidden & {p, p + 1}})
    bits = np.zeros(1 << FAMILIAR_BITS, dtype=np.uint8)
    for pair, count in counts.items():
        if count >= 2 and all("\u4e00" <= sign <= "\u9fff" for sign in pair):
            bits[bucket(pair, FAMILIAR_BITS)] = 1
    return np.packbits(bits, bitorder="little")


def learn_names(cases: list[Case]) -> Names:
    """Fit the judge of candidates."""
    familiar = familiar_pairs(cases)
    lines, answers = [], []
    for case in cases:
        for text, private in _tellings(case):
            flat = even(text)
            for span in candidates(flat):
                lines.append(features(flat, span, familiar))
                answers.append(float(span in private))
    rows = rows_of(lines, BITS)
    weights = np.where(np.array(answers) > 0.5, 3.0, 1.0) / TIMES
    model = fit_linear(rows, {"name": np.array(answers)}, weights, ridge=RIDGE, bayes=BAYES)
    return Names(model=model, familiar=familiar, least=LEAST)


def _tellings(case: Case) -> list[tuple[str, set[Span]]]:
    chance = random.Random(f"{SEED}:{case.name}")
    return [(case.text, set(case.private)), *(_renamed(case, chance) for _ in range(TIMES - 1))]


_PERSON = re.compile(
    r"(?:(?<=[，。；：、])|^)(?:他|她|其|事主|受害人|老人|对方)(?=[\u4e00-\u9fff])"
    r"|(?:(?<=[问打找让叫给向和跟对与把])(?:他|她|同事|对方|妻子|丈夫|女儿|儿子))(?=[\u4e00-\u9fff，。、])"
    r"|(?<=民警|柜员|同事|同学|老板|经理|主任|村民|员工|学生|会计|朋友|邻居|室友)(?=[\u4e00-\u9fff，。、])"
    r"|(?<=女儿|儿子|丈夫|妻子|老伴|社工|保安|教师|家长|店主)(?=[\u4e00-\u9fff，。、])"
)


def _renamed(case: Case, chance: random.Random) -> tuple[str, set[Span]]:
    """The narrative with every name replaced by a made-up one, and names put where persons stand unnamed."""
    swaps = [(start, end, True) for start, end in case.private]
    hidden = {place for start, end in case.private for place in range(start - 1, end + 1)}
    for match in _PERSON.finditer(case.text):
        if not hidden & set(range(match.start(), match.end() + 1)) and chance.random() < SHARE:
            swaps.append((match.start(), match.end(), False))
    out, private, done, size = [], set(), 0, 0
    for start, end, given in sorted(swaps):
        word = case.text[start:end]
        new = _made_up(chance) if not given or all("\u4e00" <= sign <= "\u9fff" for sign in word) else word
        out += [case.text[done:start], new]
        size += start - done
        private.add((size, size + len(new)))
        size += len(new)
        done = end
    return "".join([*out, case.text[done:]]), private


def _made_up(chance: random.Random) -> str:
    raw = load("names")
    family = chance.choice(raw["compound"].split()) if chance.random() < 0.1 else chance.choice(raw["single"])
    if chance.random() < 0.35:
        family = chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
    pool = raw["given"] if chance.random() < 0.8 else "".join(sorted(set(raw["single"])))
    return family + "".join(chance.choice(pool) for _ in range(chance.choice([1, 2, 2])))
