"""A demo county with four published plans and three months of evidence, so that every page shows something true."""

from qunfang.demo.county import ensure_demo_county, print_accounts

__all__ = ["ensure_demo_county", "print_accounts"]
