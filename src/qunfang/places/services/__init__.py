"""What changes units and sites."""

from qunfang.places.services.branches import merge_units, split_unit
from qunfang.places.services.reshaping import reshaping

__all__ = ["merge_units", "reshaping", "split_unit"]
