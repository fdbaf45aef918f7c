"""Reused photos found and honest ones left alone, on the made world of the tests; look-ups among millions.

    python -m benchmarks.photo 200 1 10     200 places, 1 and 10 million fingerprints (half an hour, 5 GB)
    python -m benchmarks.photo 20 1         20 places, 1 million fingerprints
    QUNFANG_BENCH_PHOTO=200,1,10 make bench the same within the whole table

Each place: its picture, eight ways of altering it, two combinations, and two of six honest second pictures (another
step, day, light, nearness, people, the banner moved by wind; the same print at another place). Places of the benchmark
have seeds from 5000 on. The first six were seen while thresholds were chosen, and 5022 moved one afterwards: take fresh
seeds for a figure that nothing was fitted to.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import cv2  # noqa: E402
import imagehash  # noqa: E402
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image  # noqa: E402

from qunfang.engine.photo.detail import detail_of  # noqa: E402
from qunfang.engine.photo.fingerprint import (  # noqa: E402
    BITS,
    STORED,
    Probes,
    Words,
    fingerprint_in,
    probes_in,
)
from qunfang.engine.photo.index import PhotoIndex, build_from_table  # noqa: E402
from qunfang.engine.photo.matching import Relation, compare_pictures  # noqa: E402
from tests.engine.photo.world.alterations import ONE  # noqa: E402
from tests.engine.photo.world.camera import jpeg  # noqa: E402
from tests.engine.photo.world.cases import Case, cases, original  # noqa: E402

FIRST, OTHERS, MOST_OTHERS = 5000, 900_000, 60
HONEST_EACH = 2
COMPARED = 24
"""Candidates that the product compares, at most (`evidence/checks/photos.py`)."""
PEER_BITS = 10
"""Bits of 64 that may differ for the peer to call two pictures the same (imagehash's customary threshold)."""
OWN_SHARE, TURNED = 0.9, (0.6, 0.25, 0.1, 0.05)
"""A made-up picture is one of the other places seen otherwise: share of its words kept, and how many bits turned."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What came of one picture beside the original of its place: the verdict, the peer's, what to ask the index."""

    seed: int
    kind: str
    name: str
    reused: bool
    same: bool
    reason: str
    peer: bool
    seconds: float
    probes: Probes


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One place: its original's fingerprint, and all other pictures of it."""

    seed: int
    words: Words
    looks: list[Look]


def seen_at(seed: int) -> Seen:
    """All pictures of one place, compared with its original."""
    first, *others = cases(seed, honest=HONEST_EACH)
    known, hashed = detail_of(_bytes(first)), imagehash.phash(Image.fromarray(first.shot))
    looks = []
    for case in others:
        detail, begun = detail_of(_bytes(case)), time.process_time()
        seen = compare_pictures(detail, known)
        seconds = time.process_time() - begun
        peer = imagehash.phash(Image.fromarray(case.shot)) - hashed <= PEER_BITS
        same = seen.relation is Relation.SAME
        told = {"seed": seed, "kind": case.kind, "name": case.name, "reused": case.reused}
        looks.append(Look(**told, same=same, reason=seen.reason, peer=peer, seconds=seconds, probes=probes_in(detail)))
    return Seen(seed=seed, words=fingerprint_in(known), looks=looks)


def _bytes(case: Case) -> bytes:
    return jpeg(case.shot, 75 if case.reused else 88)


def made_up(count: int) -> Words:
    """Fingerprints (count × 48 words) of a country that is full of the same slogans, prints and walls.

    Each is one of sixty other places seen otherwise: most of its words together, turned in a bit or two, the rest
    from any place. So words that go together stay together, and what is common stays common.
    """
    chance = np.random.default_rng(count)
    found = (fingerprint_in(detail_of(jpeg(original(OTHERS + number)[3], 88))) for number in range(MOST_OTHERS))
    pool = np.stack([np.resize(words, STORED) for words in found if len(words) >= STORED // 2])
    table = np.empty((count, STORED), np.uint32)
    for start in range(0, count, 100_000):
        size = (min(100_000, count - start), STORED)
        own = chance.random(size) < OWN_SHARE
        strange = pool[chance.integers(0, len(pool), size), chance.integers(0, STORED, size)]
        words = np.where(own, pool[chance.integers(0, len(pool), size[0])], strange)
        times = np.where(own, chance.choice(len(TURNED), size=size, p=TURNED), chance.integers(4, 9, size))
        for nth in range(8):
            bit = np.uint32(1) << chance.integers(0, BITS, size).astype(np.uint32)
            words = words ^ np.where(nth < times, bit, np.uint32(0))
        table[start : start + size[0]] = words
    return table


def filled(places: list[Seen], count: int) -> PhotoIndex:
    """An index of `count` made-up fingerprints and the places' originals (their keys negative)."""
    index = build_from_table(np.arange(count, dtype=np.int64), made_up(count))
    for place in places:
        index.append(-place.seed, place.words)
    return index.settle()


def row(name: str, value: float, unit: str, bound: str, **more: Any) -> dict[str, Any]:
    """One line of the table; `bound` is "<= 20", ">= 0.99" or empty where nothing was promised."""
    sign, limit = bound.split() if bound else ("", "nan")
    holds = {"<=": value <= float(limit), ">=": value >= float(limit)}.get(sign)
    number = float(limit) if bound else None
    return {"name": f"photo.{name}", "value": round(value, 4), "unit": unit, "bound": number, "holds": holds, **more}


def verdicts(places: list[Seen], index: PhotoIndex) -> list[dict[str, Any]]:
    """Recall through the index and the comparison; accusations by comparing with the own original in any case."""
    reused, honest = (
        [look for place in places for look in place.looks if look.reused is kind] for kind in (True, False)
    )
    found = [-look.seed in {each.key for each in index.look_up(look.probes, most=COMPARED)} for look in reused]
    both = [look.same and had for look, had in zip(reused, found, strict=True)]
    for look, had in zip(reused + honest, [*found, *[True] * len(honest)], strict=True):
        if look.same is not look.reused or not had:
            lost = "" if had else ", not among the candidates"
            print(f"  {look.seed} {look.kind}: {look.name}: {look.reason}{lost}", file=sys.stderr)
    named = [hit for look, hit in zip(reused, both, strict=True) if look.name in ONE]
    told = f"of {len(reused)} altered pictures of {len(places)} places {sum(look.same for look in reused)} told by "
    told += f"comparing, {sum(found)} among the {COMPARED} candidates; the eight named ways alone {sum(named)} of "
    told += f"{len(named)}; {_by_name(reused, both)}"
    return [
        row("recall", float(np.mean(both)), "share", ">= 0.99", peers=_peer(reused), told=told),
        row("accused", float(np.mean([look.same for look in honest])), "share", "<= 0.01", peers=_peer(honest),
            told=_by_name(honest, [look.same for look in honest])),
    ]  # fmt: skip


def _by_name(looks: list[Look], hits: list[bool]) -> str:
    every, hit = Counter(look.name for look in looks), Counter()
    for look, yes in zip(looks, hits, strict=True):
        hit[look.name] += yes
    return ", ".join(f"{name} {hit[name]}/{every[name]}" for name in sorted(every))


def _peer(looks: list[Look]) -> dict[str, float]:
    return {f"imagehash.phash_{PEER_BITS}_of_64_bits": round(float(np.mean([look.peer for look in looks])), 4)}


def look_ups(places: list[Seen], index: PhotoIndex, *, bound: str) -> dict[str, Any]:
    """99th percentile of a look-up, with brute-force Hamming over as many 64-bit hashes beside it."""
    asked = [look.probes for place in places for look in place.looks][:600]
    for each in asked[:20]:
        index.look_up(each)
    spent = [_timed(lambda each=each: index.look_up(each)) for each in asked]
    clock, processor = (np.array(each) for each in zip(*spent, strict=True))
    hashes = np.random.default_rng(1).integers(0, 2**63, len(index), dtype=np.uint64)
    peer = [_timed(lambda n=n: np.flatnonzero(np.bitwise_count(hashes ^ hashes[n]) <= PEER_BITS))[1] for n in range(40)]
    figures = {"brute_force_64_bits_numpy": round(float(np.percentile(peer, 99)), 2)}
    figures |= {"imagehash_in_python": round(imagehash_ms(len(index)), 1)}
    held = sum(each.nbytes for each in (index.keys, index.starts, index.pictures, index.poses)) / 2**20
    told = f"processor time of {len(asked)} look-ups, one core, median {np.median(processor):.1f} ms; by the clock "
    told += f"{np.median(clock):.1f} and {np.percentile(clock, 99):.1f} ms; the index holds {held:.0f} MB"
    name = f"lookup_{len(index) // 1_000_000}m_p99_ms"
    return row(name, float(np.percentile(processor, 99)), "ms", bound, peers=figures, told=told)


def imagehash_ms(count: int) -> float:
    """What imagehash's own comparison, one by one, needs for `count` hashes; measured on 20,000 of them."""
    bits: NDArray[np.bool_] = np.random.default_rng(2).random((20_000, 8, 8)) < 0.5
    stored = [imagehash.ImageHash(each) for each in bits]
    taken = min(_timed(lambda: [each - stored[0] <= PEER_BITS for each in stored])[1] for _ in range(2))
    return taken * count / len(stored)


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def rows(places: int = 5, millions: tuple[int, ...] = (1,)) -> list[dict[str, Any]]:
    """The table of this benchmark; `QUNFANG_BENCH_PHOTO` ("places,millions…") asks for more than the quick look."""
    asked = [int(each) for each in os.environ.get("QUNFANG_BENCH_PHOTO", "").split(",") if each]
    places, millions = (asked[0], tuple(asked[1:]) or millions) if asked else (places, millions)
    cv2.setNumThreads(1)
    seen = []
    for seed in range(FIRST, FIRST + places):
        seen.append(seen_at(seed))
        print(f"place {len(seen)} of {places}", file=sys.stderr)
    return table(seen, millions)


def table(seen: list[Seen], millions: tuple[int, ...]) -> list[dict[str, Any]]:
    """All lines from what was seen; recall at the first of the sizes."""
    made: list[dict[str, Any]] = []
    for number in millions:
        index = filled(seen, number * 1_000_000)
        if not made:
            made += verdicts(seen, index)
            seconds = [look.seconds for place in seen for look in place.looks]
            told = f"{len(seconds)} comparisons of 640-pixel details, processor time"
            made.append(row("compare_two_ms", float(np.median(seconds)) * 1000, "ms", "", peers={}, told=told))
        made.append(look_ups(seen, index, bound="<= 20" if number == 1 else "<= 100"))
        del index
    return made


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    sizes = tuple(int(each) for each in sys.argv[2:]) or (1,)
    print(json.dumps(rows(wanted, sizes), ensure_ascii=False, indent=1))
