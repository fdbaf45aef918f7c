"""`qunfang case` as people call it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from qunfang.cli import app

NOTE = "事主裴玉兰（女，52岁）接到自称客服的电话，说误开会员每月扣费，她按要求转账8000元，后报警。"
KEYS = {"id", "type", "outcome", "channel", "loss_yuan", "victim", "stages", "entities", "masked"}


def run(*args: str, stdin: bytes | str = "") -> str:
    result = CliRunner().invoke(app, ["case", *args], input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_lines_in_are_lines_out_in_order_and_a_broken_one_says_so() -> None:
    lines = [
        json.dumps({"id": "a", "text": NOTE}, ensure_ascii=False),
        "not json",
        '{"id": "b"}',
        "[1]",
        '{"id": 7, "text": ""}',
    ]
    out = [json.loads(line) for line in run("--jsonl", stdin="\n".join(lines)).splitlines()]
    assert [each["id"] for each in out] == ["a", None, "b", None, 7]
    assert set(out[0]) == KEYS == set(out[4])
    assert out[0]["victim"] == {"age": 52, "sex": "f"}
    assert set(out[0]["entities"]) == {"phones", "accounts", "apps", "links", "amounts"}
    assert all("error" in out[place] for place in (1, 2, 3))


def test_a_narrative_on_the_command_line_or_in_a_file_is_shown_masked(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    for told in (run(NOTE), run(str(path)), run("-", stdin=NOTE.encode())):
        assert "冒充电商物流客服" in told
        assert "8,000" in told
        assert "裴玉兰" not in told
    assert "service" in run(NOTE, "--language", "en")
