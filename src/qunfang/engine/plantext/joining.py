"""Whether two neighbouring segments say one thing together: a topic and what is done, a thing and how many of it."""

from __future__ import annotations

from qunfang.engine.plantext.actors import subject_of
from qunfang.engine.plantext.clauses import Segment, Words
from qunfang.engine.plantext.features import cues_in, frames_in
from qunfang.engine.plantext.slots.cadence import cadences, stated_once
from qunfang.engine.plantext.slots.quantities import quantities


def neighbours(one: Segment, two: Segment) -> bool:
    """Whether two segments may say one thing: they stand side by side in one sentence, outside brackets."""
    return one.clause.sentence is two.clause.sentence and not one.clause.in_bracket and not two.clause.in_bracket


def join_cues(words: Words, one: Segment, two: Segment) -> list[str]:
    """What speaks for or against joining `two` to `one`."""
    found: dict[str, None] = {}
    a, b = words.plain(one.start, one.end), words.plain(two.start, two.end)
    frames_a, frames_b = _frames(a), _frames(b)
    for side, segment, text, frames in (("a", one, a, frames_a), ("b", two, b, frames_b)):
        marks = [*(f"c={cue}" for cue in cues_in(text)), *(f"f={frame}" for frame in frames), *_states(text)]
        marks += [f"v={key}" for hit in words.within("acts", segment.start, segment.end) for key in hit.keys]
        marks += [f"n={key}" for hit in words.within("nouns", segment.start, segment.end) for key in hit.keys]
        marks += [
            f"size={min((len(text) + 3) // 5, 6)}",
            f"frames={min(len(frames), 2)}",
            f"label={segment.clause.is_label}",
        ]
        found.update(dict.fromkeys(f"{side}:{mark}" for mark in marks))
    found[f"a:end={a[-1:]}"] = found[f"a:end2={a[-2:]}"] = None
    found[f"b:begin={b[:1]}"] = found[f"b:begin2={b[:2]}"] = found[f"a:begin={a[:1]}"] = None
    found[f"b:end={b[-1:]}"] = None
    shared = set(frames_a) & set(frames_b)
    found[f"shared={bool(shared)}"] = None
    found.update(dict.fromkeys(f"shared={each}" for each in sorted(shared)))
    found.update(dict.fromkeys(f"ab={x}+{y}" for x in frames_a or ["-"] for y in frames_b or ["-"]))
    found.update(dict.fromkeys(f"st={x}+{y}" for x in _states(a) for y in _states(b)))
    found[f"same_clause={one.clause is two.clause}"] = None
    found[f"sides={bool(frames_a)}+{bool(frames_b)}"] = None
    found[f"doers={bool(subject_of(a)[0])}+{bool(subject_of(b)[0])}"] = None
    found[f"lasts={two.clause.place == len(two.clause.sentence) - 1}"] = None
    return list(found)


def _frames(text: str) -> list[str]:
    return [each for each in frames_in(text) if each != "none"]


def _states(text: str) -> list[str]:
    told = [name for name, holds in (("count", quantities(text)), ("cadence", cadences(text)), ("time", stated_once(text)), ("doer", subject_of(text)[0])) if holds]  # fmt: skip
    return told or ["bare"]
