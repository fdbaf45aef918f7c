"""What a message names: numbers, links, accounts, amounts, codes, apps and bodies, with their places."""

from qunfang.engine.screening.extract.links import Link, read_link
from qunfang.engine.screening.extract.things import Thing, extract, telling

__all__ = ["Link", "Thing", "extract", "read_link", "telling"]
