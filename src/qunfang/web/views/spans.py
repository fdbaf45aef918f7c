"""Spans of a text → pieces that a page can light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of the text, and whether it is lit."""

    text: str
    lit: bool


def lit_pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The whole text cut at the edges of the spans; overlapping ones run together."""
    pieces: list[Piece] = []
    place = 0
    for first, last in sorted(spans):
        start, end = max(first, place), min(last, len(text))
        if start >= end:
            continue
        if start > place:
            pieces.append(Piece(text=text[place:start], lit=False))
        pieces.append(Piece(text=text[start:end], lit=True))
        place = end
    if place < len(text):
        pieces.append(Piece(text=text[place:], lit=False))
    return pieces
