"""Makes the projection that turns a picture's details into words: src/qunfang/engine/photo/data/words.npz.

Learned from descriptors of pictures given on the command line (any folder of photographs): the 24 strongest principal
directions, scaled alike and turned at random (seeded), parted at their medians. Only these sums are kept, no picture.

    python tools/photo_words.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from qunfang.engine.photo.detail import detail_of
from qunfang.engine.photo.fingerprint import BITS, lasting

MOST = 72


def main(folder: Path) -> None:
    found = []
    for path in sorted(folder.rglob("*.[jp][pn]g")):
        detail = detail_of(path.read_bytes())
        found.append(detail.descriptors[lasting(detail, MOST)])
    sample = np.concatenate(found).astype(np.float64)
    centred = sample - sample.mean(axis=0)
    strengths, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    main_axes = axes[:, ::-1][:, :BITS] / np.sqrt(strengths[::-1][:BITS]) ** 0.5
    turn, _ = np.linalg.qr(np.random.default_rng(20261125).standard_normal((BITS, BITS)))
    directions = (main_axes @ turn).astype(np.float32)
    thresholds = np.median(sample @ directions, axis=0).astype(np.float32)
    target = Path(__file__).parents[1] / "src/qunfang/engine/photo/data/words.npz"
    np.savez_compressed(target, directions=directions, thresholds=thresholds)
    print(f"{len(sample)} details of {len(found)} pictures → {target.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
