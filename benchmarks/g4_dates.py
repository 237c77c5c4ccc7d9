"""G4: a column of dates and one number of working days, range-checked, against a copy of the column and its peers."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from column_rounds import CALENDAR, FEWER, ROUNDS, ROWS, Column, in_turn, random_days, rest_days
from table import Goals, at_least, at_most, printed

from gov_deadlines import WORKING_DAY, Period
from gov_deadlines.analysis import columns

N = 20
COPY, COPY_32 = "copy of the int64 column", "copy of the date32 column"
OURS, OURS_32 = "Table.due, out given", "Table.due, date32, out given"
NUMPY = "numpy busday_offset, every rest day a holiday"
WEEK = np.busdaycalendar(weekmask=[1] * 7, holidays=rest_days())


def report(rounds: int = ROUNDS) -> Goals:
    """Prints whether all agree, and the table."""
    print(f"G4 {ROWS:,} random dates, {N} working days on (limit: {COPY})")
    timings = in_turn(_cases(), rounds)
    ours, copy = timings[OURS], timings[COPY]
    goals = {
        OURS: at_most(1.5, "x limit", ours.over(copy)),
        OURS_32: at_most(1.2, "x limit", timings[OURS_32].over(copy)),
        NUMPY: at_least(180, "x ours", timings[NUMPY].over(ours)),
    }
    print()
    print(printed(timings.values(), ours, copy, "ns", goals))
    return goals


def _cases() -> list[Column]:
    table = columns.table_of(Period(N, WORKING_DAY), CALENDAR)
    days = random_days(ROWS)
    narrow, few = days.astype(np.int32), days[:FEWER].view("M8[D]")
    out, out_32 = np.empty(ROWS, dtype=np.int64), np.empty(ROWS, dtype=np.int32)
    joined, gathered = _duckdb(table, narrow), _polars(table, narrow)
    starts = pl.Series(few)
    resting = rest_days().tolist()
    offset = pd.offsets.CustomBusinessDay(N, weekmask="Mon Tue Wed Thu Fri Sat Sun", holidays=rest_days())
    fewest = pd.DatetimeIndex(few[: FEWER // 50])
    cases = [
        Column(COPY, lambda: np.copyto(out, days)),
        Column(COPY_32, lambda: np.copyto(out_32, narrow)),
        Column(OURS, lambda: table.due(days, out=out)),
        Column(OURS_32, lambda: table.due(narrow, out=out_32)),
        Column("Table.due, a new column", lambda: table.due(days)),
        Column("polars gather on our table", gathered),
        Column("DuckDB join on our table, to Arrow", joined),
        Column("polars add_business_days, the same way", lambda: _polars_peer(starts, resting), FEWER),
        Column(NUMPY, lambda: np.busday_offset(few, N, roll="backward", busdaycal=WEEK), FEWER),
        Column("pandas CustomBusinessDay, the same way", lambda: _pandas_peer(fewest, offset), fewest.size),
    ]
    told = table.due(few).due
    for name, found in (
        (NUMPY, np.busday_offset(few, N, roll="backward", busdaycal=WEEK)),
        ("polars", _polars_peer(starts, resting).to_numpy()),
        ("pandas", _pandas_peer(fewest, offset).to_numpy().astype("M8[D]")),
    ):
        print(f"  {name} agrees on {int((found == told[: found.size]).sum()):,} of {found.size:,} dates")
    return cases


def _polars_peer(starts: pl.Series, resting: list) -> pl.Series:
    return starts.dt.add_business_days(N, week_mask=[True] * 7, holidays=resting, roll="backward")


def _pandas_peer(starts: pd.DatetimeIndex, offset: pd.offsets.CustomBusinessDay) -> pd.DatetimeIndex:
    # An offset takes a rest day to the next working one first, and counts that as a step.
    back = pd.DatetimeIndex([offset.rollback(day) for day in starts])
    return pd.DatetimeIndex([day + offset for day in back])


def _polars(table: columns.Table, narrow: np.ndarray) -> object:
    frame = pl.from_arrow(pa.table({"start": pa.array(narrow, pa.date32())}))
    dues, first = pl.Series(table.dues), int(table.starts[0].view(np.int64))
    return lambda: dues.gather(frame["start"].to_physical() - first)


def _duckdb(table: columns.Table, narrow: np.ndarray) -> object:
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    con.register("frame", pa.table({"start": pa.array(narrow, pa.date32())}))
    con.execute("create table starts as select * from frame")
    con.register("made", table.to_arrow())
    con.execute("create table due_days as select start_on, due_on from made")
    return lambda: con.sql("select due_on from starts join due_days on start = start_on").to_arrow_table()
