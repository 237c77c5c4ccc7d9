"""Frames of every library in, and the same kind out with columns added."""

import os
import pickle
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from gov_deadlines import BadInput, UnknownRegion, UnknownRule, WorkCalendar, due
from gov_deadlines.analysis import columns
from gov_deadlines.analysis.columns import Problem, Status
from gov_deadlines.analysis.columns.frames import asked

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = [date(2020, 5, 20), None, date(2019, 5, 13), date(2026, 12, 30), date(1999, 1, 1)]
ERRORS = [0, Problem.NO_START, 0, Problem.CALENDAR_NOT_PUBLISHED, Problem.OUTSIDE_TABLE]
INSTANTS = [datetime(2020, 5, 19, 16, tzinfo=UTC), None, datetime(2020, 7, 8, 8, 20, tzinfo=UTC)]
WIDE = [getattr(pl, name) for name in ("Int128", "UInt128", "UInt64") if hasattr(pl, name)]
LIBRARIES = ("pandas", "pandas_arrow", "polars", "polars_lazy", "arrow", "duckdb")


@pytest.fixture(params=LIBRARIES)
def library(request):
    """The name of each library in turn."""
    return request.param


def made(library, held):
    """A frame of that library with what an Arrow table holds."""
    table = held if isinstance(held, pa.Table) else pa.table(held)
    if library == "pandas":
        return table.to_pandas(date_as_object=True).set_index(pd.Index([9] * table.num_rows))
    if library == "pandas_arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    if library == "polars":
        return pl.from_arrow(table)
    if library == "polars_lazy":
        return pl.from_arrow(table).lazy()
    if library == "duckdb":
        return duckdb.connect().from_arrow(table)
    return table


def told(frame):
    """What a frame holds, by its columns, in plain values: nulls are ``None``, midnights without a zone are days."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    return {
        series.name: [plain(value) for value in series.to_list()] for series in nw.from_native(frame).iter_columns()
    }


def plain(value):
    """One value, as any library would hold it."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.date()
    return value


def test_due_days_and_errors_are_added(library):
    """Nulls, a year that is not published and a start outside: no day, and why."""
    frame = made(library, {"matter": pa.array([*"abcde"]), "received_on": pa.array(DAYS, pa.date32())})

    found = columns.due(frame, rule="request.answer", start="received_on")

    assert type(found) is type(frame)
    rows = told(found)
    assert list(rows) == ["matter", "received_on", "due", "error"]
    assert rows["due"] == [date(2020, 6, 17), None, date(2019, 6, 3), None, None]
    assert rows["error"] == ERRORS
    assert rows["received_on"] == DAYS
    assert told(frame).keys() == {"matter", "received_on"}


def test_instants_become_days_in_shanghai(library):
    """16:00 in UTC on the 19th is the 20th in China, whatever zone the column names."""
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        frame = made(library, {"at": pa.array(INSTANTS, pa.timestamp("us", zone))})
        found = told(columns.due(frame, rule="enforcement.penalty", jurisdiction="520323", start="at"))
        assert found["due"] == [date(2020, 5, 29), None, date(2020, 7, 17)]


def test_every_column_there_is_may_be_added(library):
    """Under names of one's own, each as the scalar engine has it."""
    starts = [date(2020, 9, 15), date(2020, 3, 2), None]
    acts = [None, date(2020, 4, 10), date(2020, 4, 1)]
    frame = made(library, {"start": pa.array(starts, pa.date32()), "done": pa.array(acts, pa.date32())})
    add = {what: f"x_{what}" for what in columns.question.ADDABLE}
    asked_ = {"rule": "proactive.disclosure", "jurisdiction": "650100", "act": "done", "as_of": date(2020, 12, 1)}
    one, two = (due("proactive.disclosure", start, jurisdiction="650100") for start in starts[:2])

    found = told(columns.due(frame, start="start", add=add, **asked_))

    assert found["x_due"] == [one.due, two.due, None]
    assert found["x_due_at"] == [one.due_at, two.due_at, None]
    assert found["x_error"] == [0, 0, Problem.NO_START]
    assert found["x_provisional"] == [one.bounds is not None, two.bounds is not None, False]
    assert found["x_version"] == [one.version.id, two.version.id, None]
    assert found["x_mark"] == ["V", "V", None]
    assert found["x_status"] == [Status.OVERDUE, Status.LATE, Status.UNKNOWN]
    assert found["x_late_days"] == [(date(2020, 12, 1) - one.due).days, (acts[1] - two.due).days, 0]


