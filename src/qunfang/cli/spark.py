"""Screening on Spark: JSON Lines in, JSON Lines out, the same code and weights on every executor (`mapInArrow`).

Executors need this package installed; a model of one's own must lie under the same path on each. The answer to a line
is the answer of `qunfang screen --jsonl`, byte for byte; Spark keeps the order of lines within a file, not of files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

SCHEMA = "value string"


class SparkMissing(Exception):
    """The extra [spark] is not installed."""


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
        lines = spark.read.text(source)
        lines.mapInArrow(arrow_mapper(folder, role=role, language=language), SCHEMA).write.text(out)
    finally:
        spark.stop()


def arrow_mapper(folder: Path, *, role: str, language: str) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What an executor does with its record batches of one column `value`: a line of input each."""

    def screen_batches(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        from qunfang.cli.json_lines import chunked, read_line, verdict_lines
        from qunfang.engine.screening import screener

        engine = screener(folder)
        for batch in batches:
            raw = ((line or "").encode("utf-8", "surrogatepass") for line in batch.column(0).to_pylist())
            for chunk in chunked(raw):
                answers = [
                    line.decode().rstrip("\n") for line in verdict_lines(engine, chunk, read_line, (role, language))
                ]
                yield pyarrow.RecordBatch.from_arrays([pyarrow.array(answers, pyarrow.string())], names=["value"])

    return screen_batches
