"""The guard finds each danger of a group once, in time, and leaves quiet groups in peace."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunfang.engine.screening import screener
from qunfang.engine.screening.group import Member, Message, Room, Unreadable, room_of, watch
from qunfang.engine.screening.group.files import is_program
from qunfang.engine.screening.group.names import bare, likeness

from .scenes import groups

GROUPS = groups()
TEACHER = Member(id="t1", name="班主任 李娜老师", role="teacher")


@pytest.mark.parametrize("row", GROUPS, ids=[row["id"] for row in GROUPS])
def test_each_written_group_gives_its_alerts_and_no_other(row: dict[str, Any]) -> None:
    room, messages = room_of(row)
    found = [(alert.message_id, alert.kind) for alert in watch(room, messages, engine=screener())]
    assert found == [(each["message_id"], each["kind"]) for each in row["expected"]["alerts"]]


@pytest.mark.parametrize(
    "name",
    ["李娜老师", "李娜 老师", "李娜老師", "李娜老师①", "李🌸娜老师", "李娜（语文）", "李纳老师", "丽娜老师", "李娜。"],
)
def test_a_name_that_imitates_a_teacher_is_told(name: str) -> None:
    assert likeness(name, "x9", [TEACHER]) is not None


@pytest.mark.parametrize("name", ["王娜老师", "李娜娜妈妈", "娜姐", "李老师家属", "阳光"])
def test_another_name_is_left_alone(name: str) -> None:
    assert likeness(name, "x9", [TEACHER]) is None


def test_nobody_imitates_himself() -> None:
    assert likeness("李娜老师", "t1", [TEACHER]) is None


def test_titles_are_taken_off_a_name() -> None:
    assert bare("班主任 李娜老师(语文)") == bare("李娜") == "李娜"


@pytest.mark.parametrize(
    ("name", "trusted", "bad"),
    [
        ("成绩单.apk", True, True),
        ("通知.pdf.exe", False, True),
        ("期末成绩.zip", False, True),
        ("期末成绩.zip", True, False),
        ("通知.pdf", False, False),
        ("", False, False),
    ],
)
def test_files_that_install_something_are_told_by_name(name: str, trusted: bool, bad: bool) -> None:
    assert is_program(name, trusted=trusted) is bad


@given(
    text=st.text(max_size=300), name=st.text(max_size=30), kind=st.sampled_from(["text", "qr", "file", "link", "join"])
)
def test_no_message_breaks_it(text: str, name: str, kind: str) -> None:
    message = Message(id="1", at=None, sender="x", name=name, kind=kind, text=text, file=text, qr=text, url=text)
    alerts = watch(Room(roster=(TEACHER,)), [message, message])
    assert len({alert.kind for alert in alerts}) == len(alerts)


def test_a_group_without_anything_is_quiet() -> None:
    assert watch(*room_of({})) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"group": 3}, "group is not an object"),
        ({"messages": 3}, "messages is not a list"),
        ({"group": {"fees": [{"title": "a"}]}}, "no amount"),
        ({"messages": [{"at": "soon"}]}, "ISO 8601"),
    ],
)
def test_a_row_that_is_no_group_says_what_is_wrong(row: dict[str, Any], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        room_of(row)