def test_limits_in_hours_have_an_instant_and_no_day(library):
    """Asked for the instant it is no error; asked for the day alone it is."""
    frame = made(library, {"at": pa.array(INSTANTS, pa.timestamp("us", "UTC"))})
    asked_ = {"rule": "incident.statement", "start": "at"}

    found = told(columns.due(frame, **asked_, add=("due", "due_at", "error")))

    assert found["due"] == [None] * 3
    assert found["due_at"] == [INSTANTS[0] + timedelta(hours=5), None, INSTANTS[2] + timedelta(hours=5)]
    assert found["error"] == [0, Problem.NO_START, 0]
    assert told(columns.due(frame, **asked_))["error"] == [
        Problem.NEEDS_INSTANT,
        Problem.NO_START,
        Problem.NEEDS_INSTANT,
    ]


def test_rules_and_places_may_stand_in_columns(library):
    """Unknown ones, nulls among them, are problems of their rows; texts of other places bind there."""
    rows = [
        ("enforcement.penalty", "520323", date(2020, 5, 29), 0),
        ("enforcement.penalty", "CN", due("enforcement.penalty", date(2020, 5, 20)).due, 0),
        ("request.answer", "520323", date(2020, 6, 17), 0),
        ("request.anwser", "520323", None, Problem.UNKNOWN_RULE),
        (None, "CN", None, Problem.UNKNOWN_RULE),
        ("request.answer", "71", None, Problem.UNKNOWN_REGION),
        ("request.answer", None, None, Problem.UNKNOWN_REGION),
        ("enforcement.withdrawal", "CN", None, Problem.ONLY_A_WORD),
    ]
    rule, place, days, errors = zip(*rows, strict=True)
    starts = pa.array([date(2020, 5, 20)] * len(rows), pa.date32())
    frame = made(library, {"duty": pa.array(rule, pa.string()), "where": pa.array(place, pa.string()), "start": starts})

    found = told(
        columns.due(
            frame,
            rule_column="duty",
            jurisdiction_column="where",
            start="start",
            add=("due", "error", "version", "mark"),
        )
    )

    assert found["due"] == list(days)
    assert found["error"] == list(errors)
    assert found["version"][0] == due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").version.id
    assert found["version"][3:7] == [None] * 4
    assert found["mark"] == [
        due(name, date(2020, 5, 20), jurisdiction=code).version.mark.value for name, code, *_ in rows[:3]
    ] + [None] * 4 + ["V"]


def test_days_left_out_stand_in_a_column(library):
    """Null is a problem of its row, not nought."""
    calendar = WorkCalendar.load("CN")
    starts = pa.array([date(2020, 5, 20)] * 3, pa.date32())
    frame = made(library, {"start": starts, "held": pa.array([0, 5, None], pa.int16())})

    found = told(
        columns.due(
            frame,
            rule="request.answer",
            start="start",
            suspended="held",
            add=("due", "error", "provisional"),
        )
    )

    assert found["due"] == [date(2020, 6, 17), calendar.shift(date(2020, 6, 17), 5), None]
    assert found["error"] == [0, 0, Problem.BAD_NUMBER]
    assert found["provisional"] == [False] * 3


def test_days_left_out_may_be_decimals(library):
    """What is whole counts, as a sum of a database does; a fraction, a null and a giant are problems of their rows."""
    held = pa.array([Decimal(5), Decimal("5.50"), None, Decimal(10) ** 30], pa.decimal128(38, 2))
    frame = made(library, {"start": pa.array([date(2020, 5, 20)] * 4, pa.date32()), "held": held})

    found = told(columns.due(frame, rule="request.answer", start="start", suspended="held"))

    assert found["due"] == [date(2020, 6, 24), None, None, None]
    assert found["error"] == [0, *[Problem.BAD_NUMBER] * 3]


