"""Answers as columns and as frames of three libraries."""

from datetime import date, datetime

import pandas
import polars
import pyarrow
import pytest

import gov_deadlines as gd
from gov_deadlines import optional
from gov_deadlines.analysis.docket import Row
from gov_deadlines.view.frames import entry_columns, move_columns, step_columns, to_frame, year_columns

from . import oracle

DOCKET = gd.Docket.of(
    [
        Row("甲", "request.answer", date(2020, 1, 6), "CN"),
        Row("乙", "incident.statement", datetime(2020, 7, 8, 16, 20, tzinfo=gd.SHANGHAI), "CN"),
        Row("丙", "request.anwser", date(2020, 1, 6), "CN"),
    ]
)
FRAMES = [("pandas", pandas.DataFrame), ("polars", polars.DataFrame), ("pyarrow", pyarrow.Table)]


def listed(frame, name):
    """The values of a column of any of the three libraries, what is missing as ``None``."""
    values = frame[name].to_pylist() if isinstance(frame, pyarrow.Table) else list(frame[name])
    return [None if value is pandas.NaT or value is pandas.NA else value for value in values]


def test_docket_becomes_columns_of_one_length():
    """A day, an instant and a refusal each fill their own columns; a moved row says from where."""
    found = entry_columns(gd.entries(DOCKET, date(2020, 2, 5)))

    assert {len(values) for values in found.values()} == {3}
    assert found["due"] == [date(2020, 2, 10), None, None]
    assert found["due_at"][1] == datetime(2020, 7, 8, 21, 20, tzinfo=gd.SHANGHAI)
    assert found["moved_from"] == [date(2020, 2, 6), None, None]
    assert found["moved_by"] == ["国办发明电〔2020〕1号", "", ""]
    assert found["status_text"] == ["临近到期", "未到期", "无法计算"]
    assert found["left"][0] == "余3个工作日"
    assert found["status"] == ["due_soon", "not_due", "unknown"]
    assert found["rule"] == ["request.answer", "incident.statement", None]
    assert "request.answer" in found["source"][2]


@pytest.mark.parametrize(("library", "kind"), FRAMES)
def test_frame_is_typed(library, kind):
    """Days stay days where the library has any, instants keep their zone, and nothing is turned into text."""
    frame = to_frame(entry_columns(gd.entries(DOCKET, date(2020, 2, 5))), library)

    assert isinstance(frame, kind)
    due, at = listed(frame, "due"), listed(frame, "due_at")
    assert due[0] == (pandas.Timestamp(2020, 2, 10) if library == "pandas" else date(2020, 2, 10))
    assert due[1:] == [None, None]
    assert at[1] == datetime(2020, 7, 8, 21, 20, tzinfo=gd.SHANGHAI)
    assert str(at[1].tzinfo) == "Asia/Shanghai"


@pytest.mark.parametrize(("library", "kind"), FRAMES)
def test_empty_frame_has_the_types_of_a_full_one(library, kind):
    """A docket without rows can be put under one with rows."""
    full = to_frame(entry_columns(gd.entries(DOCKET, date(2020, 2, 5))), library)
    empty = to_frame(entry_columns(()), library)

    types = [frame.dtypes.tolist() if library == "pandas" else frame.schema for frame in (full, empty)]
    assert types[0] == types[1]
    assert isinstance(empty, kind)


@pytest.mark.parametrize(("library", "kind"), FRAMES)
def test_steps_and_years_become_frames(library, kind):
    """A step a row, a day a row; the working days are those that a walk counts."""
    deadline = gd.due("request.answer", date(2020, 1, 6))
    steps = to_frame(step_columns(deadline), library)
    year = to_frame(year_columns(gd.WorkCalendar.load("CN"), 2020), library)
    works = oracle.within(oracle.nation())

    assert isinstance(steps, kind)
    assert listed(steps, "kind") == [step.kind.value for step in deadline.steps]
    assert listed(steps, "text")[0].startswith("2020年1月6日")
    assert listed(year, "working") == [works(day) for day in oracle.days(date(2020, 1, 1), date(2020, 12, 31))]


def test_duties_of_a_matter_become_columns():
    """A duty a row, with the day that it was met."""
    events = [gd.Event.of("decided", date(2020, 5, 20)), gd.Event.of("published", date(2020, 6, 2))]
    matter = gd.Matter.open("publication", id="A-1", rule="enforcement.penalty", jurisdiction="520323", events=events)

    found = entry_columns(gd.entries(matter, date(2020, 6, 3)), "en")

    assert (found["matter"], found["due"], found["met"], found["status"]) == (
        ["A-1"],
        [date(2020, 5, 29)],
        [date(2020, 6, 2)],
        ["late"],
    )


def test_other_library_is_refused():
    """The libraries there are, are named."""
    with pytest.raises(gd.BadInput, match="polars"):
        to_frame({"a": [1]}, "dask")


def test_missing_library_is_named_with_its_remedy(monkeypatch):
    """Who has no pandas hears what to install."""

    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(optional, "import_module", missing)

    with pytest.raises(ModuleNotFoundError, match="pip install 'pandas'"):
        to_frame({"matter": ["A"]}, "pandas")
    with pytest.raises(ModuleNotFoundError, match=r"gov-deadlines\[ical\]"):
        optional.needed("icalendar")


@pytest.mark.parametrize(("library", "kind"), FRAMES)
def test_what_a_scenario_does_to_a_docket_becomes_a_frame(library, kind):
    """Both ends, the move in days, whether it is late, and why; a row without an answer keeps its place."""
    found = gd.compare_docket(DOCKET, as_known_on=date(2020, 1, 20), as_of=date(2020, 2, 7))
    frame = to_frame(move_columns(found, "en"), library)

    day = pandas.Timestamp if library == "pandas" else date
    assert isinstance(frame, kind)
    assert (listed(frame, "before")[0], listed(frame, "after")[0]) == (day(2020, 2, 10), day(2020, 2, 6))
    assert listed(frame, "working_days") == [-2, None, None]
    assert listed(frame, "late_before") == [False, False, None]
    assert listed(frame, "late_after") == [True, False, None]
    assert listed(frame, "before")[1] is None
    why = listed(frame, "why")
    assert "国办发明电〔2020〕1号 not public until 2020-01-27" in why[0]
    assert why[1] == ""
    assert "request.anwser" in why[2]


def test_moved_rows_alone_become_columns():
    """What does not move is left out by asking for what moves."""
    found = gd.compare_docket(DOCKET, as_known_on=date(2020, 1, 20))

    assert move_columns(found.moved())["matter"] == ["甲"]
    assert move_columns([])["days"] == []
