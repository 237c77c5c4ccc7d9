"""G12: every open obligation recomputed after a notice, against one UPDATE of the same rows by a constant."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from ledgers import POSTGRESQL, SQLITE, Pattern, opened, pattern
from sqlalchemy import Engine
from table import Goals, at_least, at_most, figure, named

from gov_deadlines import Clause, Ledger, Notice, NoticeKind, SqlStore, WorkCalendar
from gov_deadlines.show import as_text

ROWS = 1_000_000
CLOCK = datetime(2026, 12, 15, 4, tzinfo=UTC)
CONSTANT = "update gd_obligation set due_at_us = due_at_us + 1, wake_at_us = wake_at_us + 1 where due_at_us is not null"


def report(rounds: int = 3) -> Goals:
    """Prints the table for SQLite and PostgreSQL: the constant, all rows moved, a fiftieth moved, none moved."""
    calendar = WorkCalendar.load("CN").projected(2027)
    found: Goals = {}
    for kind, goal in ((SQLITE, 2.0), (POSTGRESQL, 1.3)):
        print(f"\nG12 {ROWS:,} open obligations, {kind}; {rounds} rounds, each step once a round")
        times: dict[str, list[float]] = {}
        for _ in range(rounds):
            measured(kind, calendar, times)
        median = {name: sorted(each)[len(each) // 2] for name, each in times.items()}
        limit = median["UPDATE by a constant"]
        goals = {"adopt, every due date moves": at_most(goal, "x", median["adopt, every due date moves"] / limit)}
        if kind == POSTGRESQL:
            goals["adopt, none moves"] = at_least(5, "x faster", limit / median["adopt, none moves"])
        cells = {name: goal.cells for name, goal in goals.items()}
        rows = [
            (name, f"{figure(s)} s", f"{figure(s / limit)}x", *cells.get(name, ("", ""))) for name, s in median.items()
        ]
        print(as_text(("step", "median", "x constant", "goal", "in this run"), rows))
        found |= named(kind, goals)
    return found


def measured(kind: str, calendar: WorkCalendar, times: dict[str, list[float]]) -> None:
    """Adds one figure to each step, on a database made for this round."""
    starts = [date(2026, 11, 2) + timedelta(days=n) for n in range(50)]
    patterns: list[Pattern] = [pattern(day, calendar) for day in starts]
    with opened(kind, ROWS, patterns) as url, SqlStore(url) as store:
        ledger = Ledger(store, clock=lambda: CLOCK, calendars=lambda _: calendar)
        add(times, store, "UPDATE by a constant", lambda: constant(store.engine))
        constant(store.engine, back=True)
        add(times, store, "adopt, none moves", lambda: ledger.adopt(off(1, date(2026, 10, 30))))
        add(times, store, "adopt, a fiftieth moves", lambda: ledger.adopt(off(2, date(2027, 1, 18))))
        add(times, store, "adopt, every due date moves", lambda: ledger.adopt(off(3, date(2026, 11, 30))))


def off(number: int, day: date) -> WorkCalendar:
    """The calendar with one more day off, made up."""
    clause = Clause("临时放假", off=(day,))
    notice = Notice(f"CN/{number}", "CN", day.year, NoticeKind.EXTRAORDINARY, (clause,), public=date(2026, 10, 1))
    return WorkCalendar.load("CN", notices=[notice])


def constant(engine: Engine, *, back: bool = False) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(CONSTANT.replace("+ 1", "- 1") if back else CONSTANT)


def add(times: dict[str, list[float]], store: SqlStore, name: str, step: Callable[[], object]) -> None:
    """Adds the seconds of *step*, begun with no dead rows of the one before in its way."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("vacuum full analyze")
        else:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    begun = time.perf_counter()
    step()
    times.setdefault(name, []).append(time.perf_counter() - begun)


if __name__ == "__main__":
    report()
