"""G6: whole deadlines by columns: instants, rules and days left out to due instants and whether they are passed."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
from column_rounds import CALENDAR, ROUNDS, ROWS, Column, in_turn, random_days
from table import Goals, at_least, at_most, printed

from gov_deadlines import DAY, WORKING_DAY, Period
from gov_deadlines.analysis import columns
from gov_deadlines.analysis.columns import Stack

LIMITS = (
    *(Period(n, WORKING_DAY) for n in (2, 3, 5, 7, 10, 15, 20, 30, 45, 60)),
    *(Period(n, DAY) for n in (3, 10, 15, 30, 60, 90)),
)
AS_OF = np.datetime64("2020-06-30T16:00", "s")  # the end of a day in China
DAY_SECONDS, EIGHT_HOURS = 86_400, 28_800
LIMIT, OURS = "copy of the same columns", "Stack.due_at, then compared"
POLARS, DUCKDB = "polars gathers on our tables", "DuckDB joins on our tables, to Arrow"


@attrs.frozen(eq=False)
class Rows:
    """The columns: instants in UTC, the number of the rule, and days left out."""

    starts: np.ndarray
    rules: np.ndarray
    suspended: np.ndarray

    @classmethod
    def drawn(cls, rows: int, seed: int = 0) -> Rows:
        """Drawn at random; a fifth leaves days out."""
        draw = np.random.default_rng(seed + 1)
        seconds = random_days(rows, seed=seed) * DAY_SECONDS + draw.integers(0, DAY_SECONDS, rows)
        held = np.where(draw.integers(0, 5, rows) == 0, draw.integers(1, 30, rows), 0)
        return cls(seconds.view("M8[s]"), draw.integers(0, len(LIMITS), rows).astype(np.uint8), held.astype(np.int16))


def stack() -> Stack:
    """The sixteen limits as one stack."""
    return Stack.of([columns.table_of(limit, CALENDAR) for limit in LIMITS])


def ours(tables: Stack, rows: Rows, due_at: np.ndarray, passed: np.ndarray) -> None:
    """Due instants and whether they are passed, written where they belong."""
    tables.due_at(rows.starts, rows.rules, suspended=rows.suspended, out=due_at)
    np.less_equal(due_at, AS_OF, out=passed)


def report(rounds: int = ROUNDS) -> Goals:
    """Prints whether the engines agree, and the table."""
    print(f"G6 {ROWS:,} deadlines by {len(LIMITS)} limits, days left out, due instant and whether it is passed")
    rows, tables = Rows.drawn(ROWS), stack()
    due_at, passed = np.empty(ROWS, dtype="M8[s]"), np.empty(ROWS, dtype=np.bool_)
    copies = [(column, np.empty_like(column)) for column in (rows.starts, rows.rules, rows.suspended)]
    results = (due_at.copy(), passed.copy())

    def copied() -> None:
        # What goes in is read and what comes out is written: eleven bytes and nine a row.
        np.copyto(results[0], rows.starts)
        np.copyto(results[1].view(np.uint8), rows.rules)
        np.copyto(copies[2][1], rows.suspended)

    by_polars, by_duckdb = polars_way(tables, rows), duckdb_way(tables, rows)
    ours(tables, rows, due_at, passed)
    told = int(due_at.view(np.int64).sum()), int(passed.sum())
    for name, found in ((POLARS, by_polars()), (DUCKDB, by_duckdb())):
        theirs = tuple(int(np.asarray(column).astype(np.int64).sum()) for column in found)
        print(f"  {name}: sums {'equal' if theirs == told else f'differ: {theirs} and {told}'}")

    def judged() -> object:
        return tables.timeliness(rows.starts, rows.rules, as_of=AS_OF_DAY, suspended=rows.suspended)

    cases = [
        Column(LIMIT, copied),
        Column(OURS, lambda: ours(tables, rows, due_at, passed)),
        Column("Stack.timeliness", judged),
        Column(POLARS, by_polars),
        Column(DUCKDB, by_duckdb),
    ]
    timings = in_turn(cases, rounds)
    mine, limit = timings[OURS], timings[LIMIT]
    goals = {
        OURS: at_most(4.7, "x limit", mine.over(limit)),
        POLARS: at_least(1.2, "x ours", timings[POLARS].over(mine)),
        DUCKDB: at_least(1.5, "x ours", timings[DUCKDB].over(mine)),
    }
    print()
    print(printed(timings.values(), mine, limit, "ns", goals))
    return goals


AS_OF_DAY = (AS_OF + EIGHT_HOURS).astype("M8[D]").item()


def polars_way(tables: Stack, rows: Rows) -> object:
    """The same by gathers, two threads, on our own flat tables: unchecked."""
    import polars as pl  # the workers of G8 import this module, and must stay small

    frame = pl.DataFrame({"at": rows.starts.view(np.int64), "rule": rows.rules, "held": rows.suspended})
    places, strips = pl.lit(pl.Series(tables.places)), pl.lit(pl.Series(tables.strips))
    day = (pl.col("at") + EIGHT_HOURS) // DAY_SECONDS - tables.origin
    place = places.gather(pl.col("rule").cast(pl.Int64) * tables.width + day) + pl.col("held")
    due_at = (strips.gather(place) + 1) * DAY_SECONDS - EIGHT_HOURS
    lazy = frame.lazy().select(due_at.alias("due_at"))
    lazy = lazy.with_columns(passed=pl.col("due_at") <= int(AS_OF.astype(np.int64)))
    return lambda: tuple(column.to_numpy() for column in lazy.collect())


def duckdb_way(tables: Stack, rows: Rows) -> object:
    """The same by two joins, two threads, on our own flat tables as tables of days."""
    import duckdb
    import pyarrow as pa

    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    with_tables(con, tables)
    held = {"at_": rows.starts.view(np.int64), "rule": rows.rules, "held": rows.suspended}
    con.register("frame", pa.table(held))
    con.execute("create table held_rows as select * from frame")

    def answer() -> tuple:
        found = con.sql(joins("held_rows")).to_arrow_table()
        return found["due_at"].to_numpy(), found["passed"].to_numpy()

    return answer


def with_tables(con: Any, tables: Stack) -> None:
    """Puts our flat tables into *con*: days to places, and places to days, without the room between."""
    import pyarrow as pa

    place = np.arange(tables.places.size)
    days = place % tables.width + tables.origin
    made = {"rule": (place // tables.width).astype(np.uint8), "day": days, "place": tables.places}
    strip = {"place": np.arange(tables.strips.size), "day": tables.strips}
    for name, held in (("places", made), ("strips", strip)):
        con.register("made", pa.table(held))
        con.execute(f"create table {name} as select * from made where day > -1000000")
        con.unregister("made")


def joins(source: str) -> str:
    """Due instants of the rows of *source*, and whether they are passed."""
    return f"""
        select due_at, due_at <= {int(AS_OF.astype(np.int64))} as passed from (
            select (s.day + 1) * {DAY_SECONDS} - {EIGHT_HOURS} as due_at
            from {source} r
            join places p on p.rule = r.rule and p.day = (r.at_ + {EIGHT_HOURS}) // {DAY_SECONDS}
            join strips s on s.place = p.place + r.held)"""
