"""From a piece and a form to PDF, PNG or SVG, in this process and without the network."""

from __future__ import annotations

import io
import json
import math
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import manimgx_fonts_cjk
import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from qunfang.common.errors import Invalid
from qunfang.materials.models import Audience, ContentPiece
from qunfang.materials.services.printing.forms import TILE, Form
from qunfang.places.models import Site

FOLDER = Path(__file__).resolve().parents[2] / "data" / "print"
FONTS = Path(manimgx_fonts_cjk.__file__).parent
LED_RANGE = (32, 8192)
LED_PIXELS = 8192 * 4096
MOST_PIXELS = 5000
BANNER_METRES = (0.5, 60.0)
ADDRESSED = {
    Audience.GENERAL: "写给每一位居民",
    Audience.ELDERS: "写给叔叔阿姨",
    Audience.WOMEN: "写给姐妹们",
    Audience.PUPILS: "写给同学们",
    Audience.PARENTS: "写给家长朋友",
    Audience.ACCOUNTANTS: "写给财务同事",
    Audience.SHOP_OWNERS: "写给店家老板",
    Audience.TELLERS: "写给柜面同事",
}
Kind = Literal["pdf", "png", "svg"]
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One copy: its code as SVG, and where it hangs ('' for any place)."""

    qr: str
    place: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked of a form: `width` and `height` in its unit (0: its own size), large type."""

    form: Form
    large: bool = False
    width: int = 0
    height: int = 0

    def size(self) -> tuple[int, int]:
        """Width and height; Invalid where a screen or banner of that size cannot be made."""
        width, height = self.width or self.form.width, self.height or self.form.height
        sides = all(LED_RANGE[0] <= each <= LED_RANGE[1] for each in (width, height))
        if self.form.design == "led" and not (sides and width * height <= LED_PIXELS):
            raise Invalid(_("Give the screen's width and height in pixels, each from 32 to 8192."), field="width")
        least, most = (metres * 1000 for metres in BANNER_METRES)
        if self.form.design == "banner" and not (least <= width <= most and 200 <= height <= 2000):
            raise Invalid(
                _("Give the banner's length from 0.5 to 60 metres and its height from 0.2 to 2."), field="width"
            )
        return width, height


def code_svg(address: str) -> str:
    """A QR code as SVG without a quiet zone (the form draws it)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, omitsize=True, border=0, dark="#101b2e"
    )
    return out.getvalue().decode()


def public_copy() -> Copy:
    """For any place: the code leads to the page where anybody checks a message."""
    return Copy(qr=code_svg(f"{settings.ORIGIN}/check/"))


def site_copy(site: Site) -> Copy:
    """For one site: its own code and where it is."""
    place = f"{site.parent.name} {site.name}" if site.parent else site.name
    return Copy(
        qr=code_svg(f"{settings.ORIGIN}/s/{site.code or site.pk}/"),
        place=place,
        address=site.address or site.unit.name,
    )


def typeset(
    piece: ContentPiece, wish: Wish, *, copies: Sequence[Copy] = (), kind: Kind = "pdf", ppi: float = 0
) -> bytes:
    """The file. PNG and SVG give the first page, of a banner the overview.

    `ppi` of a PNG: 150 on paper but never more than `MOST_PIXELS` on the longer side; on screens a pixel is a pixel.
    """
    given = _given(piece, wish, copies or [public_copy()])
    if kind != "pdf":
        given["tiles"] = 0
    told = json.dumps(given, ensure_ascii=False)
    dots = ppi or _dots(wish)
    with _one_at_a_time:
        made: Any = _compiler().compile(
            FOLDER / "main.typ", format=kind, ppi=dots, sys_inputs={"given": told}, pdf_tags=False
        )
    return bytes(made[0] if isinstance(made, list) else made)


def _dots(wish: Wish) -> float:
    if wish.form.unit == "px":
        return 72
    inches = max(wish.size()) / 25.4 / (10 if wish.form.design == "banner" else 1)
    return min(150, MOST_PIXELS / inches)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FOLDER, font_paths=fonts)


def _given(piece: ContentPiece, wish: Wish, copies: Sequence[Copy]) -> dict[str, Any]:
    width, height = wish.size()
    words = ("title", "line", "message", "steps", "hotline", "speech", "picture")
    return {
        "design": wish.form.design,
        "unit": wish.form.unit,
        "w": width,
        "h": height,
        "large": wish.large,
        "audience": ADDRESSED[Audience(piece.audience)],
        "tile": TILE,
        "tiles": math.ceil(width / TILE),
        "piece": {name: getattr(piece, name) for name in words},
        "copies": [asdict(copy) for copy in copies],
    }
