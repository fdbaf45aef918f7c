"""One Vega-Lite source per chart → SVG on pages (and PNG in documents), drawn without a browser."""

from __future__ import annotations

from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from qunfang.coverage.queries import Count

COLOURS = {"verified": "#2f7d4f", "claimed": "#9cc9ab", "rejected": "#b3362b", "missing": "#e6e4dd"}
FACE = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def state_words() -> dict[str, str]:
    """State → the word on screen, in the order of the bar."""
    words = [_("Verified"), _("Waiting"), _("Returned"), _("Missing")]
    return dict(zip(COLOURS, words, strict=True))


def month_bars(months: dict[str, Count], *, width: int = 860, height: int = 220) -> str:
    """Stacked bars, one a month ('2026-09' → Count), as an SVG document."""
    words = state_words()
    rows = [
        {"month": month, "state": words[state], "pieces": getattr(count, state), "order": place}
        for month, count in months.items()
        for place, state in enumerate(COLOURS)
    ]
    scale = {"domain": list(words.values()), "range": list(COLOURS.values())}
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "background": None,
        "data": {"values": rows},
        "mark": {"type": "bar", "size": 64},
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "pieces", "type": "quantitative", "title": None, "axis": {"tickCount": 4}},
            "color": {"field": "state", "type": "nominal", "scale": scale, "legend": {"title": None, "orient": "top"}},
            "order": {"field": "order"},
        },
        "config": {
            "font": FACE,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 13, "labelColor": "#5b6880", "domainColor": "#dfe3ea", "gridColor": "#eceff4"},
            "legend": {"labelFontSize": 13, "labelColor": "#14233a"},
        },
    }
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg
