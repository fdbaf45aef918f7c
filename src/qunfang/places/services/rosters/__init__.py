"""Rosters: spreadsheets of units and sites, looked through first, then written whole or not at all."""

from qunfang.places.services.rosters.drafts import Problem
from qunfang.places.services.rosters.planting import plant_roster
from qunfang.places.services.rosters.previews import Line, Preview, preview_roster
from qunfang.places.services.rosters.templates import template_bytes
from qunfang.places.services.rosters.uploads import commit_upload, drop_upload, keep_upload, own_upload

__all__ = [
    "Line",
    "Preview",
    "Problem",
    "commit_upload",
    "drop_upload",
    "keep_upload",
    "own_upload",
    "plant_roster",
    "preview_roster",
    "template_bytes",
]
