"""Whole numbers from a seed, the same on every machine and with every version of Python."""

from __future__ import annotations

import hmac

SPAN = 1 << 256


class Stream:
    """HMAC-SHA256 in counter mode: number i is HMAC(key = seed in UTF-8, "qunfang-draw-1:PURPOSE:i"), i = 0, 1, …

    read as an unsigned 256-bit number, the first byte highest. A line can be made again with
    `printf 'qunfang-draw-1:PURPOSE:0' | openssl dgst -sha256 -hmac SEED`.
    """

    def __init__(self, *, seed: str, purpose: str) -> None:
        if not seed:
            raise ValueError("a draw needs a seed")
        self._key = seed.encode("utf-8")
        self._label = f"qunfang-draw-1:{purpose}:".encode()
        self._counter = 0

    def below(self, bound: int) -> int:
        """The next number from 0 to bound − 1, each equally likely.

        Numbers from the last, incomplete stretch of `bound` are thrown away and the next is taken: no bias
        from the remainder.
        """
        if not 1 <= bound <= SPAN:
            raise ValueError("the bound must be at least 1")
        limit = SPAN - SPAN % bound
        while True:
            number = int.from_bytes(hmac.digest(self._key, self._label + b"%d" % self._counter, "sha256"), "big")
            self._counter += 1
            if number < limit:
                return number % bound
