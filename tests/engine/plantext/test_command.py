"""`qunfang compile` as a clerk uses it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qunfang.cli import app

PLAN = "柳林镇反诈工作方案\n一、各村（社区）每月至少组织1次宣讲会。\n二、在每个小区悬挂横幅1条。\n"
run = CliRunner()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_json_holds_the_reading_with_spans(plan: Path) -> None:
    told = json.loads(run.invoke(app, ["compile", str(plan), "--json"]).stdout)
    assert [each["deliverable"] for each in told["obligations"]] == ["event", "banner"]
    assert told["obligations"][0]["actors"] == ["各村（社区）"]
    assert (told["obligations"][0]["min_count"], told["obligations"][0]["every"]) == (1, "month")
    assert told["obligations"][1]["sites"] == ["residential_quarter"]


def test_saved_yaml_compiles_again_without_loss(plan: Path, tmp_path: Path) -> None:
    saved = tmp_path / "plan.yaml"
    first = run.invoke(app, ["compile", str(plan), "--yaml"]).stdout
    saved.write_text(first, encoding="utf-8")
    assert run.invoke(app, ["compile", str(saved), "--yaml"]).stdout == first


def test_the_view_shows_the_text_and_what_was_read(plan: Path) -> None:
    shown = run.invoke(app, ["compile", str(plan)], env={"COLUMNS": "100"}).stdout
    assert "悬挂横幅1条" in shown
    assert "横幅标语" in shown
    assert "每月" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_standard_input_is_read(plan: Path) -> None:
    told = run.invoke(app, ["compile", "-", "--json"], input=PLAN)
    assert len(json.loads(told.stdout)["obligations"]) == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00"])
def test_what_cannot_be_read_gets_one_sentence_and_code_2(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    result = run.invoke(app, ["compile", str(path)])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_file_and_a_broken_yaml_get_code_2(tmp_path: Path) -> None:
    broken = tmp_path / "x.yaml"
    broken.write_bytes(b"a: [1, \xff")
    assert run.invoke(app, ["compile", str(tmp_path / "none.txt")]).exit_code == 2
    assert run.invoke(app, ["compile", str(broken)]).exit_code == 2


def test_a_text_that_asks_for_nothing_warns_and_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "诗.txt"
    path.write_text("床前明月光，疑是地上霜。", encoding="utf-8")
    result = run.invoke(app, ["compile", str(path), "--json"])
    assert result.exit_code == 0
    assert "No obligation" in result.stderr
    assert json.loads(result.stdout)["obligations"] == []
