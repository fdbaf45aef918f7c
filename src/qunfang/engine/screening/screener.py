"""The screener: texts in, verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qunfang.engine.screening import semantic
from qunfang.engine.screening.memory import Memory
from qunfang.engine.screening.model.folders import live_path
from qunfang.engine.screening.model.kernel import BITS, Floats, Stream, buckets, stream, sums
from qunfang.engine.screening.model.weights import CEILING, TYPE_BITS, Model, load
from qunfang.engine.screening.model.wording import strongest
from qunfang.engine.screening.script import Cue, Found, all_cues
from qunfang.engine.screening.signs import Signs, read
from qunfang.engine.screening.verdict import LEVELS, Reason, Verdict, advise

MOST_REASONS = 8
CHUNK = 256  # texts whose n-grams are summed at once
CHUNK_LENGTH = 400_000  # characters of a chunk, so that memory stays bounded
KNOWN = ("known_scam", "和已经确认的骗局几乎一样", "Nearly the same as a confirmed swindle")
WORDING = ("wording", "这句话的写法常见于骗局", "Swindlers often put it like this")
WORDINGS = 2  # stretches named where fewer cues than that were found
UNLIKE_ANY_CUE = ("whole_text", "整段话的写法和已知的骗局很像", "The wording as a whole is like known swindles")


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Verdicts of many texts as arrays: risks, levels (index into LEVELS), types (index into `names`, -1 for none)."""

    risks: npt.NDArray[np.float32]
    levels: npt.NDArray[np.int8]
    types: npt.NDArray[np.int8]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """The sum for one text, and its learned part."""

    total: float
    learned: float


