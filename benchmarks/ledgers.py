"""Databases with many open obligations, made quickly: the rows that recording would have led to, written in bulk."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from gov_deadlines import Event, Ledger, MemoryStore, SqlStore, WorkCalendar
from gov_deadlines.ledger.columns import plain
from gov_deadlines.ledger.rows import MatterRow, ObligationRow

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import PostgreSQL, Sqlite

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
NOW = 1_796_097_600_000_000
DAY = 86_400_000_000

Pattern = tuple[MatterRow, ObligationRow]


@contextmanager
def opened(kind: str, count: int, patterns: Sequence[Pattern], *, due: int = 0) -> Iterator[str]:
    """
    The URL of a new database with *count* open obligations, alike to *patterns* in turn.

    With *due*, that many wake at ``NOW`` and the others a day later.
    """
    with PostgreSQL(fsync=True) if kind == POSTGRESQL else Sqlite() as server:
        url = server.fresh()
        with SqlStore(url) as store, store.create().engine.connect() as connection:
            fill(connection, patterns, count, due)
        yield url


def pattern(received: date, calendar: WorkCalendar) -> Pattern:
    """A request received on that day and its obligation, as a ledger keeps them."""
    now = datetime(received.year, received.month, received.day, 4, tzinfo=UTC)
    ledger = Ledger(MemoryStore(), clock=lambda: now, calendars=lambda _: calendar)
    ledger.open("request", id="x", event=Event.of("received", received))
    with ledger.store.reading() as reader:
        (matter,) = reader.matters("", 1)
        (obligation,) = reader.obligations(matter.id)
    return matter, obligation


def fill(connection: Connection, patterns: Sequence[Pattern], count: int, due: int) -> None:
    """Write the rows, each with ids of its own, by two statements of the database's own."""
    each, share = count // len(patterns), due // len(patterns)
    for number, (matter, obligation) in enumerate(patterns):
        for table, row, own in (
            ("gd_matter", matter, {"id": _id(number, "m"), "name": f"'A-{number}-' || n"}),
            ("gd_obligation", obligation, {"id": _id(number, "o"), "matter_id": _id(number, "m"), **_wake(due, share)}),
        ):
            values = plain(row)
            columns = ", ".join(values)
            told = ", ".join(own.get(name) or f":{name}" for name in values)
            words = f"insert into {table} ({columns}) select {told} from ({_numbers(connection, each)}) as numbers"
            connection.execute(text(words), {name: value for name, value in values.items() if name not in own})
    connection.commit()
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("vacuum analyze")
    else:
        connection.exec_driver_sql("analyze")
        connection.commit()


def _numbers(connection: Connection, count: int) -> str:
    if connection.dialect.name == "postgresql":
        return f"select generate_series(0::bigint, {count - 1}) as n"
    return f"with recursive c(n) as (select 0 union all select n + 1 from c where n < {count - 1}) select n from c"


def _id(number: int, letter: str) -> str:
    """An id in 32 digits; neighbours lie far apart in the index, as digests do."""
    spread = "substr(cast(100000000 + (n * 7919) % 99999989 as varchar(9)), 2, 8)"
    return f"{spread} || substr(cast(1000000000 + n as varchar(10)), 2, 9) || '{number:08}{ord(letter):07}'"


def _wake(due: int, share: int) -> dict[str, str]:
    if not due:
        return {}
    at = f"case when n < {share} then {NOW} - n else {NOW} + {DAY} + n end"
    return {"wake_at_us": at, "next_rung": "'due'", "rungs": f"'[[\"due\",' || ({at}) || ']]'"}
