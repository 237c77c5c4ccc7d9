"""Tables written for other engines, read back by them, and joined there."""

import sqlite3
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine

from gov_deadlines import BadInput, Period, WorkCalendar, due
from gov_deadlines.analysis import columns
from gov_deadlines.analysis.columns.export import COLUMNS
from gov_deadlines.unit import MONTH

TABLE = columns.table("request.answer", first=date(2019, 5, 1), last=date(2026, 12, 31))
REGION = columns.table("proactive.disclosure", jurisdiction="650100", first=date(2020, 9, 1), last=date(2020, 9, 30))


def expected(table, day):
    """What the scalar engine says, in the columns of an export."""
    deadline = due(table.rule.id, day, jurisdiction=table.jurisdiction)
    head = (table.rule.id, table.jurisdiction, day, deadline.due, deadline.version.id, deadline.version.mark.value)
    return *head, deadline.bounds is not None, deadline.earliest, deadline.latest, 0


def test_arrow_holds_every_column():
    """Days as date32, the version by its id, nulls where nothing is."""
    arrow = REGION.to_arrow()

    assert tuple(arrow.column_names) == COLUMNS
    assert arrow.schema.field("due_on").type == pa.date32()
    assert [tuple(row.values()) for row in arrow.to_pylist()] == [
        expected(REGION, day) for day in REGION.starts.tolist()
    ]
    assert arrow["provisional"].to_pylist() == [True] * 30
    assert (
        TABLE.to_arrow()["due_on"].null_count == TABLE.to_arrow()["problem"].to_pylist().count(2) == 28
    )  # from 2026-12-04 on


def test_table_of_a_bare_limit_bears_its_words():
    """There is no version; the name is what the limit says."""
    arrow = columns.table_of(Period(3, MONTH), WorkCalendar.load("CN"), last=date(2004, 1, 2)).to_arrow()

    assert arrow["rule"].to_pylist() == ["3 months"] * 2
    assert arrow["version"].to_pylist() == arrow["mark"].to_pylist() == [None] * 2


def test_parquet_is_joined_by_duckdb(tmp_path):
    """A million rows of nothing but days get their due days by a join on the file."""
    path = tmp_path / "answer.parquet"
    TABLE.write_parquet(path)
    con = duckdb.connect()
    con.execute(
        "create table received as select date '2019-05-01' + (range % 2700)::int as received_on from range(20000)"
    )

    found = con.execute(
        "select received_on, due_on, problem from received left join read_parquet(?) on start_on = received_on",
        [str(path)],
    ).fetchall()

    assert pq.read_table(path).equals(TABLE.to_arrow())
    assert len(found) == 20_000
    by_day = dict(
        zip(TABLE.starts.tolist(), zip(TABLE.dues.tolist(), TABLE.problems.tolist(), strict=True), strict=True)
    )
    assert all((due_on, problem) == by_day[received_on] for received_on, due_on, problem in found)


def test_statements_run_on_duckdb():
    """CREATE TABLE and INSERT, read back, are the table."""
    con = duckdb.connect()
    con.execute(REGION.to_sql("due_dates", "duckdb"))

    found = con.execute("select * from due_dates order by start_on").fetchall()

    assert found == [expected(REGION, day) for day in REGION.starts.tolist()]


def test_statements_run_on_sqlite():
    """A table of seven years, row by row as it was, days as text."""
    con = sqlite3.connect(":memory:")
    con.executescript(TABLE.to_sql("due_dates", "sqlite"))

    found = con.execute("select start_on, due_on, version, problem from due_dates order by start_on").fetchall()
    con.close()

    assert len(found) == len(TABLE)
    for (start, day, version, problem), at in zip(found, range(len(TABLE)), strict=True):
        assert start == f"{TABLE.starts[at]}"
        assert (day or "NaT", problem) == (f"{TABLE.dues[at]}", TABLE.problems[at])
        assert version == TABLE.versions[TABLE.which[at]].id


def test_statements_run_on_servers(database):
    """The same on each database of the tests, whose drivers give the days back as days, but for SQLite's."""
    engine = create_engine(database)
    with engine.begin() as connection:
        for statement in REGION.to_sql("due_dates", engine.dialect.name).split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        found = connection.exec_driver_sql("select * from due_dates order by start_on").fetchall()
    engine.dispose()

    as_text = str if engine.dialect.name == "sqlite" else lambda value: value
    dated = [
        tuple(as_text(v) if isinstance(v, date) else v for v in expected(REGION, d)) for d in REGION.starts.tolist()
    ]
    assert [tuple(row) for row in found] == dated


@pytest.mark.parametrize("dialect", ["mysql", "mariadb", "oracle", "mssql", "oceanbase", "kingbase", "opengauss"])
def test_statements_are_written_for_other_databases(dialect):
    """Each has its table and a row for each start; Oracle takes them one by one."""
    statements = [part for part in REGION.to_sql("due_dates", dialect).split(";\n") if part.strip()]

    assert statements[0].startswith("CREATE TABLE due_dates")
    assert sum(part.count("proactive.disclosure'") for part in statements[1:]) == 30


@pytest.mark.parametrize(
    ("name", "dialect"),
    [*((name, "sqlite") for name in ("due dates", "x;", "1x", "", None)), ("x", "nosuch"), ("x", "")],
)
def test_names_that_are_none_are_refused(name, dialect):
    """Neither a table nor a database is guessed, and nothing is injected."""
    with pytest.raises(BadInput):
        REGION.to_sql(name, dialect)
