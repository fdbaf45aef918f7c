"""Jobs of this room."""

from __future__ import annotations

from qunfang.materials.services.batches import make_batch

__all__ = ["make_batch"]
