"""
The tables of a ledger after somebody wrote into them past it: what an auditor asks, and what a host does every day.

One input is a list of values put into columns, each ``{"table", "column", "row", "value"}``, with ``"sealed"`` where
the chain is made anew over them, as anybody can who has this library and no key is set. Bytes are ``{"bytes"}``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from gov_deadlines import SHANGHAI, Event, GovDeadlinesError, Ledger, SqlStore
from gov_deadlines.ledger import schema
from gov_deadlines.ledger.chain import Chain, identity
from gov_deadlines.ledger.columns import fields
from gov_deadlines.ledger.rows import MatterRow

from ..contract import Door, check_refusal, words

NOW = datetime(2020, 5, 22, 9, tzinfo=SHANGHAI)
LATER = datetime(2020, 5, 28, 9, tzinfo=SHANGHAI)
TABLES = {table.name: table.columns.keys() for table in schema.metadata.sorted_tables}
MOST = 8  # columns spoiled at once


def ask(data: bytes) -> object:
    try:
        spoiled = json.loads(data)
    except (ValueError, RecursionError):
        return None
    with closing(sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)) as database:
        database.deserialize(_filled())
        for each in spoiled[:MOST] if isinstance(spoiled, list) else ():
            if isinstance(each, dict):
                _spoil(database, each)
        told: list[object] = []
        for question in _questions(_ledger(database)):
            try:
                told.append(question())
            except GovDeadlinesError as refusal:
                check_refusal(refusal, len(data))
                told.append(refusal.code)
        return json.dumps(told, default=str)


def _ledger(database: sqlite3.Connection) -> Ledger:
    engine = create_engine("sqlite://", creator=lambda: database, poolclass=StaticPool)
    return Ledger(SqlStore(engine), clock=lambda: NOW)


def _questions(ledger: Ledger) -> Iterator[Callable[[], object]]:
    """Each of them answered or refused by itself, whatever became of the ones before."""
    yield lambda: [(flaw.matter, flaw.version) for flaw in ledger.verify()]
    yield lambda: len(ledger.rebuild(repair=False))
    for name in ("A-1", "B-1"):
        yield lambda name=name: ledger.assess(name, date(2020, 6, 1)).to_dict()
        yield lambda name=name: [each.to_dict() for each in ledger.obligations(name)]
        yield lambda name=name: [each.message for each in ledger.reminders(name)]
    yield lambda: [each.to_dict() for each in ledger.due(date(2020, 12, 1))]
    yield lambda: len(ledger.untold())
    yield ledger.next_wake
    yield lambda: sorted(each.rung for each in ledger.wake(LATER))
    yield lambda: ledger.drain(lambda message: message["data"]["due"], now=LATER)
    yield lambda: ledger.record("A-1", Event.of("published", date(2020, 5, 28), key="p")).version
    yield lambda: ledger.record("B-1", Event.of("opinion_received", date(2020, 5, 21), party="A", key="o")).version
    yield lambda: len(ledger.rebuild(repair=True))
    yield lambda: ledger.adopt().revision


@cache
def _filled() -> bytes:
    """A ledger of two matters, one of them waiting for a third party, with reminders told and to be told."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)) as database:
        ledger = _ledger(database)
        assert isinstance(ledger.store, SqlStore)
        ledger.store.create()
        decided = Event.of("decided", date(2020, 5, 20), key="d")
        ledger.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", event=decided)
        ledger.open("request", id="B-1", event=Event.of("received", date(2020, 5, 6), key="r"))
        ledger.record("B-1", Event.of("consulted", date(2020, 5, 12), party="A", key="c"))
        ledger.wake(datetime(2020, 5, 27, 9, tzinfo=SHANGHAI))
        return database.serialize()


def _spoil(database: sqlite3.Connection, told: dict[str, Any]) -> None:
    """One value put where it is told, if there is such a place and the database takes it there."""
    table, column = told.get("table"), told.get("column")
    if not isinstance(table, str) or column not in TABLES.get(table, ()):
        return
    value = told.get("value")
    if isinstance(value, dict) and isinstance(value.get("bytes"), str):
        value = value["bytes"].encode("utf-8", "replace")
    elif isinstance(value, dict | list):
        value = json.dumps(value)
    rows = [row for (row,) in database.execute(f"select rowid from {table} order by rowid")]
    row = told.get("row")
    chosen = rows[row % len(rows) :][:1] if isinstance(row, int) and rows else rows
    for each in chosen:
        try:
            database.execute(f"update or ignore {table} set {column} = ? where rowid = ?", (value, each))
        except (sqlite3.Error, OverflowError, UnicodeEncodeError):  # a value that SQLite has no place for
            return
    if told.get("sealed"):
        _seal(database)


def _seal(database: sqlite3.Connection) -> None:
    """Make every chain anew, as far as its rows let one."""
    names = fields(MatterRow)
    for values in database.execute(f"select {', '.join(names)} from gd_matter").fetchall():
        row = MatterRow(*values)
        facts = "select rowid, version, recorded_us, body from gd_event where matter_id = ? order by version"
        try:
            seal = Chain().beginning(identity(row))
            for place, version, recorded_us, body in database.execute(facts, (row.id,)).fetchall():
                seal = Chain().seal(seal, version, recorded_us, body)
                database.execute("update gd_event set seal = ? where rowid = ?", (seal, place))
            database.execute("update gd_matter set head = ? where id = ?", (seal, row.id))
        except (GovDeadlinesError, TypeError, ValueError):
            continue


def seeds() -> list[bytes]:
    """Each column of each table once, with what stood in another or what no column takes."""
    values: tuple[Any, ...] = ("x", -1, 2**63 - 1, {"bytes": "ff"}, "[[1,2]]", "9999-99-99", 1.5)
    places = [(table, column) for table, columns in TABLES.items() for column in columns]
    return [
        json.dumps([{"table": table, "column": column, "value": values[number % len(values)], "row": 0}]).encode()
        for number, (table, column) in enumerate(places)
    ]


DOOR = Door("rows", ask, b"[]", words("rows", "event"), "json", longest=65_536, seeds=seeds)