def test_sum_of_duckdb_is_a_number_of_days():
    """It is of 128 bits there, and a decimal in Arrow."""
    rows = duckdb.connect().sql("select date '2020-05-20' as start, sum(range) as held from range(3) group by 1")

    found = columns.due(rows, rule="request.answer", start="start", suspended="held")

    assert [str(kind) for kind in rows.types] == ["DATE", "HUGEINT"]
    assert found.fetchall()[0][2:] == (date(2020, 6, 22), 0)


def test_days_left_out_may_be_wider_than_any_of_numpy():
    """Whole numbers of 128 bits, and of 64 without a sign beside nulls: those out of range have a problem."""
    days, numbers = [date(2020, 5, 20)] * 4, [5, None, 1 << 63, 0]
    wide = [pl.DataFrame({"start": days, "held": numbers}, {"start": pl.Date, "held": kind}) for kind in WIDE]

    for frame in (*wide, pa.table({"start": days, "held": pa.array(numbers, pa.uint64())})):
        found = told(columns.due(frame, rule="request.answer", start="start", suspended="held"))
        assert found["due"] == [date(2020, 6, 24), None, None, date(2020, 6, 17)]
        assert found["error"] == [0, Problem.BAD_NUMBER, Problem.BAD_NUMBER, 0]


@pytest.mark.parametrize("held", [pa.array(["5", None]), pa.array([True, None])], ids=["text", "truth"])
def test_days_left_out_that_are_no_numbers_are_refused(library, held):
    """A column of texts or truths is refused as a whole, not in each of its rows."""
    frame = made(library, {"start": pa.array([date(2020, 5, 20)] * 2, pa.date32()), "held": held})

    with pytest.raises(BadInput, match="suspended"):
        told(columns.due(frame, rule="request.answer", start="start", suspended="held"))


def test_instants_without_a_zone_are_refused(library):
    """Unless midnights are said to be days; any other naive instant is then a problem of its row."""
    naive = [datetime(2020, 5, 20), datetime(2020, 5, 20, 12), None]  # noqa: DTZ001
    frame = made(library, {"at": pa.array(naive, pa.timestamp("ms"))})

    with pytest.raises(BadInput, match="time zone"):
        told(columns.due(frame, rule="request.answer", start="at"))
    found = told(columns.due(frame, rule="request.answer", start="at", naive="day"))

    assert found["due"] == [date(2020, 6, 17), None, None]
    assert found["error"] == [0, Problem.NAIVE, Problem.NO_START]


@pytest.mark.parametrize(
    "column",
    [pa.array(["2020-05-20"]), pa.array([18_402]), pa.array([1.5]), pa.array([True])],
    ids=["text", "number", "float", "truth"],
)
def test_column_of_another_type_is_refused(library, column):
    """Texts and numbers are not taken for days; the message names the column."""
    with pytest.raises(BadInput, match="received"):
        told(columns.due(made(library, {"received": column}), rule="request.answer", start="received"))


