"""What the pocket's script says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Key → sentence; `{n}` and the like are filled in by the script."""
    return {
        **_of_sending(),
        "overdue": _("Overdue"),
        "soon": _("Within 3 days"),
        "later": _("Later"),
        "returned": _("Returned"),
        "nothing": _("Nothing is open. Well done."),
        "never": _("Open this page once while there is a network; your list then stays on this phone."),
        "looked": _("Last look: {time}"),
        "site": _("Only the place you scanned is shown."),
        "asked": _("Asked: at least {n}."),
        "by": _("by {day}"),
        "photos": _("{n} photos"),
        "remove": _("Remove this photo"),
        "kept": _("Kept on this phone. It is sent as soon as there is a network."),
        "empty": _("Take a photo or write a note first."),
        "full": _("At most 9 photos at once."),
        "unread": _("This phone cannot read “{name}”. Take the photo once more."),
        "no_room": _("This phone has no room left. Delete something and try again."),
        "left_out": _("{n} later ones are not shown here."),
        "kept_here": _("{n} kept on this phone"),
    }


def _of_sending() -> dict[str, str]:
    return {
        "waits": _("{n} wait to be sent"),
        "drop": _("Drop"),
        "drop_sure": _("Drop this proof and its photos? They exist only on this phone."),
        "sending": _("Being sent"),
        "new": _("Waits for its turn"),
        "signal": _("No signal. It is sent by itself when there is one."),
        "login": _("You are signed out."),
        "login_link": _("Log in again"),
        "other": _("Kept by {name}, who must log in to send it."),
        "server": _("The server is busy. It is tried again by itself."),
        "refused": _("Refused: {reason}"),
        "sent": _("{n} sent. They count once they have been reviewed."),
    }
