"""The library's words fit their channels; own pieces go from draft to published and never change after."""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import replace

import pytest

from qunfang.common.errors import Conflict, Forbidden, Invalid, NotFound
from qunfang.materials.access import access_own_piece, access_piece, may_change, visible_pieces
from qunfang.materials.models import PIECE_MOVES, Audience, ContentPiece, Picture, PieceState, Topic
from qunfang.materials.services import (
    LIMITS,
    begin_version,
    change_draft,
    channel_texts,
    draft_piece,
    drop_draft,
    library,
    plant_library,
    publish_piece,
    words_of,
)
from qunfang.materials.services import library as read_library
from tests.cast import Cast

DATABASE = pytest.mark.django_db


def test_the_library_speaks_to_every_audience_of_every_type_with_every_picture() -> None:
    pieces = [each.words for each in library()]
    assert len(pieces) >= 60
    assert {each["audience"] for each in pieces} == set(Audience.values)
    assert {each["topic"] for each in pieces} == set(Topic.values)
    assert {each["picture"] for each in pieces} <= set(Picture.values)
    assert sum(each["topic"] == Topic.PERSONAL_DATA for each in pieces) >= 5


@pytest.mark.parametrize("each", library(), ids=lambda each: each.key)
def test_a_piece_fits_every_channel(each: object) -> None:
    words = each.words  # type: ignore[attr-defined]
    over = {name for name, limit in LIMITS.items() if len(words.get(name, "")) > limit}
    assert over == set()
    assert len(words["sms"]) <= 60, "leaves room for a provider's signature of ten characters"
    assert len(words["steps"]) == 3
    assert all(4 <= len(step) <= 24 for step in words["steps"])
    assert max(map(len, words["title"].split())) <= 9, "a line of a poster's headline"
    texts = {text.name: text for text in channel_texts(ContentPiece(**words))}
    assert all(text.length <= text.limit for text in texts.values())
    assert words["message"] in texts["group"].text
    assert not re.search(r"[,;!?]|\s{2}", words["message"] + words["sms"]), "Chinese marks"


def test_no_two_pieces_say_the_same() -> None:
    for name in ("message", "sms", "speech"):
        for one, other in itertools.combinations([each.words[name] for each in library()], 2):
            assert difflib.SequenceMatcher(None, one, other).quick_ratio() < 0.8 or (
                difflib.SequenceMatcher(None, one, other).ratio() < 0.7
            ), (one, other)


@DATABASE
def test_the_library_is_planted_once_and_a_new_edition_supersedes_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ContentPiece.objects.built_in().current().count() == len(read_library())
    assert plant_library() == 0
    first = ContentPiece.objects.built_in().first()
    ContentPiece.objects.filter(pk=first.pk).update(version=0)
    assert plant_library() == 1
    states = dict(ContentPiece.objects.filter(key=first.key).values_list("version", "state"))
    assert states == {0: PieceState.SUPERSEDED, 1: PieceState.PUBLISHED}


@DATABASE
def test_an_own_piece_is_drafted_changed_published_and_then_stands_still(cast: Cast) -> None:
    words = words_of(ContentPiece.objects.built_in().first())
    draft = draft_piece(cast.town, words=words, by=cast.officer)
    changed = change_draft(draft, words=replace(words, title="青石镇 提个醒", source="案例 17"), by=cast.officer)
    assert (changed.title, changed.source) == ("青石镇 提个醒", "案例 17")
    publish_piece(changed, by=cast.officer)
    for act in (publish_piece, drop_draft):
        with pytest.raises(Conflict):
            act(changed, by=cast.officer)
    with pytest.raises(Conflict):
        change_draft(changed, words=words, by=cast.officer)
    second = begin_version(changed, by=cast.officer)
    assert begin_version(changed, by=cast.officer).pk == second.pk
    publish_piece(second, by=cast.officer)
    changed.refresh_from_db()
    assert (changed.state, second.version) == (PieceState.SUPERSEDED, 2)


@DATABASE
def test_what_does_not_fit_is_refused_with_the_field(cast: Cast) -> None:
    words = words_of(ContentPiece.objects.built_in().first())
    wrong = {
        "sms": replace(words, sms="字" * 71),
        "topic": replace(words, topic="none"),
        "title": replace(words, title=" "),
        "steps": replace(words, steps=["一"] * 5),
    }
    for field, given in wrong.items():
        with pytest.raises(Invalid) as refused:
            draft_piece(cast.town, words=given, by=cast.officer)
        assert refused.value.field == field
    unfinished = draft_piece(cast.town, words=replace(words, sms=""), by=cast.officer)
    with pytest.raises(Invalid) as refused:
        publish_piece(unfinished, by=cast.officer)
    assert refused.value.field == "sms"


@DATABASE
def test_a_draft_is_seen_by_its_makers_and_a_published_piece_by_those_below(cast: Cast) -> None:
    built_in = ContentPiece.objects.built_in().first()
    own = draft_piece(cast.town, words=words_of(built_in), by=cast.officer)
    assert may_change(cast.officer, own)
    for user in (cast.field_worker, cast.neighbour, cast.leader, cast.stranger):
        with pytest.raises(NotFound):
            access_piece(user, own.pk)
    publish_piece(own, by=cast.officer)
    assert access_piece(cast.field_worker, own.pk) == own
    assert own not in visible_pieces(cast.neighbour)
    with pytest.raises(Forbidden):
        access_own_piece(cast.field_worker, own.pk)
    with pytest.raises(Forbidden):
        access_own_piece(cast.admin, built_in.pk)
    assert visible_pieces(cast.stranger).count() == len(library())


def test_states_move_only_forward() -> None:
    assert set(PIECE_MOVES) == set(PieceState.values)
    assert PIECE_MOVES[PieceState.SUPERSEDED] == frozenset()