def test_frame_without_rows_keeps_its_columns(library):
    """And so does one whose starts are all null, whatever its type."""
    for starts in (pa.array([], pa.date32()), pa.nulls(2)):
        frame = made(library, {"start": starts, "duty": pa.array(["request.answer"] * len(starts), pa.string())})
        found = told(columns.due(frame, rule_column="duty", start="start"))
        assert found["error"] == [Problem.NO_START] * len(starts)
        assert list(found) == ["start", "duty", "due", "error"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "begun", "rule": "request.answer"},
        {"start": "start", "rule": "request.answer", "suspended": "held"},
        {"start": "start", "rule": "request.answer", "add": {"due": "start"}},
        {"start": "start", "rule": "request.answer", "add": {"due": "x", "error": "x"}},
        {"start": "start", "rule": "request.answer", "add": ["deu"]},
        {"start": "start", "rule": "request.answer", "add": "due"},
        {"start": "start", "rule": "request.answer", "add": ()},
        {"start": "start", "rule": "request.answer", "add": ["status"]},
        {"start": "start", "rule": "request.answer", "naive": "yes"},
        {"start": "start", "rule": "request.answer", "add": 5},
        {"start": "start", "rule": "request.answer", "add": None},
        {"start": "start", "rule": "request.answer", "add": {"due": None}},
        {"start": "start", "rule": "request.answer", "cases": ["x"]},
        {"start": "start", "rule": "request.answer", "cases": "x"},
        {"start": "start", "rule": "request.answer", "suspended": 0},
        {"start": "start", "rule": "request.answer", "act": ["start"]},
        {"start": "start", "rule": "request.answer", "as_known_on": [date(2020, 1, 20)]},
        {"start": "start", "rule": "request.answer", "calendar": []},
        {"start": "start", "rule": "request.answer", "book": {}},
        {"start": "start", "rule": "request.answer", "jurisdiction": ["CN"]},
        {"start": "start", "rule": ["request.answer"]},
        {"start": "start", "rule_column": ["start"]},
        {"start": None, "rule": "request.answer"},
        {"start": 0, "rule": "request.answer"},
        {"start": "start"},
        {"start": "start", "rule": "request.answer", "rule_column": "start"},
        {"start": "start", "rule": "request.answer", "jurisdiction": "CN", "jurisdiction_column": "start"},
        {
            "start": "start",
            "rule": "request.answer",
            "jurisdiction_column": "start",
            "calendar": WorkCalendar.load("CN"),
        },
    ],
    ids=str,
)
def test_question_that_fits_no_frame_is_refused(library, wrong):
    """Columns that are not there or taken, additions that are none, and two words for one thing."""
    with pytest.raises(BadInput):
        columns.due(made(library, {"start": pa.array(DAYS, pa.date32())}), **wrong)


def test_unknown_rule_or_place_for_all_rows_is_refused(library):
    """What is said once is an error of the call."""
    frame = made(library, {"start": pa.array(DAYS, pa.date32())})

    with pytest.raises(UnknownRule):
        told(columns.due(frame, rule="request.anwser", start="start"))
    with pytest.raises(UnknownRegion):
        told(columns.due(frame, rule="request.answer", jurisdiction="71", start="start"))


def test_objects_of_pandas_are_read_one_by_one():
    """Dates and instants of mixed zones, and what is neither, in one column of objects."""
    naive = datetime(2020, 5, 20)  # noqa: DTZ001
    aware = datetime(2020, 5, 20, 1, tzinfo=SHANGHAI)
    mixed = [date(2020, 5, 20), INSTANTS[0], aware, naive, "x", None, pd.NaT, pd.NA]
    frame = pd.DataFrame({"at": pd.Series(mixed, dtype=object)})

    found = told(columns.due(frame, rule="request.answer", start="at"))

    assert found["due"] == [*[date(2020, 6, 17)] * 3, *[None] * 5]
    assert found["error"] == [0, 0, 0, Problem.NAIVE, Problem.NO_DAY, *[Problem.NO_START] * 3]


@pytest.mark.parametrize("path", ["rule", "jurisdiction"])
def test_names_among_objects_are_read_one_by_one(path):
    """What is no text is a name of nothing, a list as well, in a column of objects of pandas or polars."""
    right = {"rule": "request.answer", "jurisdiction": "CN"}
    held = [right[path], ["x"], 3, None, {}, right[path]]
    frames = (
        pd.DataFrame({"start": pd.to_datetime(["2020-05-20"] * 6), "name": pd.Series(held, dtype=object)}),
        pl.DataFrame({"start": [date(2020, 5, 20)] * 6, "name": pl.Series(held, dtype=pl.Object)}),
        pl.LazyFrame({"start": [date(2020, 5, 20)] * 6, "name": pl.Series(held, dtype=pl.Object)}),
    )
    unknown = Problem.UNKNOWN_RULE if path == "rule" else Problem.UNKNOWN_REGION
    question = {"rule": "request.answer"} if path == "jurisdiction" else {}

    for frame in frames:
        found = told(columns.due(frame, start="start", naive="day", **question, **{f"{path}_column": "name"}))
        assert found["error"] == [0, *[unknown] * 4, 0]


def test_array_among_the_starts_is_no_day():
    """It is a problem of its row, as any other value that names none."""
    held = pd.Series([date(2020, 5, 20), np.array([1, 2])], dtype=object)

    found = columns.due(pd.DataFrame({"start": held}), rule="request.answer", start="start")

    assert found["error"].tolist() == [0, Problem.NO_DAY]


