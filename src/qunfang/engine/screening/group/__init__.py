"""The group guard: a group's roster, its registered fees and its messages in order → alerts."""

from qunfang.engine.screening.group.guard import Alert, Guard, watch
from qunfang.engine.screening.group.scene import Fee, Member, Message, Room, Unreadable, room_of

__all__ = ["Alert", "Fee", "Guard", "Member", "Message", "Room", "Unreadable", "room_of", "watch"]
