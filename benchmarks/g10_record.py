"""G10: one transition kept in a database, against the bare driver that writes the same rows."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
from rounds import Case, in_rounds
from table import Goals, at_most, named, printed

from gov_deadlines import SqlStore
from gov_deadlines.ledger.rows import EventRow, MatterRow, ObligationRow, id_of
from gov_deadlines.ledger.store import Change

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import PostgreSQL, Sqlite

MATTERS = 2_000
ROUNDS = 21
BODY = '{"event":"extended","on":"2026-12-01","key":"oa-1","approved_by":"head","notified":true}'


def matter(n: int) -> MatterRow:
    """A matter that was opened, without a fact."""
    return MatterRow(
        id_of(n), f"A-{n}", "request", "request.answer", "CN", None, None, 0, "0" * 64, "running", None, 1, 1
    )


def obligation(of: MatterRow) -> ObligationRow:
    rungs = '[["warning/-3",1796097600000000],["due",1796097600000000],["overdue",1796097600000000]]'
    return ObligationRow(
        id=id_of(of.id, "answer", 1), matter_id=of.id, name="answer", ordinal=1, rule=of.rule, jurisdiction="CN",
        state=None, clock="running", is_open=True, start="2026-11-20", cases=None, until_on=None,
        basis=id_of("b"), is_entangled=False, due_on=None, due_at_us=1796097600000000, certainty="settled",
        refusal=None, rungs=rungs, next_rung="warning/-3", wake_at_us=1796097600000000, due_revision=1,
    )  # fmt: skip


class Transitions:
    """The next transition of each matter in turn: read it, one fact more, its obligation due a second later."""

    def __init__(self) -> None:
        self.matters = [matter(n) for n in range(MATTERS)]
        self.obligations = [obligation(of) for of in self.matters]
        self.turn = 0

    def next(self) -> Change:
        n = self.turn = (self.turn + 1) % MATTERS
        before, due = self.matters[n], self.obligations[n]
        version = before.version + 1
        after = self.matters[n] = attrs.evolve(before, version=version, head=f"{version:064}", changed_us=version)
        later = self.obligations[n] = attrs.evolve(
            due, due_revision=due.due_revision + 1, due_at_us=due.due_at_us + 1, wake_at_us=due.wake_at_us + 1
        )
        fact = EventRow(before.id, version, id_of(before.id, version), version, BODY, f"{version:064}")
        return Change(after, before.version, 0, events=(fact,), changed=((due, later),))


def filled(store: SqlStore, transitions: Transitions) -> SqlStore:
    store.create()
    with store.writing() as writer:
        for of, due in zip(transitions.matters, transitions.obligations, strict=True):
            writer.append(Change(of, None, 0, new=(due,)))
    return store


ADVANCE = "update gd_matter set version={}, head={}, state={}, turns_at_us={}, changed_us={} where id={} and version={}"
FACT = "insert into gd_event (matter_id, version, key_id, recorded_us, body, seal) values ({}, {}, {}, {}, {}, {})"
DUE = "update gd_obligation set due_at_us={}, wake_at_us={}, due_revision={} where id={} and due_revision={}"


def values(change: Change) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
    row, (fact,), ((before, after),) = change.matter, change.events, change.changed
    return (
        (row.version, row.head, row.state, row.turns_at_us, row.changed_us, row.id, change.version),
        attrs.astuple(fact),
        (after.due_at_us, after.wake_at_us, after.due_revision, after.id, before.due_revision),
    )


def by_sqlite3(connection: sqlite3.Connection) -> Callable[[Change], None]:
    """The same rows written by the driver alone, in one transaction under the matter's version."""
    advance, fact, due = (text.format(*"?" * text.count("{}")) for text in (ADVANCE, FACT, DUE))

    def write(change: Change) -> None:
        first, second, third = values(change)
        cursor = connection.cursor()
        cursor.execute("begin immediate")
        assert cursor.execute(advance, first).rowcount == 1
        cursor.execute(fact, second)
        cursor.execute(due, third)
        connection.commit()

    return write


def by_one_statement(connection: Any) -> Callable[[Change], None]:
    """The same rows written by PostgreSQL in one statement, in autocommit: the least a transition can cost there."""
    text = (
        "with m as (update gd_matter set version=%s, head=%s, state=%s, turns_at_us=%s, changed_us=%s"
        " where id=%s and version=%s returning id),"
        " e as (insert into gd_event (matter_id, version, key_id, recorded_us, body, seal)"
        " select %s, %s, %s, %s, %s, %s from m returning 1),"
        " o as (update gd_obligation set due_at_us=%s, wake_at_us=%s, due_revision=%s from m"
        " where gd_obligation.id=%s and due_revision=%s returning 1) select count(*) from o"
    )

    def write(change: Change) -> None:
        assert connection.execute(text, sum(values(change), ())).fetchone()[0] == 1

    return write


def by_four_statements(connection: Any) -> Callable[[Change], None]:
    """The same rows as a program writes them by the driver: begin, three statements, commit."""
    advance, fact, due = (text.format(*["%s"] * text.count("{}")) for text in (ADVANCE, FACT, DUE))

    def write(change: Change) -> None:
        first, second, third = values(change)
        with connection.transaction():
            assert connection.execute(advance, first).rowcount == 1
            connection.execute(fact, second)
            connection.execute(due, third)

    return write


@contextmanager
def sqlite(synchronous: str) -> Iterator[tuple[SqlStore, sqlite3.Connection]]:
    with Sqlite() as files:
        url = files.fresh()
        store = SqlStore(url)
        with store.engine.connect() as connection:
            connection.exec_driver_sql(f"pragma synchronous = {synchronous}")
            bare = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            bare.execute("pragma journal_mode = wal")
            bare.execute(f"pragma synchronous = {synchronous}")
        yield store, bare
        bare.close()
        store.close()


def report(rounds: int = ROUNDS) -> Goals:
    """Prints a table for SQLite at both degrees of safety, and one for PostgreSQL."""
    print("G10 one transition: the matter under its version, one fact, one obligation; a file, and a server with fsync")
    found: Goals = {}
    for synchronous in ("normal", "full"):
        with sqlite(synchronous) as (store, bare):
            transitions = Transitions()
            filled(store, transitions)
            cases = {"Store.append": store.append, "sqlite3 alone": by_sqlite3(bare)}
            found |= table(f"SQLite, write-ahead log, synchronous = {synchronous}", cases, transitions, rounds, 1.3)
    import psycopg

    with (
        PostgreSQL(fsync=True) as server,
        SqlStore(server.fresh()) as store,
        psycopg.connect(store.engine.url.set(drivername="postgresql").render_as_string(), autocommit=True) as bare,
    ):
        transitions = Transitions()
        filled(store, transitions)
        cases = {
            "Store.append": store.append,
            "psycopg, one statement": by_one_statement(bare),
            "psycopg, begin to commit": by_four_statements(bare),
        }
        return found | table("PostgreSQL", cases, transitions, rounds, 1.5)


def table(
    title: str, writers: dict[str, Callable[[Change], None]], transitions: Transitions, rounds: int, goal: float
) -> Goals:
    cases = [
        Case(
            name, "write(change)", lambda count: [transitions.next() for _ in range(count)], {"write": write}, "change"
        )
        for name, write in writers.items()
    ]
    timings = in_rounds(cases, rounds)
    ours, limit, *_ = (timings[case.name] for case in cases)
    print(f"\n{title}")
    goals = {ours.name: at_most(goal, "x", ours.over(limit))}
    print(printed(timings.values(), ours, limit, "ns", goals))
    return named(title, goals)


if __name__ == "__main__":
    report()