def test_cases_may_be_any_set():
    """Written with braces they are those of a frozen set."""
    frame = pa.table({"start": pa.array(DAYS, pa.date32())})
    asked_ = {"rule": "request.answer", "start": "start"}

    assert told(columns.due(frame, cases={"x"}, **asked_)) == told(columns.due(frame, cases=frozenset("x"), **asked_))


def test_columns_of_one_name_are_refused_where_they_are_read():
    """Which of them is meant cannot be told; pandas with two of any name is no frame that can be read."""
    day = pa.array([date(2020, 5, 20)], pa.date32())
    arrow = pa.Table.from_arrays([day, day], names=["start", "start"])
    duck = duckdb.connect().sql("select date '2020-05-20' as start, 1 as start")
    frames = (arrow, duck, arrow.to_pandas(), pd.DataFrame([[date(2020, 5, 20), 1, 2]], columns=["start", "x", "x"]))

    for frame in frames:
        with pytest.raises(BadInput, match="more than one column"):
            columns.due(frame, rule="request.answer", start="start")


def test_columns_that_are_not_read_may_have_any_name():
    """Numbers name columns of pandas, and Arrow has two of one name."""
    day = pa.array([date(2020, 5, 20)], pa.date32())
    numbered = pd.DataFrame({"start": pd.to_datetime(["2020-05-20"]), 0: [1], ("a", 1): [2]})
    twice = pa.Table.from_arrays([day, day, day], names=["start", "x", "x"])

    found = columns.due(numbered, rule="request.answer", start="start", naive="day")
    assert list(found.columns) == ["start", 0, ("a", 1), "due", "error"]
    assert columns.due(twice, rule="request.answer", start="start")["error"].to_pylist() == [0]


def test_days_in_milliseconds_are_the_days_they_lie_in():
    """A date64 of Arrow should be a midnight; nothing makes it one."""
    noon, eve = 18_402 * 86_400_000 + 43_200_000, 18_402 * 86_400_000 - 1
    held = pa.array([noon, eve, -1, None], pa.int64()).view(pa.date64())

    found = columns.due(pa.table({"start": held}), rule="request.answer", start="start")

    assert found["due"].to_pylist()[:2] == [due("request.answer", date(2020, 5, day)).due for day in (20, 19)]
    assert found["error"].to_pylist() == [0, 0, Problem.OUTSIDE_TABLE, Problem.NO_START]


def test_categories_name_rules():
    """A column of categories, as one has of names that repeat."""
    for frame in (
        pd.DataFrame({"duty": pd.Categorical(["request.answer", "x"]), "start": pd.to_datetime(["2020-05-20"] * 2)}),
        pl.DataFrame({"duty": ["request.answer", "x"], "start": [date(2020, 5, 20)] * 2}).cast(
            {"duty": pl.Categorical}
        ),
    ):
        found = told(columns.due(frame, rule_column="duty", start="start", naive="day"))
        assert found["error"] == [0, Problem.UNKNOWN_RULE]


def test_table_of_arrow_with_a_column_of_categories_without_values_is_answered():
    """A frame whose column of categories holds nothing becomes a dictionary of nulls: no reason to refuse its rows."""
    nothing = pa.DictionaryArray.from_arrays(pa.array([None], pa.int8()), pa.nulls(0))
    frame = pa.table({"start": [date(2020, 1, 6)], "note": nothing})

    answered = columns.due(frame, start="start", rule="request.answer")

    assert answered["due"].to_pylist() == [date(2020, 2, 10)]
    assert answered.schema.field("note").type == nothing.type


def test_names_that_are_numbers_are_refused():
    """A place is a text, lest 450000 lose what makes it a code."""
    frame = pa.table({"start": pa.array(DAYS, pa.date32()), "where": pa.array([45] * 5)})

    with pytest.raises(BadInput, match="texts"):
        columns.due(frame, rule="request.answer", jurisdiction_column="where", start="start")


def test_what_is_no_frame_is_refused():
    """A list, a connection in place of a relation, and a frame that cannot be read whole."""
    for thing in ([1, 2], None, np.array([1]), duckdb.connect()):
        with pytest.raises(BadInput, match="cannot be read whole"):
            columns.due(thing, rule="request.answer", start="start")


