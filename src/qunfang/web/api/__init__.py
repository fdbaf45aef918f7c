"""The REST interface, described by /api/openapi.json."""

from qunfang.web.api.house import api

__all__ = ["api"]
