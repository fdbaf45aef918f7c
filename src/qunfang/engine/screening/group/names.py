"""Who poses as whom: nicknames laid bare of titles, signs and look-alike spelling, compared with the roster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from qunfang.engine.screening.group.scene import Member
from qunfang.engine.screening.group.words import words
from qunfang.engine.screening.normalise import normalise

_BRACKETS = re.compile(r"[(\[{<【《][^)\]}>】》]*[)\]}>】》]?")
_NO_NAME = re.compile(r"[^\u4e00-\u9fffa-z]")
_KIN = re.compile(r"(?:爸爸|妈妈|爸|妈|奶奶|爷爷|外公|外婆|姥姥|姥爷|姑姑|阿姨|叔叔|舅舅|家长|哥哥|姐姐)$")
TRUSTED = frozenset({"teacher", "staff", "bot"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """The roster member whom a name imitates. `exact`: the same bare name; else the same sound or one sign off."""

    member: Member
    exact: bool


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """The name itself: no titles, no brackets, no signs, in simplified characters and lower case."""
    plain = normalise(name).text
    core = _NO_NAME.sub("", _BRACKETS.sub("", plain)) or _NO_NAME.sub("", plain)
    for title in words().titles:
        if core != title and len(core) > len(title):
            core = core.removeprefix(title)
        if core != title and len(core) > len(title):
            core = core.removesuffix(title)
    return core


@lru_cache(maxsize=50_000)
def sound(core: str) -> str:
    """The sound of a name, without tones; nasal and retroflex endings alike, as ears mix them up."""
    return "".join(lazy_pinyin(core)).replace("ng", "n").replace("zh", "z").replace("ch", "c").replace("sh", "s")


def is_kin(name: str) -> bool:
    """A parent's way of naming: 某某妈妈. Two parents may share such a name."""
    return bool(_KIN.search(_BRACKETS.sub("", normalise(name).text)))


def likeness(name: str, sender: str, roster: Iterable[Member]) -> Likeness | None:
    """Whom of the roster a nickname of `sender` imitates. None for the person, and for who is known by another name."""
    core = bare(name)
    if not core:
        return None
    close: Likeness | None = None
    for member in roster:
        if member.id == sender or member.role == "unknown":
            continue
        other = bare(member.name)
        if other == core and (len(core) > 1 or member.role in TRUSTED):
            return Likeness(member=member, exact=True)
        if close is None and member.role in TRUSTED and _near(core, other):
            close = Likeness(member=member, exact=False)
    return close


def _near(core: str, other: str) -> bool:
    """The same sound in other characters, or one letter added to the whole name."""
    if len(core) < 2 or len(other) < 2:
        return False
    if len(core) == len(other):
        return sound(core) == sound(other)
    longer, shorter = (core, other) if len(core) > len(other) else (other, core)
    extra = longer.replace(shorter, "", 1)
    return shorter in longer and len(shorter) >= 2 and extra.isascii()
