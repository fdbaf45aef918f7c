"""Which short words are ordinary Chinese words: a bit set made by tools/casework/words.py from jieba's list (MIT)."""

from __future__ import annotations

from functools import cache

from qunfang.engine.casework.lexicon import DATA
from qunfang.engine.casework.weigh import bucket

BITS = 21
WORDS = DATA / "words.bin"


def places(word: str) -> tuple[int, int]:
    """The two bits of a word."""
    return bucket(word, BITS), bucket(word + "#", BITS)


@cache
def _bits() -> bytes:
    return WORDS.read_bytes()


def is_word(word: str) -> bool:
    """Whether the list has the word (two to four signs); a few others are taken for words too."""
    bits = _bits()
    return all(bits[place >> 3] >> (place & 7) & 1 for place in places(word))
