"""What changes people, their posts and invitations."""

from qunfang.people.services.accounts import (
    deactivate,
    password_secret,
    person_of_secret,
    reactivate,
    set_password,
    set_preferences,
)
from qunfang.people.services.invitations import (
    accept_as,
    accept_invitation,
    first_administrator_link,
    invite,
    open_invitation,
    withdraw_invitation,
)
from qunfang.people.services.posts import end_post, give_post, resume_post

__all__ = [
    "accept_as",
    "accept_invitation",
    "deactivate",
    "end_post",
    "first_administrator_link",
    "give_post",
    "invite",
    "open_invitation",
    "password_secret",
    "person_of_secret",
    "reactivate",
    "resume_post",
    "set_password",
    "set_preferences",
    "withdraw_invitation",
]
