"""Screening on Spark: JSON Lines in, JSON Lines out, the same code and weights on every executor (`mapInArrow`).

Executors need this package installed; a model of one's own must lie under the same path on each. The answer to a line
is the answer of `qunfang screen --jsonl`, byte for byte: lines travel as bytes (a stray byte that is no UTF-8, or a
bare carriage return, stays what it is), the driver says whether there is a second look, and an executor with other
weights or words refuses. Spark keeps the order of lines within a file, not of files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qunfang.engine.screening import Screener, semantic
from qunfang.engine.screening.model.folders import fingerprint, live_path, read_model

SCHEMA = "value string"


class SparkMissing(Exception):
    """The extra [spark] is not installed."""


class OtherExecutor(RuntimeError):
    """An executor would judge otherwise than the driver."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What driver and executors must agree on; it travels with the task."""

    folder: str
    fingerprint: str
    semantic: bool
    role: str
    language: str


def job(folder: Path, *, role: str, language: str) -> Job:
    """The job as the driver would do it itself."""
    return Job(
        folder=str(folder),
        fingerprint=fingerprint(folder),
        semantic=semantic.is_installed(),
        role=role,
        language=language,
    )


def screen_on_spark(source: str, out: str, *, folder: Path, role: str, language: str) -> None:
    """Read lines from `source` (file, folder or pattern), write verdicts into the new folder `out`."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as cause:
        raise SparkMissing(cause) from cause
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # started by itself, not by spark-submit: a local session's own Python
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("qunfang screen").getOrCreate()
    try:
        lines = spark.read.text(source, lineSep="\n").selectExpr("cast(value as binary) as value")
        mapper = arrow_mapper(job(folder, role=role, language=language))
        lines.mapInArrow(mapper, SCHEMA).write.text(out)
    finally:
        spark.stop()


@cache
def executor_screener(folder: str, wanted: str, second_look: bool) -> Screener:
    """The screener of an executor, made once in its process. Raises OtherExecutor where it would judge otherwise."""
    path = Path(folder)
    if fingerprint(path) != wanted:
        raise OtherExecutor("This executor has another version of qunfang or of the model. Install the driver's on it.")
    if second_look and not semantic.is_present():
        raise OtherExecutor(
            "The driver has qunfang[semantic], this executor has not. Install it, or set "
            f"{semantic.SWITCH}=0 on the driver."
        )
    return Screener(read_model(live_path(path)), semantic=second_look)


def arrow_mapper(job: Job) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What an executor does with its record batches of one column `value`: the bytes of a line each."""

    def screen_batches(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        from qunfang.cli.json_lines import chunked, read_line, verdict_lines

        engine = executor_screener(job.folder, job.fingerprint, job.semantic)
        for batch in batches:
            for chunk in chunked(line or b"" for line in batch.column(0).to_pylist()):
                answers = [
                    line.decode().rstrip("\n")
                    for line in verdict_lines(engine, chunk, read_line, (job.role, job.language))
                ]
                yield pyarrow.RecordBatch.from_arrays([pyarrow.array(answers, pyarrow.string())], names=["value"])

    return screen_batches
