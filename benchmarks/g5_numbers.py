"""G5: a column of dates and a column of numbers of working days, range-checked."""

from __future__ import annotations

import numpy as np
from column_rounds import CALENDAR, FEWER, ROUNDS, ROWS, Column, in_turn, random_days
from g4_dates import COPY, NUMPY, WEEK
from table import Goals, at_least, at_most, printed

from gov_deadlines import WORKING_DAY, Period
from gov_deadlines.analysis import columns

MOST = 60
OURS = "Table.due with n, out given"


def report(rounds: int = ROUNDS) -> Goals:
    """Prints whether numpy agrees, and the table."""
    print(f"G5 {ROWS:,} random dates, each with a number of working days of its own, 1 to {MOST} (limit: {COPY})")
    table = columns.table_of(Period(20, WORKING_DAY), CALENDAR)
    days, out = random_days(ROWS), np.empty(ROWS, dtype=np.int64)
    numbers = np.random.default_rng(1).integers(1, MOST + 1, ROWS).astype(np.int16)
    narrow, out_32 = days.astype(np.int32), np.empty(ROWS, dtype=np.int32)
    few, few_numbers = days[:FEWER].view("M8[D]"), numbers[:FEWER]

    def by_numpy() -> np.ndarray:
        return np.busday_offset(few, few_numbers, roll="backward", busdaycal=WEEK)

    agreed = int((by_numpy() == table.due(few, n=few_numbers).due).sum())
    print(f"  numpy agrees on {agreed:,} of {FEWER:,} dates")
    cases = [
        Column(COPY, lambda: np.copyto(out, days)),
        Column(OURS, lambda: table.due(days, n=numbers, out=out)),
        Column("the same, date32", lambda: table.due(narrow, n=numbers, out=out_32)),
        Column("Table.due with suspended, out given", lambda: table.due(days, suspended=numbers, out=out)),
        Column(NUMPY, by_numpy, FEWER),
    ]
    timings = in_turn(cases, rounds)
    ours, copy = timings[OURS], timings[COPY]
    goals = {
        OURS: at_most(2.7, "x limit", ours.over(copy)),
        NUMPY: at_least(120, "x ours", timings[NUMPY].over(ours)),
    }
    print()
    print(printed(timings.values(), ours, copy, "ns", goals))
    return goals
