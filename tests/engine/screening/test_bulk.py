"""A file of any size: the answers of one message at a time, and a stopped run that goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qunfang.cli import app, bulk, json_lines, spark
from qunfang.cli.bulk import part_of, screen_file
from qunfang.engine.screening import screener, semantic
from qunfang.engine.screening.model.folders import fingerprint

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


def killed_after(chunks: int, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies without a word after so many chunks of ten lines."""

    def stopped(lines: object) -> Iterator[list[bytes]]:
        yield from islice(json_lines.chunked(lines), chunks)  # type: ignore[arg-type]
        raise MemoryError

    monkeypatch.setattr(json_lines, "CHUNK_LINES", 10)
    monkeypatch.setattr(bulk, "CHECKPOINT", 2)
    with monkeypatch.context() as once:
        once.setattr(bulk, "chunked", stopped)
        assert CliRunner().invoke(app, ["screen", str(source), "--out", str(out)]).exit_code != 0


def test_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = written(tmp_path, 60), tmp_path / "out.jsonl"
    killed_after(3, source, out, monkeypatch)
    result = CliRunner().invoke(app, ["screen", str(source), "--out", str(out)], catch_exceptions=False)
    assert "20 of them from the run before" in result.stderr
    assert out.read_text(encoding="utf-8") == screen(str(source))


def test_a_file_of_the_same_size_with_another_beginning_is_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = written(tmp_path, 60), tmp_path / "out.jsonl"
    killed_after(3, source, out, monkeypatch)
    content = source.read_bytes()
    source.write_bytes(content.replace("晚上吃饺子1".encode(), "晚上吃馄饨1".encode(), 1))
    assert source.stat().st_size == len(content)
    result = CliRunner().invoke(app, ["screen", str(source), "--out", str(out)])
    assert result.exit_code == 2
    assert "another --out" in result.stderr


@pytest.mark.parametrize("note", [b"", b'{"run": {"size": 4', b"\xff\xfe"])
def test_a_half_written_note_begins_the_run_anew(note: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = written(tmp_path, 60), tmp_path / "out.jsonl"
    killed_after(3, source, out, monkeypatch)
    bulk.about(part_of(out)).write_bytes(note)
    result = CliRunner().invoke(app, ["screen", str(source), "--out", str(out)], catch_exceptions=False)
    assert "from the run before" not in result.stderr
    assert out.read_text(encoding="utf-8") == screen(str(source))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


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


ODD_LINES = [
    '{"id": 1, "text": "请把钱~转到安全账户"}'.encode().replace(b"~", b"\xff"),  # a byte that is no UTF-8
    '{"id": 2,\r "text": "刷单返现，加微信领佣金"}'.encode(),  # a bare carriage return is white space in JSON
    '{"id": 3, "text": "晚上吃饺子\rhttp://a.top"}'.encode(),  # but not inside a string
    '{"id": 4, "text": "案件保密\\ud800，把钱转到安全账户"}'.encode(),  # half a pair of surrogates
    '{"id": 5, "text": "取件码\u2028 3-2-1001"}\r'.encode(),  # a line separator, and a file from Windows
    b"  \r",
    b"[1, 2]",
]


def test_a_mapper_on_bytes_answers_what_the_plain_run_answers(tmp_path: Path) -> None:
    """What Spark hands an executor, without Spark: every odd line, and the switch that the driver has set."""
    pyarrow = pytest.importorskip("pyarrow")
    source = tmp_path / "odd.jsonl"
    source.write_bytes(b"\n".join(ODD_LINES) + b"\n")
    task = spark.job(tmp_path, role="resident", language="zh")
    batch = pyarrow.RecordBatch.from_arrays([pyarrow.array(ODD_LINES, pyarrow.binary())], names=["value"])
    answers = [each for found in spark.arrow_mapper(task)([batch]) for each in found.column(0).to_pylist()]
    assert "\n".join([*answers, ""]) == screen(str(source))
    assert len(answers) == 6


def test_an_executor_follows_the_driver_s_switch_and_refuses_other_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = fingerprint(tmp_path)
    assert not spark.executor_screener(str(tmp_path), wanted, second_look=False).semantic
    with pytest.raises(spark.OtherExecutor, match="another version"):
        spark.executor_screener(str(tmp_path), "0" * 64, second_look=False)
    monkeypatch.setattr(semantic, "is_present", lambda: False)
    with pytest.raises(spark.OtherExecutor, match="semantic"):
        spark.executor_screener(str(tmp_path / "none"), fingerprint(None), second_look=True)


@pytest.mark.spark
def test_spark_answers_byte_for_byte_the_same(tmp_path: Path) -> None:
    source, out = written(tmp_path, 60), tmp_path / "answers"
    screen(str(source), "--spark", "--out", str(out))
    parts = sorted(out.glob("part-*"))
    found = "".join(part.read_text(encoding="utf-8") for part in parts)
    assert found == screen(str(source))


@pytest.mark.spark
@pytest.mark.parametrize("switch", ["0", "1"])
def test_spark_reads_odd_lines_as_the_plain_run_does(
    switch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUNFANG_SEMANTIC", switch)
    source, out = tmp_path / "odd.jsonl", tmp_path / "answers"
    source.write_bytes(b"\n".join(ODD_LINES) + b"\n")
    screen(str(source), "--spark", "--out", str(out))
    found = b"".join(part.read_bytes() for part in sorted(out.glob("part-*")))
    assert found.decode() == screen(str(source))
