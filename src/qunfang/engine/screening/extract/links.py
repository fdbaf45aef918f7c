"""Links: whose they are, and whether they imitate somebody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from publicsuffixlist import PublicSuffixList

from qunfang.engine.screening.normalise import DATA

LINK = re.compile(
    r"(?:https?://|www\.)[a-z0-9\-._~:/?#@!$&*+=%]{3,400}"
    r"|(?<![a-z0-9@.\-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}(?![a-z0-9])(?:[:/?][a-z0-9\-._~:/?#@!$&*+=%]{0,400})?"
    r"|(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{2,5})?/[a-z0-9\-._~/?#=&%]{0,400}"
)
_HOST = re.compile(r"^(?:https?://)?(?:[^/@]*@)?([^/:?#]+)")
_IP = re.compile(r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$")
_SWAPS = str.maketrans("0135", "oles")
NOT_ENDINGS = frozenset({"apk", "exe", "doc", "docx", "pdf", "jpg", "png", "mp", "xls", "xlsx", "zip", "rar", "txt"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link and what can be told of it without going there. `kind` is one word of KINDS."""

    host: str
    domain: str
    kind: str
    owner: str = ""


KINDS = ("official", "government", "short", "ip", "imitation", "cheap", "other")


@cache
def _lists() -> dict[str, Any]:
    raw = yaml.load((DATA / "domains.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        "official": {domain: str(words).split() for domain, words in raw["official"].items()},
        "short": frozenset(raw["short"]),
        "tokens": tuple(str(each) for each in raw["tokens"]),
        "cheap": frozenset(raw["cheap"]),
    }


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def read_link(text: str) -> Link | None:
    """Read a link as it stands in a normalised text; None where it is no link after all (a file name, a number)."""
    found = _HOST.match(text)
    host = found.group(1).strip(".") if found else ""
    if _IP.match(host):
        return Link(host=host, domain=host, kind="ip")
    domain = _suffixes().privatesuffix(host) if "." in host else None
    if domain is None or host.rsplit(".", 1)[-1] in NOT_ENDINGS:
        return None
    lists = _lists()
    if host.endswith(".gov.cn") or domain.endswith(".gov.cn"):
        return Link(host=host, domain=domain, kind="government")
    for candidate in (host, domain):
        if candidate in lists["official"]:
            return Link(host=host, domain=domain, kind="official", owner=lists["official"][candidate][0])
        if candidate in lists["short"]:
            return Link(host=host, domain=domain, kind="short")
    kind = "imitation" if _imitates(host, lists["tokens"]) else "other"
    if kind == "other" and domain.rsplit(".", 1)[-1] in lists["cheap"]:
        kind = "cheap"
    return Link(host=host, domain=domain, kind=kind)


def _imitates(host: str, tokens: tuple[str, ...]) -> bool:
    """Does a label carry an owner's token, plainly or with digits for letters?"""
    for label in host.split(".")[:-1]:
        for shape in {label, label.translate(_SWAPS)}:
            parts = shape.split("-")
            for token in tokens:
                if (
                    token in parts
                    or (len(token) >= 4 and token in shape)
                    or (shape.startswith(token) and len(token) > 2)
                ):
                    return True
    return False
