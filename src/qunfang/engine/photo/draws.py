"""Which clean proofs are looked at twice: lots decided by a seed and the proof's key, so that a draw can be redone."""

from __future__ import annotations

import hashlib


def is_drawn(key: str, *, seed: str, share: float) -> bool:
    """Whether the lot falls on `key`; on `share` (0 … 1) of all keys, independently of each other."""
    lot = int.from_bytes(hashlib.sha256(f"{seed}:{key}".encode()).digest()[:8])
    return lot < share * 2**64
