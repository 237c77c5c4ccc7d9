"""G7: the same kernel in Spark's `mapInArrow`, against a `mapInArrow` that does nothing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from column_rounds import Column, in_turn, random_days
from table import Goals, at_most, printed

from gov_deadlines.analysis import columns

ROUNDS = 5
ROWS = 10_000_000
IDENTITY, OURS = "mapInArrow that hands on what it gets", "mapInArrow(arrow_batches), due and error"


def handed_on(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What costs nothing but the hand-over, with two columns of the types that ours adds."""
    for batch in batches:
        yield batch.append_column("due", batch.column(0)).append_column("error", pa.nulls(len(batch), pa.int8()))


def report(rounds: int = ROUNDS) -> Goals:
    """Prints the table, or why there is none."""
    print(f"G7 {ROWS:,} dates from Parquet through Spark on local[2] (limit: {IDENTITY})")
    try:
        from pyspark import cloudpickle
        from pyspark.sql import SparkSession
    except ImportError:
        print("  left out: pyspark is not installed")
        return {}
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        print("  left out: there is no Java")
        return {}
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "starts.parquet")
        days = pa.array(random_days(ROWS).astype("int32"), pa.date32())
        pq.write_table(pa.table({"start": days}), path, row_group_size=1_000_000)
        host = "127.0.0.1"
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.driver.host", host)
        builder = builder.config("spark.driver.bindAddress", host)
        # Spark's workers import nothing from here: what is not installed travels by its code.
        cloudpickle.register_pickle_by_value(sys.modules[handed_on.__module__])
        spark = builder.config("spark.log.level", "ERROR").getOrCreate()
        try:
            return _report(spark.read.parquet(path), rounds)
        finally:
            spark.stop()


def _report(frame: object, rounds: int) -> Goals:
    schema = "start date, due date, error tinyint"
    ways = {
        "read and count": lambda: frame.agg({"start": "max"}).collect(),
        IDENTITY: lambda: _last(frame.mapInArrow(handed_on, schema)),
        OURS: lambda: _last(columns.due(frame, rule="request.answer", start="start")),
    }
    expected = np.fmax.reduce(columns.table("request.answer").due(random_days(ROWS)).due)
    print(f"  {ways[OURS]()} is the last due day, {expected} ours")
    timings = in_turn([Column(name, way, ROWS) for name, way in ways.items()], rounds)
    goals = {OURS: at_most(1.05, "x limit", timings[OURS].over(timings[IDENTITY]))}
    print()
    print(printed(timings.values(), timings[OURS], timings[IDENTITY], "ns", goals))
    return goals


def _last(frame: object) -> object:
    return frame.agg({"due": "max", "error": "max"}).collect()[0][0]
