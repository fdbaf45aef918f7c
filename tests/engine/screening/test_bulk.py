"""A file of any size: the answers of one message at a time, and a stopped run that goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qunfang.cli import app, bulk, json_lines
from qunfang.cli.bulk import part_of, screen_file
from qunfang.engine.screening import screener

TEXTS = ["我是公安局民警，请把钱转到安全账户，不要告诉家人", "晚上吃饺子", "刷单返现，加微信领佣金", "第三周食堂有粥"]


def written(folder: Path, count: int) -> Path:
    source = folder / "in.jsonl"
    rows = [json.dumps({"id": n, "text": f"{TEXTS[n % 4]}{n}"}, ensure_ascii=False) for n in range(count)]
    rows[7] = "broken"
    source.write_text("\n\n".join(rows), encoding="utf-8")
    return source


def screen(*args: str) -> str:
    result = CliRunner().invoke(app, ["screen", *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_stopped_run_keeps_its_part_and_goes_on_to_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "CHUNK_LINES", 10)
    source, out = written(tmp_path, 60), tmp_path / "out.jsonl"
    plain = screen(str(source))

    def stopped(lines: object) -> Iterator[list[bytes]]:
        yield from islice(json_lines.chunked(lines), 3)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(bulk, "chunked", stopped)
        assert CliRunner().invoke(app, ["screen", str(source), "--out", str(out)]).exit_code != 0
    part = part_of(out)
    assert not out.exists()
    assert part.read_bytes().count(b"\n") == 30
    part.write_bytes(part.read_bytes()[:-25])  # killed in the middle of a line
    result = CliRunner().invoke(app, ["screen", str(source), "--out", str(out)], catch_exceptions=False)
    assert "60 answers" in result.stderr
    assert "29 of them from the run before" in result.stderr
    assert out.read_text(encoding="utf-8") == plain
    assert not part.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_part_of_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    source, out = written(tmp_path, 20), tmp_path / "out.jsonl"
    part_of(out).write_bytes(b"{}\n")
    bulk.about(part_of(out)).write_text('{"size": 1}', encoding="utf-8")
    result = CliRunner().invoke(app, ["screen", str(source), "--out", str(out)])
    assert result.exit_code == 2
    assert "another --out" in result.stderr
    assert part_of(out).read_bytes() == b"{}\n"


def test_plain_lines_become_answers_too_and_progress_ends_at_the_file_s_size(tmp_path: Path) -> None:
    source, out = tmp_path / "in.txt", tmp_path / "out.jsonl"
    source.write_text("\n".join(TEXTS), encoding="utf-8")
    engine = screener()
    told: list[tuple[int, int]] = []
    run = bulk.Run(size=source.stat().st_size, model="m", semantic=False, role="resident", language="zh", jsonl=False)
    read = json_lines.read_plain
    assert screen_file(engine, source, out, read=read, run=run, tell=lambda *at: told.append(at)) == (0, 4)
    assert told[-1] == (run.size, 4)
    levels = [json.loads(line)["level"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert levels[0] != "low"
    assert levels[1] == levels[3] == "low"


@pytest.mark.spark
def test_spark_answers_byte_for_byte_the_same(tmp_path: Path) -> None:
    source, out = written(tmp_path, 60), tmp_path / "answers"
    screen(str(source), "--spark", "--out", str(out))
    parts = sorted(out.glob("part-*"))
    found = "".join(part.read_text(encoding="utf-8") for part in parts)
    assert found == screen(str(source))
