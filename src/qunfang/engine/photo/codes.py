"""QR and bar codes in a picture."""

from __future__ import annotations

import zxingcpp

from qunfang.engine.photo.pixels import open_picture

LONGEST = 2400


def codes_of(content: bytes) -> list[str]:
    """Texts of all codes found, in reading order, none twice. Raises UnreadablePicture."""
    picture = open_picture(content, longest=LONGEST)
    found = zxingcpp.read_barcodes(picture, try_rotate=True, try_downscale=True, try_invert=True)
    ordered = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return list(dict.fromkeys(code.text for code in ordered if code.text))
