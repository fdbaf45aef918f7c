"""The counter's protocol as data (data/counter.yaml), compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from qunfang.engine.screening.normalise import DATA
from qunfang.engine.screening.phrases import Phrases, compiled

PLACES = ("purpose", "talk", "seen")
SIDES = ("fraud", "doubt", "ground")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """Something said or seen that moves the sum by `weight` (log-odds)."""

    id: str
    side: str
    weight: float
    types: tuple[str, ...]
    places: frozenset[str]
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question, which doubts it is about, and how far an honest or a coached answer moves the sum."""

    id: str
    kinds: frozenset[str]
    about: frozenset[str]
    clears: float
    catches: float
    known: re.Pattern[str]
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Protocol:
    """One version of the protocol. `slip` holds the weights of what stands on the slip."""

    version: str
    hold: float
    least_fraud: float
    proceed: float
    slip: Mapping[str, Any]
    signs: tuple[Sign, ...]
    phrases: Phrases  # by the signs' ids
    questions: tuple[Question, ...]


@cache
def protocol() -> Protocol:
    """The shipped protocol."""
    return protocol_of(yaml.load((DATA / "counter.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def protocol_of(source: Mapping[str, Any]) -> Protocol:
    """A protocol from its YAML. Raises KeyError, ValueError or re.error for what a protocol cannot be."""
    bands = source["bands"]
    return Protocol(
        version=str(source["version"]),
        hold=float(bands["hold"]),
        least_fraud=float(bands["least_fraud"]),
        proceed=float(bands["proceed"]),
        slip=source["slip"],
        signs=tuple(_sign(each) for each in source["signs"]),
        phrases=Phrases({each["id"]: each["when"] for each in source["signs"]}),
        questions=tuple(_question(each) for each in source["questions"]),
    )


def _sign(entry: Mapping[str, Any]) -> Sign:
    if entry["side"] not in SIDES:
        raise ValueError(f"{entry['id']}: side is none of {', '.join(SIDES)}")
    return Sign(
        id=entry["id"],
        side=entry["side"],
        weight=float(entry["weight"]),
        types=tuple(entry["types"]),
        places=frozenset(entry.get("in", PLACES)),
        zh=entry["zh"],
        en=entry["en"],
    )


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=entry["id"],
        kinds=frozenset(entry["for"]),
        about=frozenset(entry["about"]),
        clears=float(entry["clears"]),
        catches=float(entry["catches"]),
        known=compiled(entry["known"]),
        zh=entry["zh"],
        en=entry["en"],
    )
