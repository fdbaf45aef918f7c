"""Reused photos found and honest ones left alone, on the made world of the tests; look-ups among millions.

    python -m benchmarks.photo 200 1 10     200 places, 1 and 10 million fingerprints (an hour, 8 GB)
    python -m benchmarks.photo 40 1         40 places, 1 million fingerprints
    QUNFANG_BENCH_PHOTO=200,10 make bench   the same within the whole table

Places of the benchmark have seeds from 5000 on; none of them was looked at while the thresholds were chosen. Two
pictures of one print hung at two places (`same print elsewhere`) count among the honest ones.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import cv2  # noqa: E402
import imagehash  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from qunfang.engine.photo.detail import Detail, detail_of  # noqa: E402
from qunfang.engine.photo.fingerprint import STORED, fingerprint_in, probes_in  # noqa: E402
from qunfang.engine.photo.index import PhotoIndex, build_from_table  # noqa: E402
from qunfang.engine.photo.matching import Relation, compare_pictures  # noqa: E402
from tests.engine.photo.world.alterations import ONE  # noqa: E402
from tests.engine.photo.world.camera import jpeg  # noqa: E402
from tests.engine.photo.world.cases import Case, cases, original  # noqa: E402

FIRST, OTHERS, MOST_OTHERS = 5000, 900_000, 40
PEER_BITS = 10
"""Bits of 64 that may differ for the peer to call two pictures the same (imagehash's customary threshold)."""


BOUNDS = {"reused_found": ">= 0.99", "several_alterations_found": "", "honest_accused": "<= 0.01"}
"""Share of each group said to be the same picture, and what was promised of it."""


@dataclass
class Seen:
    """Everything measured on the places."""

    known: dict[int, Detail] = field(default_factory=dict)
    asked: list[tuple[Case, Detail]] = field(default_factory=list)
    hashes: dict[int, Any] = field(default_factory=dict)
    peer: Counter[tuple[str, bool]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def looked_at(places: int) -> Seen:
    """All pictures of the places, as details; the peer's verdict on each beside it."""
    seen = Seen()
    for seed in range(FIRST, FIRST + places):
        for case in cases(seed):
            content = jpeg(case.shot, 75 if case.reused else 88)
            detail = detail_of(content)
            phash = imagehash.phash(Image.fromarray(case.shot))
            if case.name == "original":
                seen.known[seed], seen.hashes[seed] = detail, phash
                continue
            seen.asked.append((case, detail))
            seen.peer[group_of(case), phash - seen.hashes[seed] <= PEER_BITS] += 1
        print(f"place {seed - FIRST + 1} of {places}", file=sys.stderr)
    return seen


def filled(seen: Seen, count: int) -> PhotoIndex:
    """An index of `count` made-up fingerprints and the places' originals (their keys negative).

    The made-up ones are drawn from words of real details with a few bits turned, so that common words stay common.
    Most of these words come from other places: were all of them the asked places' own, every made-up picture would
    look like those.
    """
    chance = np.random.default_rng(count)
    others = [detail_of(jpeg(original(OTHERS + number)[3], 88)) for number in range(MOST_OTHERS)]
    pool = np.concatenate([fingerprint_in(detail) for detail in [*seen.known.values(), *others]])
    table = np.empty((count, STORED), np.uint32)
    for start in range(0, count, 200_000):
        words = pool[chance.integers(0, len(pool), (min(200_000, count - start), STORED))]
        for _ in range(6):
            bit = np.uint32(1) << chance.integers(0, 24, words.shape).astype(np.uint32)
            words = words ^ np.where(chance.random(words.shape) < 0.8, bit, np.uint32(0))
        table[start : start + len(words)] = words
    index = build_from_table(np.arange(count, dtype=np.int64), table)
    for seed, detail in seen.known.items():
        index.append(-seed, fingerprint_in(detail))
    return index.settle()


def row(name: str, value: float, unit: str, bound: str, **more: Any) -> dict[str, Any]:
    """One line of the table; `bound` is "<= 20", ">= 0.99" or empty where nothing was promised."""
    sign, limit = bound.split() if bound else ("", "nan")
    holds = {"<=": value <= float(limit), ">=": value >= float(limit)}.get(sign)
    number = float(limit) if bound else None
    return {"name": f"photo.{name}", "value": round(value, 4), "unit": unit, "bound": number, "holds": holds, **more}


def verdicts(seen: Seen, index: PhotoIndex) -> list[dict[str, Any]]:
    """Recall through the index and the comparison; accusations by comparing with the own original in any case."""
    counts: dict[str, Counter[str]] = {}
    for case, detail in seen.asked:
        found = {candidate.key for candidate in index.look_up(probes_in(detail))}
        begun = time.process_time()
        same = compare_pictures(detail, seen.known[case.seed]).relation is Relation.SAME
        seen.seconds.append(time.process_time() - begun)
        tally = counts.setdefault(case.name, Counter())
        tally["all"] += 1
        tally["same"] += same and (-case.seed in found or not case.reused)
        tally["not in index"] += -case.seed not in found
        if case.reused != same:
            print(f"  {case.seed} {case.kind}: {case.name}", file=sys.stderr)
    return [_share(counts, seen, group, bound) for group, bound in BOUNDS.items()]


def group_of(case: Case) -> str:
    """What a picture is asked for: altered in one of the ways promised, in several at once, or honest."""
    if not case.reused:
        return "honest_accused"
    return "reused_found" if case.name in ONE else "several_alterations_found"


def _share(counts: dict[str, Counter[str]], seen: Seen, group: str, bound: str) -> dict[str, Any]:
    names = sorted({case.name for case, _ in seen.asked if group_of(case) == group})
    total, same = (sum(counts[name][key] for name in names) for key in ("all", "same"))
    peer = seen.peer[group, True] / max(1, seen.peer[group, True] + seen.peer[group, False])
    figures = {f"imagehash.phash_{PEER_BITS}_of_64_bits": round(peer, 4)}
    told = f"{same} of {total}; " + ", ".join(f"{name} {counts[name]['same']}/{counts[name]['all']}" for name in names)
    return row(group, same / total, "share", bound, peers=figures, told=told)


def look_ups(seen: Seen, index: PhotoIndex, *, bound: str) -> dict[str, Any]:
    """99th percentile of a look-up, with brute-force Hamming over as many 64-bit hashes beside it."""
    probes = [probes_in(detail) for _, detail in seen.asked[:400]]
    for each in probes[:20]:
        index.look_up(each)
    begun = time.process_time()
    ours = [_timed(lambda each=each: index.look_up(each)) for each in probes]
    processor = (time.process_time() - begun) * 1000 / len(probes)
    hashes = np.random.default_rng(1).integers(0, 2**63, len(index), dtype=np.uint64)
    peer = [_timed(lambda n=n: np.flatnonzero(np.bitwise_count(hashes ^ hashes[n]) <= PEER_BITS)) for n in range(60)]
    name = f"look_up_{len(index) // 1_000_000}_million_p99_ms"
    figures = {"brute_force_64_bits_numpy": round(float(np.percentile(peer, 99)), 2)}
    figures |= {"imagehash_in_python": round(imagehash_ms(len(index)), 1)}
    told = f"{len(probes)} look-ups, one core; median {np.median(ours):.1f} ms; processor time {processor:.1f} ms each"
    return row(name, float(np.percentile(ours, 99)), "ms", bound, peers=figures, told=told)


def imagehash_ms(count: int) -> float:
    """What imagehash's own comparison, one by one, needs for `count` hashes; measured on 20,000 of them."""
    chance = np.random.default_rng(2)
    stored = [imagehash.ImageHash(bits) for bits in chance.random((20_000, 8, 8)) < 0.5]
    taken = min(_timed(lambda: [each - stored[0] <= PEER_BITS for each in stored]) for _ in range(2))
    return taken * count / len(stored)


def _timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def rows(places: int = 5, millions: tuple[int, ...] = (1,)) -> list[dict[str, Any]]:
    """The table of this benchmark; `QUNFANG_BENCH_PHOTO` ("places,millions…") asks for more than the quick look."""
    asked = [int(each) for each in os.environ.get("QUNFANG_BENCH_PHOTO", "").split(",") if each]
    places, millions = (asked[0], tuple(asked[1:]) or millions) if asked else (places, millions)
    cv2.setNumThreads(1)
    seen = looked_at(places)
    made: list[dict[str, Any]] = []
    for number in millions:
        index = filled(seen, number * 1_000_000)
        if not made:
            made += verdicts(seen, index)
            told = f"{len(seen.seconds)} comparisons of 640-pixel details, processor time"
            made.append(row("compare_two_ms", float(np.median(seen.seconds)) * 1000, "ms", "", peers={}, told=told))
        made.append(look_ups(seen, index, bound="<= 20" if number == 1 else "<= 100"))
        del index
    return made


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    sizes = tuple(int(each) for each in sys.argv[2:]) or (1,)
    print(json.dumps(rows(wanted, sizes), ensure_ascii=False, indent=1))