class Screener:
    """One model, ready to read. Thread-safe: nothing changes after it is made."""

    def __init__(self, model: Model, *, semantic: bool = False, memory: Memory | None = None) -> None:
        known = {name: place for place, name in enumerate(model.cues)}
        places = [known.get(cue.id, -1) for cue in all_cues()]
        self.model = model
        self.semantic = semantic
        self.memory = memory
        self._cues: tuple[Cue, ...] = all_cues()
        self._weights = [float(model.mix.cues[place]) if place >= 0 else 0.0 for place in places]
        self._type_table = np.ascontiguousarray(model.type_ngrams.T)
        columns = [model.type_cues[:, place] if place >= 0 else np.zeros(len(model.types)) for place in places]
        self._type_cues = np.stack(columns).astype(np.float32)

    def screen(self, text: str, *, role: str = "resident", language: str = "zh") -> Verdict:
        """The verdict on one message."""
        return self.screen_many([text], role=role, language=language)[0]

    def screen_many(self, texts: Sequence[str], *, role: str = "resident", language: str = "zh") -> list[Verdict]:
        """Verdicts in the same order. Memory grows with the longest chunk only."""
        found: list[Verdict] = []
        for chunk in chunks(texts):
            signs = [read(text) for text in chunk]
            signed = stream([each.normal.text for each in signs])
            ngrams = (sums(signed, self.model.ngrams) + np.float32(self.model.constant)).tolist()
            kinds = _LazyBuckets(signed)
            totals = [self.score(each, ngram).total for each, ngram in zip(signs, ngrams, strict=True)]
            if self.semantic:
                totals = _second_look(totals, signs)
            for place, each in enumerate(signs):
                verdict = self._verdict(each, totals[place], (kinds, place), (role, language))
                found.append(self._remembered(verdict, each, role=role, language=language))
        return found

    def screen_batch(self, texts: Sequence[str]) -> Batch:
        """The same verdicts as arrays, for bulk work."""
        verdicts = self.screen_many(texts)
        names = {name: place for place, name in enumerate(self.model.types)}
        return Batch(
            risks=np.array([each.risk for each in verdicts], dtype=np.float32),
            levels=np.array([LEVELS.index(each.level) for each in verdicts], dtype=np.int8),
            types=np.array([names[each.type] if each.type else -1 for each in verdicts], dtype=np.int8),
            names=self.model.types,
        )

    def labels(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Stage one alone: does each text look like fraud by its n-grams? Much faster than a verdict, less exact."""
        parts = [self.model.quick(chunk) >= self.model.scale.quick for chunk in chunks(texts, most=1024)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.bool_)

    def score(self, signs: Signs, ngrams: float) -> Score:
        """The sum for what was read, with the given n-gram score."""
        mix = self.model.mix
        ideas = self.model.idea_score(signs.features)
        learned = mix.ngrams * _clip(ngrams) + mix.ideas * _clip(ideas)
        return Score(total=learned + self.cue_sum(signs.numbers) + mix.constant, learned=learned)

    def cue_sum(self, numbers: Sequence[int]) -> float:
        """What the cues add. Monotone: one more scam cue never lowers it."""
        scam = sum(self._cues[number].scam for number in numbers)
        steps = self.model.mix.counts[: min(scam, len(self.model.mix.counts))]
        return sum(self._weights[number] for number in numbers) + sum(steps)

    def risk(self, total: float) -> float:
        """The calibrated probability for a sum."""
        scale = self.model.scale
        return 1.0 / (1.0 + exp(-max(-40.0, min(40.0, scale.slope * total + scale.offset))))

    def level(self, total: float) -> str:
        """low, medium or high for a sum."""
        scale = self.model.scale
        return "high" if total >= scale.high else "medium" if total >= scale.medium else "low"

    def _verdict(self, signs: Signs, total: float, kinds: tuple[_LazyBuckets, int], reader: tuple[str, str]) -> Verdict:
        level = self.level(total)
        role, language = reader
        kind = self._type(signs, *kinds) if level != "low" else None
        return Verdict(
            risk=self.risk(total),
            level=level,
            type=kind,
            reasons=self._reasons(signs, level, language),
            advice=advise(level, kind, role=role, language=language),
            model=self.model.version,
        )

    def _remembered(self, verdict: Verdict, signs: Signs, *, role: str, language: str) -> Verdict:
        """The verdict, raised to high where the known-scam memory holds nearly the same message."""
        if self.memory is None or self.memory.find(signs.normal.text) is None:
            return verdict
        reason = _learned(KNOWN, 0, signs.normal.source_length, language)
        scam = tuple(each for each in verdict.reasons if each.scam)
        return replace(
            verdict,
            risk=max(verdict.risk, self.risk(self.model.scale.high)),
            level="high",
            reasons=(reason, *scam),
            advice=advise("high", verdict.type, role=role, language=language),
        )

    def _type(self, signs: Signs, kinds: _LazyBuckets, place: int) -> str:
        columns, scale = kinds.of(place)
        scores = self._type_table[columns].sum(axis=0)
        if signs.cues:
            scores = scores + self._type_cues[signs.numbers].sum(axis=0)
        return self.model.types[int(np.argmax(scores * scale + self.model.type_constants))]

    def _reasons(self, signs: Signs, level: str, language: str) -> tuple[Reason, ...]:
        wanted = [each for each in signs.cues if self._cues[each.cue].scam == (level != "low")]
        if len(wanted) > MOST_REASONS:
            best = sorted(wanted, key=lambda each: -abs(self._weights[each.cue]))[:MOST_REASONS]
            wanted = sorted(best, key=lambda each: each.start)
        found = [self._reason(signs, each, language) for each in wanted]
        if level != "low" and len(found) < WORDINGS:
            found += self._wordings(signs, WORDINGS - len(found), language)
            found.sort(key=lambda each: each.start)
        if found or level == "low":
            return tuple(found)
        return (_learned(UNLIKE_ANY_CUE, 0, signs.normal.source_length, language),)

    def _wordings(self, signs: Signs, most: int, language: str) -> list[Reason]:
        """The stretches that the learned model weighs most, where the cues say little."""
        found = strongest(signs.normal.text, self.model.ngrams, most=most)
        spans = [signs.normal.span(each.start, each.end) for each in found]
        return [_learned(WORDING, start, end, language) for start, end in spans]

    def _reason(self, signs: Signs, found: Found, language: str) -> Reason:
        cue = self._cues[found.cue]
        start, end = signs.normal.span(found.start, found.end)
        says = cue.en if language == "en" and cue.en else cue.zh
        return Reason(start=start, end=end, cue=cue.id, says=says, stage=cue.stage, scam=cue.scam)


class _LazyBuckets:
    """The coarse buckets of a chunk, made when the first text needs a type."""

    def __init__(self, signs: Stream) -> None:
        self._signs = signs
        self._columns: list[npt.NDArray[np.uint32]] | None = None

    def of(self, place: int) -> tuple[npt.NDArray[np.uint32], Floats]:
        """The buckets of one text, and its scale."""
        if self._columns is None:
            self._columns = [each >> np.uint32(BITS - TYPE_BITS) for each in buckets(self._signs.codes)]
        start = int(self._signs.starts[place])
        end = start + int(self._signs.counts[place]) + (len(self._columns) - 1)
        inside = np.flatnonzero(self._signs.codes[start:end]) + start
        return np.concatenate([each[inside] for each in self._columns]), self._signs.scale[place]


def _learned(words: tuple[str, str, str], start: int, end: int, language: str) -> Reason:
    """A reason that comes from no cue: its name, its words in Chinese and English."""
    name, zh, en = words
    return Reason(start=start, end=end, cue=name, says=en if language == "en" else zh, stage="contact", scam=True)


def _second_look(totals: list[float], signs: Sequence[Signs]) -> list[float]:
    """The sums after doubtful texts were read by meaning too."""
    head = semantic.head()
    doubtful = [place for place, total in enumerate(totals) if head.low < total < head.high]
    if doubtful:
        vectors = semantic.embed([signs[place].normal.text for place in doubtful])
        for place, vector in zip(doubtful, vectors, strict=True):
            totals[place] = head.mix(totals[place], vector)
    return totals


def chunks(texts: Sequence[str], *, most: int = CHUNK) -> list[Sequence[str]]:
    """Runs of texts of at most `most` pieces and about CHUNK_LENGTH characters."""
    found: list[Sequence[str]] = []
    start = length = 0
    for place, text in enumerate(texts):
        if place > start and (place - start >= most or length + len(text) > CHUNK_LENGTH):
            found.append(texts[start:place])
            start, length = place, 0
        length += len(text)
    if start < len(texts):
        found.append(texts[start:])
    return found


def _clip(score: float) -> float:
    return max(-CEILING, min(CEILING, score))


@cache
def screener(folder: Path | None = None) -> Screener:
    """The screener with the model that counts: the shipped one, or the live one of `folder`."""
    return Screener(load(live_path(folder)), semantic=semantic.is_installed())
