"""Names of persons: every stretch that could be one, and what speaks for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from qunfang.engine.casework.lexicon import load, pattern
from qunfang.engine.casework.private.words import is_word
from qunfang.engine.casework.weigh import Linear, bucket, buckets

FAMILIAR_BITS = 16
NEAR = 2000  # signs around a candidate in which its repeats are counted
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•.][\u4e00-\u9fff]{1,8}){1,2}")
_CUED = re.compile(
    r"(?:事主|受害人|被害人|当事人|报警人|报案人|户名|收款人|姓名|我叫|俺叫|名叫|大名|舍友|室友|村民|学生|民警|柜员|在校生|嫌疑人)[:为是叫系]?([\u4e00-\u9fff]{2,4}?)(?=[(、,。;:在于接称被将把因到来说的报等和与向自]|$)"
)
_PERSON_AFTER = re.compile(r"[(,]?(?:男|女|今年|现年)?[,性]?[0-9]{1,2}岁|[(,](?:男|女|化名)")
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Families:
    """Surnames of one and of more signs, and signs that are common in given names."""

    single: frozenset[str]
    compound: tuple[str, ...]
    given: frozenset[str]
    shy: frozenset[str]
    never: frozenset[str]
    after_role: frozenset[str]


@cache
def families() -> Families:
    """The lists of data/names.yaml."""
    raw = load("names")
    return Families(
        single=frozenset(raw["single"]),
        compound=tuple(raw["compound"].split()),
        given=frozenset(raw["given"]),
        shy=frozenset(raw["shy"]),
        never=frozenset(raw["never"]),
        after_role=frozenset(raw["after_role"].split()),
    )


def candidates(flat: str) -> list[Span]:
    """Spans that could be a full name: a surname with one or two signs, a dotted name, what follows a role."""
    found = [*_by_surname(flat), *(match.span() for match in _DOTTED.finditer(flat))]
    for match in _CUED.finditer(flat):
        pairs = any(is_word(match[1][place : place + 2]) for place in range(len(match[1]) - 1))
        if match[1][0] not in families().after_role and (len(match[1]) == 2 or not pairs):
            found.append(match.span(1))
    return [span for span in dict.fromkeys(found) if _may_be(flat, *span)]


def _by_surname(flat: str) -> Iterator[Span]:
    lists = families()
    for place, sign in enumerate(flat):
        compound = next((each for each in lists.compound if flat.startswith(each, place)), "")
        for head in {1 if sign in lists.single else 0, len(compound)} - {0}:
            for size in (0, 1, 2) if head > 1 else (1, 2):
                end = place + head + size
                if end <= len(flat) and all(_HAN.match(each) for each in flat[place:end]):
                    yield place, end


def _may_be(flat: str, start: int, end: int) -> bool:
    """No name holds a particle; an everyday word, or a surname that is one, needs a role, an age or a sex beside it."""
    lists = families()
    family = 2 if flat.startswith(lists.compound, start) else 1
    if lists.never & set(flat[start + family : end]):
        return False
    title = pattern("names", "title").match(flat, start + family)
    if (title and len(title[0]) > 1) or (start and flat[start] in "元万" and flat[start - 1].isdigit()):
        return False
    after = bool(_PERSON_AFTER.match(flat, end))
    if is_word(flat[start:end]) and family == 1:
        return after or _has_role(flat, start, "strong")
    if start == 0 or after or family == 2 or end - start > 3 or _has_role(flat, start):
        return True
    given = set(flat[start + family : end])
    opens = flat[start - 1] in ",。;:、(" and len(given) == 2 and given <= lists.given
    return flat[start] not in lists.shy and (opens or not is_word(flat[start : start + 2]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """The learned judge: scores, which pairs of signs ordinary text knows (a bit set), and from which score on."""

    model: Linear
    familiar: npt.NDArray[np.uint8]
    least: float

    def knows(self, pair: str) -> bool:
        """Whether ordinary text has this pair of signs more than once."""
        number = bucket(pair, FAMILIAR_BITS)
        return bool(self.familiar[number >> 3] >> (number & 7) & 1)

    def find(self, flat: str) -> list[Span]:
        """Names in an evened text, no two overlapping, and every repeat of each."""
        judged = []
        for span in candidates(flat):
            score = float(self.model.scores(buckets(features(flat, span, self.familiar), self.model.bits))[0])
            if score >= self.least:
                judged.append((score, span))
        chosen: list[Span] = []
        taken = bytearray(len(flat))
        for _, span in sorted(judged, key=lambda each: (-each[0], each[1])):
            if not any(taken[span[0] : span[1]]):
                chosen.append(span)
                taken[span[0] : span[1]] = b"\x01" * (span[1] - span[0])
        return _repeated(flat, chosen)


def _has_role(flat: str, start: int, strength: str = "before") -> bool:
    head = flat[max(0, start - 6) : start]
    return any(match.end() == len(head) for match in pattern("names", strength).finditer(head))


def _repeated(flat: str, chosen: list[Span]) -> list[Span]:
    words = {flat[start:end] for start, end in chosen if end - start > 2}
    found = set(chosen)
    for word in words:
        for match in re.finditer(re.escape(word), flat):
            found.add(match.span())
    return sorted(found)


def features(flat: str, span: Span, familiar: npt.NDArray[np.uint8]) -> list[str]:
    """Names of the features of one candidate."""
    start, end = span
    word, head, tail = flat[start:end], flat[max(0, start - 4) : start], flat[end : end + 4]
    lists = families()
    compound = next((each for each in lists.compound if word.startswith(each)), "")
    given = word[len(compound) or 1 :]
    found = [
        f"size:{len(word)}:{bool(compound)}",
        f"family:{word[0]}",
        f"surname={word[0] in lists.single or bool(compound)}",
    ]
    found += [f"given:{sign}" for sign in given]
    found += [f"common-given={sum(sign in lists.given for sign in given)}/{len(given)}", f"dotted={'·' in word}"]
    found += [f"h{size}:{head[-size:]}" for size in (1, 2, 3)] + [f"t{size}:{tail[:size]}" for size in (1, 2, 3)]
    found += _cues(flat, start, end)
    found += _pairs(flat, span, familiar)
    count = flat.count(word, max(0, start - NEAR), end + NEAR)
    found.append(f"repeats={min(count, 3)}")
    return found


def _cues(flat: str, start: int, end: int) -> list[str]:
    head, tail = flat[max(0, start - 6) : start], flat[end : end + 8]
    after, title = pattern("names", "after"), pattern("names", "title")
    role = _has_role(flat, start)
    follows = bool(after.match(tail))
    weak = any(match.end() == len(head) for match in pattern("names", "weak").finditer(head))
    found = [f"role={role}:{weak}", f"follows={follows}", f"both={role and follows}"]
    found.append(f"titled={bool(title.match(flat, start + 1))}:{bool(title.match(tail))}")
    found.append(f"edge={not head or not _HAN.match(head[-1])}:{not tail or not _HAN.match(tail[0])}")
    found.append(f"person-after={bool(_PERSON_AFTER.match(tail))}")
    found.append(f"quoted={bool(head) and head[-1] in '“《‘'}")
    return found


def _pairs(flat: str, span: Span, familiar: npt.NDArray[np.uint8]) -> list[str]:
    """Whether ordinary text knows the pairs of signs inside the candidate and across its edges."""
    start, end = span
    inside = [flat[place : place + 2] for place in range(start, end - 1)]
    known = [_known(pair, familiar) for pair in inside]
    left = _known(flat[start - 1 : start + 1], familiar) if start else False
    right = _known(flat[end - 1 : end + 1], familiar) if end < len(flat) else False
    first = known[0] if known else False
    return [
        *_words(flat, start, end),
        f"known={sum(known)}/{len(known)}",
        f"first-known={first}",
        f"edges={left}:{right}",
        f"all={sum(known)}:{left}:{right}",
    ]


def _words(flat: str, start: int, end: int) -> list[str]:
    """Whether the candidate is an ordinary word, holds one, or cuts one in two at its edges."""
    whole = is_word(flat[start:end])
    head, tail = is_word(flat[start : start + 2]), is_word(flat[end - 2 : end])
    left = _cuts(flat, start, end, start)
    right = _cuts(flat, start, end, end)
    longer = any(
        is_word(flat[a:b])
        for a, b in ((start, end + 1), (start - 1, end), (start, end + 2))
        if a >= 0 and b <= len(flat)
    )
    shape = f"{whole:d}{head:d}{tail:d}"
    return [
        f"word={whole}",
        f"parts={shape}:{end - start}",
        f"cuts={left:d}{right:d}",
        f"shape={shape}{left:d}{right:d}",
        f"longer={longer}",
    ]


def _cuts(flat: str, start: int, end: int, edge: int) -> bool:
    """Whether an ordinary word of two or three signs lies across an edge of the candidate."""
    for size in (2, 3):
        for first in range(edge - size + 1, edge):
            if (
                first >= 0
                and first + size <= len(flat)
                and not (first <= start and end <= first + size)
                and is_word(flat[first : first + size])
            ):
                return True
    return False


def _known(pair: str, familiar: npt.NDArray[np.uint8]) -> bool:
    number = bucket(pair, FAMILIAR_BITS)
    return bool(familiar[number >> 3] >> (number & 7) & 1)
