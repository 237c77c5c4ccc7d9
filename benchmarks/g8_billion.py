"""
G8: a billion deadlines from Parquet in two processes, and by DuckDB's joins over the same file, each once.

    python benchmarks/g8_billion.py              # a file of 50 million rows, read twenty times
    python benchmarks/g8_billion.py 10000000 2   # of so many rows, read so often

Both sides read, count and add up; the sums must be equal. The file is in the page cache for both.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from g6_columns import AS_OF, Rows, joins, stack, with_tables
from table import at_least, at_most

from gov_deadlines.analysis.columns import Stack
from gov_deadlines.show import as_text

ROWS, TIMES = 50_000_000, 20
GROUP, BATCH = 1_000_000, 1 << 16
PROCESSES = 2


@attrs.frozen
class Sums:
    """What the answers add up to, and the most memory of the process that found them, in megabytes."""

    rows: int
    passed: int
    due_at: int
    megabytes: float = attrs.field(eq=False, default=0)

    def __add__(self, other: Sums) -> Sums:
        most = max(self.megabytes, other.megabytes)
        return Sums(self.rows + other.rows, self.passed + other.passed, self.due_at + other.due_at, most)


def main() -> None:
    """Writes the file, asks both, and prints the table."""
    rows, times = (int(given) for given in sys.argv[1:]) if len(sys.argv) > 1 else (ROWS, TIMES)
    print(f"G8 {rows * times:,} rows: a Parquet file of {rows:,}, read {times} times")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        _write(path, rows)
        print(f"  {path.stat().st_size / rows:.1f} bytes a row")
        begun = time.monotonic()
        ours = _by_processes(path, times)
        took = time.monotonic() - begun
        begun = time.monotonic()
        theirs = _by_duckdb(path, times)
        took_duckdb = time.monotonic() - begun
    print(f"  sums {'equal' if ours == theirs else f'differ: {ours} and {theirs}'}\n")
    count = rows * times
    head = ("case", "seconds", "million rows/s", "MB a process", "goal", "in this run")
    ratio = at_least(1.5, "x ours", took_duckdb / took)
    memory = at_most(256, " MB", ours.megabytes)
    lines = [
        (f"{PROCESSES} processes", f"{took:.1f}", f"{count / took / 1e6:.0f}", f"{ours.megabytes:.0f}", *memory.cells),
        ("DuckDB, joins, 2 threads", f"{took_duckdb:.1f}", f"{count / took_duckdb / 1e6:.0f}", "", *ratio.cells),
    ]
    print(as_text(head, lines))


def _write(path: Path, rows: int) -> None:
    writer = None
    for number in range(0, rows, GROUP):
        drawn = Rows.drawn(min(GROUP, rows - number), seed=number)
        table = pa.table({"at_": drawn.starts.view(np.int64), "rule": drawn.rules, "held": drawn.suspended})
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def _by_processes(path: Path, times: int) -> Sums:
    groups = list(range(pq.ParquetFile(path).num_row_groups))
    shares = [(path, groups[half::PROCESSES]) for _ in range(times) for half in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_share, shares))
    return sum(found[1:], found[0])


@cache
def _stack() -> Stack:
    return stack()


def _share(share: tuple[Path, list[int]]) -> Sums:
    """The answers to some row groups, batch by batch."""
    path, groups = share
    due_at, passed = np.empty(BATCH, dtype="M8[s]"), np.empty(BATCH, dtype=np.bool_)
    rows = answered = total = 0
    for batch in pq.ParquetFile(path, pre_buffer=False).iter_batches(BATCH, row_groups=groups, use_threads=False):
        starts, rules, held = (column.to_numpy() for column in batch.columns)
        out, late = due_at[: starts.size], passed[: starts.size]
        found = _stack().due_at(starts.view("M8[s]"), rules, suspended=held, out=out)
        assert found.all_ok
        np.less_equal(out, AS_OF, out=late)
        rows, answered = rows + starts.size, answered + int(np.count_nonzero(late))
        total += int(out.view(np.int64).sum())
    return Sums(rows, answered, total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _by_duckdb(path: Path, times: int) -> Sums:
    import duckdb

    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    con.execute("set threads = 2")
    with_tables(con, stack())
    source = f"read_parquet({[str(path)] * times})"
    query = f"select count(*), count_if(passed), sum(due_at) from ({joins(source)})"
    return Sums(*(int(value) for value in con.sql(query).fetchall()[0]))


if __name__ == "__main__":
    main()
