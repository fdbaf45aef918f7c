"""What changes units and sites."""

from qunfang.places.services.branches import merge_units, split_unit
from qunfang.places.services.reshaping import reshaping
from qunfang.places.services.rosters import (
    commit_upload,
    drop_upload,
    keep_upload,
    own_upload,
    preview_roster,
    template_bytes,
)
from qunfang.places.services.sites import SiteFacts, add_site, change_site, close_site, reopen_site
from qunfang.places.services.units import add_unit, change_unit, close_unit, move_unit, reopen_unit

__all__ = [
    "SiteFacts",
    "add_site",
    "add_unit",
    "change_site",
    "change_unit",
    "close_site",
    "close_unit",
    "commit_upload",
    "drop_upload",
    "keep_upload",
    "merge_units",
    "move_unit",
    "own_upload",
    "preview_roster",
    "reopen_site",
    "reopen_unit",
    "reshaping",
    "split_unit",
    "template_bytes",
]
