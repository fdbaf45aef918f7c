"""The forms that a piece can take, as data: design, size, where it hangs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form. `width` and `height` in `unit`; `design` names the drawing in data/print."""

    name: str
    label: str | Promise
    design: str
    width: int
    height: int
    unit: str = "mm"
    for_sites: bool = True

    @property
    def size(self) -> str:
        """As a clerk tells it to a print shop."""
        return f"{self.width} × {self.height} {self.unit}"


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form(name="poster-a3-bold", label=_("Poster A3, strong colour"), design="bold", width=297, height=420),
        Form(name="poster-a3-calm", label=_("Poster A3, quiet paper"), design="calm", width=297, height=420),
        Form(name="poster-a2-bold", label=_("Poster A2, strong colour"), design="bold", width=420, height=594),
        Form(name="poster-a2-calm", label=_("Poster A2, quiet paper"), design="calm", width=420, height=594),
        Form(name="poster-a4-bold", label=_("Poster A4, strong colour"), design="bold", width=210, height=297),
        Form(name="poster-a4-calm", label=_("Poster A4, quiet paper"), design="calm", width=210, height=297),
        Form(name="lift", label=_("Lift card"), design="lift", width=300, height=210),
        Form(name="counter", label=_("Counter card"), design="counter", width=148, height=210),
        Form(name="desk", label=_("Desk card, folded"), design="desk", width=210, height=198),
        Form(name="leaflet", label=_("Leaflet in three folds"), design="leaflet", width=297, height=210),
        Form(name="window", label=_("Display window"), design="window", width=1200, height=900),
        Form(name="banner", label=_("Banner"), design="banner", width=6000, height=700, for_sites=False),
        Form(name="led", label=_("LED slide"), design="led", width=1280, height=720, unit="px", for_sites=False),
        Form(name="card", label=_("Web card"), design="card", width=1080, height=1440, unit="px", for_sites=False),
    )
}
TILE = 1000
"""Width in mm of one page of a banner for the print shop."""
