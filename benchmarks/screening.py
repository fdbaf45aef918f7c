"""How fast and how lean screening is, beside its peers, on the project's own SMS; one core, one run.

`rows()` gives the table; run by itself it prints it. Peers: fasttext-predict (reads a model that is written here in
its own file format, supervised, character n-grams 1–4 as words), scikit-learn's char TF-IDF + LinearSVC.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QUNFANG_SEMANTIC", "0")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from qunfang.engine.screening import screener
from training.examples import spelled_out, written

COUNT = 20_000
MEASURE_ALONE = "--alone"


def messages(count: int = COUNT) -> list[str]:
    """SMS of the training text, repeated with other digits until there are `count` (speed does not depend on truth)."""
    own = [each.text for each in [*written(), *spelled_out()] if each.channel in ("sms", None)]
    found = []
    for place in range(count):
        found.append(own[place % len(own)].translate(str.maketrans("0123456789", _turned(place // len(own)))))
    return found


def _turned(by: int) -> str:
    digits = "0123456789"
    return digits[by % 10 :] + digits[: by % 10]


def per_second(work: Callable[[list[str]], object], texts: list[str], *, runs: int = 3) -> float:
    """Texts a second of processor time (one core, whatever else runs): the median of several runs after a warm-up."""
    work(texts[:500])
    spans = []
    for _ in range(runs):
        start = time.process_time()
        work(texts)
        spans.append(time.process_time() - start)
    return len(texts) / statistics.median(spans)


def svm_speed(texts: list[str]) -> float:
    """scikit-learn: char TF-IDF (1–3) + LinearSVC, trained on the written text, predicting in one batch."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    own = written()
    pipe = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True), LinearSVC())
    pipe.fit([each.text for each in own], [each.fraud for each in own])
    return per_second(pipe.predict, texts, runs=1)


def fasttext_speed(texts: list[str]) -> float:
    """fasttext-predict on the same texts, characters as words."""
    from benchmarks.fasttext_model import small_model

    path = small_model([each.text for each in written()], [each.fraud for each in written()])
    import fasttext

    model = fasttext.load_model(str(path))
    spaced = [" ".join(text.replace("\n", " ")) for text in texts]
    return per_second(lambda batch: [model.predict(each) for each in batch], spaced, runs=1)


def alone() -> dict[str, float]:
    """Figures that need a process of their own: peak memory, time of one message."""
    engine = screener()
    texts = messages(4000)
    engine.screen_many(texts)
    spans = []
    for text in texts[:400]:
        start = time.perf_counter()
        engine.screen(text)
        spans.append(time.perf_counter() - start)
    # Not ru_maxrss: a process that was just forked inherits the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    return {"memory": peak, "one": 1000 * statistics.median(spans)}


def _row(name: str, measured: tuple[float, str], bound: tuple[str, float], peers: dict[str, float]) -> dict[str, Any]:
    (value, unit), (sign, limit) = measured, bound
    return {
        "name": f"screening.{name}",
        "value": round(value, 3),
        "unit": unit,
        "bound": round(limit, 2),
        "holds": value >= limit if sign == "≥" else value <= limit,
        "peers": {key: round(each, 1) for key, each in peers.items()},
    }


def rows() -> list[dict[str, Any]]:
    """The measurements of this module."""
    engine, texts = screener(), messages()
    full = per_second(engine.screen_many, texts[:4000])
    quick = per_second(engine.labels, texts)
    svm, fast = svm_speed(texts[:5000]), fasttext_speed(texts[:5000])
    own = per_second(engine.screen_many, texts[:500]), per_second(engine.screen_many, texts[:8000], runs=1)
    levels = [verdict.level != "low" for verdict in engine.screen_many(texts[:4000])]
    agreement = sum(a == bool(b) for a, b in zip(levels, engine.labels(texts[:4000]), strict=True)) / len(levels)
    run = subprocess.run([sys.executable, __file__, MEASURE_ALONE], capture_output=True, text=True, check=True)
    apart = json.loads(run.stdout.splitlines()[-1])
    return [
        _row("verdicts_a_second", (full, "1/s"), ("≥", 2000), {}),
        _row("labels_a_second", (quick, "1/s"), ("≥", fast), {"fasttext-predict": fast}),
        _row("labels_times_linearsvc", (quick / svm, "times"), ("≥", 10), {"LinearSVC": svm}),
        _row("labels_agree_with_verdicts", (agreement, "share"), ("≥", 0.85), {}),
        _row("cost_8000_to_500_messages", (own[0] / own[1], "times"), ("≤", 1.3), {}),
        _row("memory_mb", (apart["memory"], "MB"), ("≤", 300), {}),
        _row("one_message_ms", (apart["one"], "ms"), ("≤", 2), {}),
    ]


def main() -> int:
    """Print the table; exit 1 where a bound does not hold."""
    if MEASURE_ALONE in sys.argv:
        print(json.dumps(alone()))
        return 0
    table = rows()
    for row in table:
        mark = "ok " if row["holds"] else "NO "
        print(f"{mark} {row['name']}: {row['value']} {row['unit']} ({row['bound']}) {row['peers']}")
    return 0 if all(row["holds"] for row in table) else 1


if __name__ == "__main__":
    raise SystemExit(main())