def test_answer_of_duckdb_lives_on_its_connection():
    """It can be filtered and joined with what else is there, and asked twice."""
    con = duckdb.connect()
    rows = con.sql("select date '2020-05-20' + range::int as received_on, range as id from range(10)")

    found = columns.due(rows, rule="request.answer", start="received_on")
    con.execute("create table names as select 3 as id, 'three' as name")

    assert found.filter("id = 0").fetchall() == [(date(2020, 5, 20), 0, date(2020, 6, 17), 0)]
    assert found.join(con.table("names").set_alias("n"), "id").fetchall() == [
        (date(2020, 5, 23), 3, date(2020, 6, 19), 0, "three")
    ]


@pytest.mark.parametrize("kind", ["table", "view"])
def test_duckdb_answers_beside_what_its_user_calls_answers(kind):
    """A table or a view of that name is neither read in place of the answers nor touched."""
    con = duckdb.connect()
    con.execute(f"create {kind} answers as select 1 as mine")

    found = columns.due(con.sql("select date '2020-05-20' as start"), rule="request.answer", start="start")

    assert found.columns == ["start", "due", "error"]
    assert found.fetchall() == [(date(2020, 5, 20), date(2020, 6, 17), 0)]
    assert con.table("answers").fetchall() == [(1,)]


def test_duckdb_answers_beside_a_frame_registered_as_answers():
    """What the user registered under that name is not read in place of the answers."""
    con = duckdb.connect()
    con.register("answers", pa.table({"mine": [1]}))

    found = columns.due(con.sql("select date '2020-05-20' as start"), rule="request.answer", start="start")

    assert found.fetchall() == [(date(2020, 5, 20), date(2020, 6, 17), 0)]


@pytest.mark.parametrize("setting", ["python_enable_replacements", "enable_external_access"])
def test_duckdb_that_reads_no_variables_is_refused_with_its_setting(setting):
    """Its connection cannot take the answers, and the message says what to set."""
    con = duckdb.connect(config={setting: "false"})

    with pytest.raises(BadInput, match=setting):
        columns.due(con.sql("select date '2020-05-20' as start"), rule="request.answer", start="start")


def test_columns_of_duckdb_that_differ_by_case_alone_are_refused():
    """DuckDB would call the new one by another name than was asked for; those there twice before stay."""
    con = duckdb.connect()

    with pytest.raises(BadInput, match="by case"):
        columns.due(con.sql("select date '2020-05-20' as start, 1 as DUE"), rule="request.answer", start="start")
    twice = con.sql("select date '2020-05-20' as start, 1 as id, 2 as id")
    assert columns.due(twice, rule="request.answer", start="start").fetchall()[0][1:4] == (1, 2, date(2020, 6, 17))


def test_batches_are_answered_one_by_one():
    """A bar may wrap them: no batch is read before it is asked for, and an empty one keeps its place."""
    read = []

    def batches():
        for size in (3, 0, 2):
            read.append(size)
            yield pa.RecordBatch.from_pydict({"start": pa.array([date(2020, 5, 20)] * size, pa.date32())})

    found = columns.arrow_batches(batches(), rule="request.answer", start="start")

    assert read == []
    assert next(found).to_pydict() == {
        "start": [date(2020, 5, 20)] * 3,
        "due": [date(2020, 6, 17)] * 3,
        "error": [0] * 3,
    }
    assert read == [3]
    assert [batch.num_rows for batch in found] == [0, 2]


def test_batches_of_duckdb_and_of_a_reader_are_answered():
    """What hands over Arrow is read as a stream."""
    rows = duckdb.connect().sql("select date '2020-01-01' + (range % 900)::int as start from range(300000)")

    found = list(columns.arrow_batches(rows.to_arrow_reader(100_000), rule="request.answer", start="start"))

    table = columns.table("request.answer")
    whole = pa.Table.from_batches(found)
    assert len(found) > 1
    assert whole["due"].to_numpy().tolist() == table.due(whole["start"].to_numpy()).due.tolist()


def test_question_travels():
    """It pickles, with a projected calendar too, so that workers can be asked."""
    question = asked(rule="request.answer", start="start", calendar=WorkCalendar.load("CN").projected(2027))

    assert pickle.loads(pickle.dumps(question)) == question


