"""A piece on paper and on screens."""

from qunfang.materials.services.printing.forms import FORMS, TILE, Form
from qunfang.materials.services.printing.typesetting import Copy, Wish, code_svg, public_copy, site_copy, typeset

__all__ = ["FORMS", "TILE", "Copy", "Form", "Wish", "code_svg", "public_copy", "site_copy", "typeset"]
