"""Reads a group message by message and raises at most one alert for each danger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qunfang.engine.screening.group.files import is_program
from qunfang.engine.screening.group.leaks import Leaks
from qunfang.engine.screening.group.money import is_collection, is_registered, names_account, names_money
from qunfang.engine.screening.group.names import TRUSTED, bare, is_kin, likeness
from qunfang.engine.screening.group.scene import Member, Message, Room
from qunfang.engine.screening.group.words import words
from qunfang.engine.screening.normalise import normalise
from qunfang.engine.screening.screener import Screener

LOUD = frozenset({"fake_fee", "malicious_file", "leak"})
SHILL_WITHIN = 40  # messages after a danger within which an accomplice speaks up


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One danger, at the first message that tells it. `level`: notice (look) or alarm (money is at risk now)."""

    message_id: str
    kind: str
    level: str
    says: str


@dataclass(kw_only=True, slots=True)
class _Sender:
    """What is known of an account in this group."""

    trusted: bool = False  # teacher or staff of the roster, or brought in by one
    placed: bool = False  # anybody of the roster whose role is known
    poses_as: Member | None = None
    poses_exactly: bool = False
    told: set[str] = field(default_factory=set)  # kinds alerted for this account


class Guard:
    """One group under watch. Feed it messages in order; each gives its alerts at once."""

    def __init__(self, room: Room, *, engine: Screener | None = None, language: str = "zh") -> None:
        self.room = room
        self._engine = engine
        self._language = language
        self._senders: dict[str, _Sender] = {}
        self._dangers = 0  # messages since the last danger that a shill could confirm, 0 for none
        self._names = {member.id: bare(member.name) for member in room.roster}
        self._shilled = False  # whether an accomplice of the last danger was told
        self._leaks = Leaks()
        for member in room.roster:
            known = member.role != "unknown"
            self._senders[member.id] = _Sender(trusted=member.role in TRUSTED, placed=known)

    def see(self, message: Message) -> list[Alert]:
        """The alerts that this message gives rise to."""
        sender = self._senders.setdefault(message.sender, _Sender())
        self._dangers += 1 if self._dangers else 0
        self._name(message, sender)
        if message.kind in ("join", "rename", "recall"):
            return self._posing(message, sender, asks=False)
        text = normalise(message.text).text
        heard = _heard(text)
        if "warns" in heard and (sender.placed or sender.trusted) and not sender.poses_as:
            return []
        kinds = self._kinds(message, text, heard, sender)
        return self._posing(message, sender, asks=bool(kinds)) + [
            alert for kind in kinds for alert in self._alert(message, sender, kind)
        ]

    def _name(self, message: Message, sender: _Sender) -> None:
        if message.kind == "join" and self._brought_in(message):
            sender.trusted = True
        if sender.trusted or (sender.placed and bare(message.name) == self._names[message.sender]):
            return
        alike = likeness(message.name, message.sender, self.room.roster)
        if alike:
            sender.poses_as, sender.poses_exactly = alike.member, alike.exact

    def _brought_in(self, message: Message) -> bool:
        """Did somebody of the staff invite the newcomer?"""
        host, invited, _ = message.text.partition("邀请")
        return bool(invited) and any(
            each.name in host for each in self.room.roster if each.role in TRUSTED and each.id != message.sender
        )

    def _posing(self, message: Message, sender: _Sender, *, asks: bool) -> list[Alert]:
        """A name that imitates: at once for a teacher or leader, for a parent only when something is asked."""
        if not sender.poses_as or (sender.poses_as.role not in TRUSTED and not asks and _shared(sender.poses_as)):
            return []
        return self._alert(message, sender, "impersonation", whom=sender.poses_as.name)

    def _kinds(self, message: Message, text: str, heard: set[str], sender: _Sender) -> list[str]:
        """The dangers of one message, apart from its sender's name."""
        found: list[str] = []
        if is_program(message.file or message.url, trusted=sender.trusted):
            found.append("malicious_file")
        asks_data = "sensitive" in heard
        link = (
            bool(message.url)
            or "http" in text
            or message.qr.startswith("http")
            or any(cue in text for cue in (".com", ".cn", ".top", ".test"))
        )
        if self._leaks.sees(text, message, asks=asks_data):
            found.append("leak")
        if self._phishes(heard, link, sender, asks_data=asks_data and (link or _by_code(text))):
            found.append("phishing_link")
        if self._hijacked(text, heard, sender):
            found += [] if sender.poses_as else ["hijacked"]
            found.append("scam_offer")
        elif "phishing_link" not in found and self._fake_fee(message, text, heard, sender):
            found += ["hijacked"] if sender.trusted and names_account(text) else []
            found.append("fake_fee")
        elif "phishing_link" not in found and self._offers(text, heard, sender):
            found.append("scam_offer")
        if not found and self._is_shill(message, heard, sender):
            found.append("shill")
        return found

    def _phishes(self, heard: set[str], link: bool, sender: _Sender, *, asks_data: bool) -> bool:
        if asks_data:
            return True
        return link and "lure_link" in heard and not sender.trusted and not sender.placed

    def _hijacked(self, text: str, heard: set[str], sender: _Sender) -> bool:
        """Somebody asks the group, or a colleague, for a loan or for a payment on their behalf."""
        if "borrows" not in heard or "jokes" in heard or is_collection(text, self.room.fees):
            return False
        return names_account(text) or "hurry_story" in heard or ("pays" in heard and names_money(text))

    def _fake_fee(self, message: Message, text: str, heard: set[str], sender: _Sender) -> bool:
        if "jokes" in heard and not sender.poses_as:
            return False
        asks = (
            message.kind == "qr" or bool(message.qr) or ("pays" in heard and (names_money(text) or names_account(text)))
        )
        if not asks or is_registered(message, text, self.room.fees):
            return False
        private = "channel" in heard or message.kind == "qr" or bool(message.qr) or names_account(text)
        if sender.trusted:
            return names_account(text) or (private and "proper" not in heard and "urges" in heard)
        if sender.placed and not sender.poses_as:
            return private and "proper" not in heard and "urges" in heard and names_money(text) and "每" in text
        return private or "urges" in heard

    def _offers(self, text: str, heard: set[str], sender: _Sender) -> bool:
        if "offers" in heard and "invites" in heard and not sender.trusted:
            return True
        if sender.placed or sender.trusted or self._engine is None or len(text) < 12:
            return False
        if sender.poses_as and "pays" not in heard and "offers" not in heard:
            return False  # so far only the name; that is told already
        return self._engine.screen(text).level == "high"

    def _is_shill(self, message: Message, heard: set[str], sender: _Sender) -> bool:
        near = 0 < self._dangers <= SHILL_WITHIN
        return (
            near
            and message.kind in ("text", "image")
            and "paid" in heard
            and not sender.placed
            and not sender.trusted
            and not sender.told
        )

    def _alert(self, message: Message, sender: _Sender, kind: str, *, whom: str = "") -> list[Alert]:
        shown = "impersonation" if kind == "hijacked" else kind
        if shown in sender.told or (shown == "leak" and self._leaks.told) or (shown == "shill" and self._shilled):
            return []
        self._shilled |= shown == "shill"
        sender.told.add(shown)
        if shown == "leak":
            self._leaks.told = True
        if shown in ("fake_fee", "scam_offer", "phishing_link"):
            self._dangers = 1
            self._shilled = False
            sender.told |= {"scam_offer", "fake_fee"} if shown != "phishing_link" else {"scam_offer"}
        says = words().says[kind][self._language].format(who=message.name, whom=whom)
        level = "alarm" if shown in LOUD or kind == "hijacked" or "scam_offer" in sender.told else "notice"
        return [Alert(message_id=message.id, kind=shown, level=level, says=says)]


def _shared(member: Member) -> bool:
    """May two people rightly carry this name? Parents are named after a child."""
    return is_kin(member.name)


def _has_link(message: Message, text: str) -> bool:
    coded = message.qr.startswith("http")
    return bool(message.url) or coded or any(mark in text for mark in ("http", ".com", ".cn", ".top", ".test"))


def _by_code(text: str) -> bool:
    """Are people sent to a form by a code to scan?"""
    return any(word in text for word in ("扫码", "扫一扫", "二维码", "表单", "小程序"))


def _heard(text: str) -> set[str]:
    return words().ideas.heard(text)


def watch(
    room: Room, messages: Iterable[Message], *, engine: Screener | None = None, language: str = "zh"
) -> Sequence[Alert]:
    """All alerts of a group's messages, in order."""
    guard = Guard(room, engine=engine, language=language)
    return [alert for message in messages for alert in guard.see(message)]