def test_lazy_frame_is_answered_when_it_is_collected():
    """Nothing is read before, and the schema is known."""
    lazy = pl.LazyFrame({"start": DAYS}).with_columns(pl.col("start").dt.offset_by("1d"))

    found = columns.due(lazy, rule="request.answer", start="start")

    assert found.collect_schema() == {"start": pl.Date, "due": pl.Date, "error": pl.Int8}
    assert found.filter(pl.col("error") == 0).collect().height == 2


# Spark, by make test-frames. No pandas is in the way of these, but Spark warns of pandas 3 where it sees it.
on_spark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module")
def spark():
    """A session of two threads; skipped where there is no Spark or no Java."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed; make test-frames installs it")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java 17")
    here = "127.0.0.1"
    conf = {"ui.enabled": "false", "sql.session.timeZone": "UTC", "driver.bindAddress": here, "driver.host": here}
    builder = sql.SparkSession.builder.master("local[2]").appName("columns")
    for key, value in conf.items():
        builder = builder.config(f"spark.{key}", value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # workers must find what this process finds
        session = builder.getOrCreate()
        yield session
        session.stop()


@on_spark
def test_frame_of_spark_is_answered_where_it_is(spark):
    """Days, instants and nulls, over several partitions, by `mapInArrow`."""
    rows = [(number, date(2019, 1, 1) + timedelta(days=number % 900) if number % 7 else None) for number in range(5000)]
    frame = spark.createDataFrame(rows, "id long, start date").repartition(4)

    found = columns.due(
        frame, rule="request.answer", start="start", add=("due", "due_at", "error", "provisional", "version", "mark")
    )

    table = columns.table("request.answer")
    collected = found.collect()
    days = np.array([row.start for row in collected], dtype="M8[D]")
    assert [row.due for row in collected] == table.due(days).due.tolist()
    assert [row.error for row in collected] == table.due(days).errors.tolist()
    assert len(collected) == 5000
    assert {row.version for row in collected if row.start} == {version.id for version in table.versions[-2:]}
    assert {row.mark for row in collected if row.start} == {version.mark.value for version in table.versions[-2:]}


@on_spark
def test_rules_in_a_column_of_spark(spark):
    """Many rules in one frame, instants with a zone, and status and lateness as of a day."""
    rows = [("incident.statement", INSTANTS[2]), ("request.answer", INSTANTS[0]), ("nothing", INSTANTS[0])]
    frame = spark.createDataFrame(rows, "duty string, at timestamp")

    found = columns.due(
        frame,
        rule_column="duty",
        start="at",
        as_of=date(2020, 7, 1),
        add=("due", "error", "status", "late_days"),
    )

    assert [(row.due, row.error, row.status, row.late_days) for row in found.orderBy("duty").collect()] == [
        (None, Problem.NEEDS_INSTANT, Status.NOT_DUE, 0),
        (None, Problem.UNKNOWN_RULE, Status.UNKNOWN, 0),
        (date(2020, 6, 17), 0, Status.OVERDUE, 14),
    ]


@on_spark
def test_frame_of_spark_without_a_zone_or_a_column_is_refused(spark):
    """A missing column at once; what a column holds, when its partitions are read."""
    frame = spark.createDataFrame([(datetime(2020, 5, 20),)], "at timestamp_ntz")  # noqa: DTZ001

    with pytest.raises(BadInput, match="missing"):
        columns.due(frame, rule="request.answer", start="start")
    with pytest.raises(Exception, match="time zone"):
        columns.due(frame, rule="request.answer", start="at").collect()


@on_spark
@pytest.mark.parametrize("page", ["bulk.md", "bulk.en.md"])
def test_page_of_spark_runs(spark, page):
    """The block of the page that needs Java answers as the others do."""
    told = (Path(__file__).parents[1] / "docs" / "howto" / page).read_text(encoding="utf-8")
    names = {"spark": spark, "columns": columns, "date": date}
    exec(told.partition("## Spark")[2].partition("```text\n")[2].partition("```")[0], names)

    assert names["due"] == [date(2020, 2, 10), date(2020, 2, 28)]
