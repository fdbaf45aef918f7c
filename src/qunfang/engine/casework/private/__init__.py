"""Personal data in a narrative: names, numbers, accounts and addresses, found and covered with ＊."""

from qunfang.engine.casework.private.cover import Private, cover, find_private

__all__ = ["Private", "cover", "find_private"]
