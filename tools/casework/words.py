"""Write engine/casework/data/words.bin: which short Chinese words are ordinary ones, as a bit set.

    python tools/casework/words.py dict.txt

`dict.txt` is the word list of jieba 0.42.1 (MIT licence; a word, its count and its kind a line); its names of persons
are left out. The bit set answers "seen" for about 3 % of other words, which is good enough as one sign among many.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from qunfang.engine.casework.private.words import BITS, WORDS, places

LEAST = 4  # counts below it are rare words or mistakes
PERSONS = frozenset({"nr", "nrt", "nrfg"})


def main() -> int:
    bits = np.zeros(1 << BITS, dtype=np.uint8)
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        if 2 <= len(word) <= 4 and int(count) >= LEAST and kind not in PERSONS:
            bits[list(places(word))] = 1
    WORDS.write_bytes(np.packbits(bits, bitorder="little").tobytes())
    print(f"{WORDS.name}: {WORDS.stat().st_size:,} bytes, {bits.mean():.1%} set")
    return 0


if __name__ == "__main__":
    sys.exit(main())
