"""`qunfang screen` and `qunfang model` as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qunfang.cli import app

SCAM = "我是公安局民警，你涉嫌洗钱，请把钱转到安全账户，不要告诉家人"


def run(*args: str, stdin: bytes | str = "") -> list[str]:
    result = CliRunner().invoke(app, list(args), input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_lines_in_are_lines_out_in_order_and_a_broken_one_says_so() -> None:
    lines = [
        json.dumps({"id": "a", "text": SCAM, "channel": "call"}, ensure_ascii=False),
        "not json",
        '{"id": "b"}',
        "[1]",
        '{"id": 7, "text": "晚上吃饺子"}',
        '{"id": "\\ud800", "text": "\\ud800\\udc00x"}',
    ]
    out = [json.loads(line) for line in run("screen", "--jsonl", stdin="\n".join(lines))]
    assert [each["id"] for each in out] == ["a", None, "b", None, 7, "\ud800"]
    assert out[0]["level"] == "high"
    assert set(out[0]) == {"id", "risk", "level", "type", "reasons", "advice"}
    start, end = out[0]["reasons"][0]["span"]
    assert 0 <= start < end <= len(SCAM)
    assert all("error" in out[place] for place in (1, 2, 3))
    assert out[4]["level"] == "low"


def test_one_text_and_a_file_of_lines_are_shown_in_words(tmp_path: Path) -> None:
    assert any("安全账户" in line for line in run("screen", SCAM))
    file = tmp_path / "lines.txt"
    file.write_text(f"{SCAM}\n\n晚上吃饺子\n", encoding="utf-8")
    shown = run("screen", str(file))
    assert sum(line.startswith(("high", "medium", "low")) for line in shown) == 2


def test_own_messages_make_a_version_that_is_tried_promoted_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUNFANG_HOME", str(tmp_path))
    data = tmp_path / "mine.jsonl"
    rows = [{"text": f"紫薯计划{n}名额认筹请联系管家", "fraud": True, "type": "investment"} for n in range(40)]
    rows += [{"text": f"第{n}周食堂有紫薯粥", "fraud": False} for n in range(40)]
    data.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert run("model", "train", "--data", str(data))[0].startswith("v0001")
    assert any(line.startswith("shadow:") for line in run("model", "shadow", "--data", str(data)))
    run("model", "promote", "v0001")
    assert "v0001  live" in run("model", "list")
    run("model", "roll-back")
    assert "shipped  live" in run("model", "list")


def test_too_little_text_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUNFANG_HOME", str(tmp_path))
    data = tmp_path / "few.jsonl"
    data.write_text('{"text": "x", "fraud": true}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["model", "train", "--data", str(data)])
    assert result.exit_code == 2
