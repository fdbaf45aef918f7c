"""Word lists and grammar, read once from data/*.yaml, and scanners made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qunfang.engine.plantext.sieve import Sieve

DATA = Path(__file__).parent / "data"
REMEMBERED = 2048  # stretches of text of the last few documents whose reading is kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A word of a list found in the text: where, which word, and the concepts it stands for."""

    start: int
    end: int
    word: str
    keys: tuple[str, ...]


@cache
def load(name: str) -> Any:
    """One data file, parsed."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # fmt: skip


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """One alternation of all patterns at `keys` of a data file; one that never matches where there are none."""
    found = load(name)
    for key in keys:
        found = found.get(key, []) if isinstance(found, dict) else found
    return re.compile("|".join(f"(?:{each})" for each in found) if found else r"(?!)")


@cache
def named(name: str) -> dict[str, re.Pattern[str]]:
    """Key → pattern for a flat data file of patterns."""
    return {key: pattern(name, key) for key in load(name)}


def present(name: str, text: str) -> list[str]:
    """Keys of a flat data file of patterns whose pattern is found in `text`, in the file's order.

    Most patterns cannot match for want of a sign that each of their ways needs; those are passed over unsearched.
    """
    return sieve(name).names(text)


@cache
def sieve(name: str) -> Sieve:
    """The patterns of a flat data file."""
    return Sieve(named(name).items())


@cache
def _scanner(name: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    words: dict[str, tuple[str, ...]] = {}
    for key, each in load(name).items():
        for word in each:
            words[word] = (*words.get(word, ()), key)
    return re.compile(trie(words)), words


def scan(name: str, text: str) -> list[Hit]:
    """Words of a flat data file of plain words found in `text`, the longest first where several begin, no overlaps."""
    regex, words = _scanner(name)
    return [
        Hit(start=match.start(), end=match.end(), word=match[0], keys=words[match[0]]) for match in regex.finditer(text)
    ]


def trie(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words`, sharing their beginnings, so that it runs fast."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(sign) + _branch(after) for sign, after in sorted(node.items()) if sign]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{body})?" if "" in node else body


def labels() -> dict[str, dict[str, str]]:
    """What the closed lists are called in Chinese: list → value → name."""
    found: dict[str, dict[str, str]] = load("labels")
    return found
