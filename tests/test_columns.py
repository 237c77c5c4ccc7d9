"""Columns: tables of due days, held against the scalar engine, and what is looked up in them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    WEEK,
    WORKING_DAY,
    YEAR,
    BadInput,
    CalendarNotPublished,
    Course,
    Exclusion,
    FixedDate,
    LawBook,
    Matter,
    NoRuleInForce,
    Period,
    Roll,
    SameDay,
    UnknownRegion,
    UnknownRule,
    WorkCalendar,
    due,
)
from gov_deadlines.analysis import columns
from gov_deadlines.analysis.columns import Problem, Stack, Status
from gov_deadlines.analysis.columns.kernel import BLOCK
from gov_deadlines.analysis.columns.reading import PER_DAY, STEADY_DAY, Moments
from gov_deadlines.matters.timeliness import lateness
from gov_deadlines.workdays.day import DayKind

from . import column_trials as trials

CN = WorkCalendar.load("CN")
BOOK = LawBook.load()
SHANGHAI = ZoneInfo("Asia/Shanghai")
NAT = np.datetime64("NaT", "D")
STARTS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def moments(first, last):
    """Instants in UTC of a span of days."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(UTC))


def day_array(*days):
    """Days as numpy has them; ``None`` is NaT."""
    return np.array([None if day is None else np.datetime64(day) for day in days], dtype="M8[D]")


# Tables against the scalar engine. `make soak-columns` leaves out no day.


@pytest.mark.parametrize("place", trials.PLACES)
def test_table_of_every_rule_agrees_with_the_scalar_engine(place):
    """Due day, version, refusal and bounds of every rule, on every 29th day of 23 years."""
    assert sum(trials.of_rule(rule, place, step=29, bounds_step=5) for rule in BOOK) == 290 * len(BOOK)


@pytest.mark.parametrize("roll", Roll)
@pytest.mark.parametrize("place", ["CN", "650100"])
def test_table_of_a_bare_limit_agrees_with_the_scalar_engine(place, roll):
    """Every unit and every roll, counted on, on every 13th day."""
    assert sum(trials.of_limit(limit, place, roll, step=13, bounds_step=9) for limit in trials.LIMITS) > 0


@pytest.mark.parametrize("place", ["CN", "650100"])
def test_table_of_a_limit_counted_back_agrees_with_the_scalar_engine(place):
    """Counted back, no limit rolls, and working days step over the start."""
    for limit in trials.LIMITS:
        if isinstance(limit, Period):
            trials.of_limit(limit, place, Roll.WORKING_DAY, before=True, step=13, bounds_step=9)


@pytest.mark.parametrize("rule", ["request.answer", "enforcement.penalty", "consultation.minimum"])
def test_every_day_of_a_rule_agrees(rule):
    """For three rules no day is left out."""
    assert trials.of_rule(rule, "CN", bounds_step=40) == 8401


@pytest.mark.parametrize("known", [date(2019, 3, 1), date(2020, 1, 20), date(2020, 2, 1)])
def test_table_as_known_on_a_day(known):
    """What was public then decides: the calendar ends earlier, and 春节 of 2020 is as long as was known."""
    table = columns.table("request.answer", as_known_on=known)

    assert table.calendar == CN.known_as_of(known)
    for day in trials.days(table.first, table.last, 17):
        at = (day - table.first).days
        try:
            expected = due("request.answer", day, as_known_on=known).due
        except (CalendarNotPublished, NoRuleInForce):
            expected = None
        assert table.dues[at].item() == expected


def test_projected_years_are_provisional_with_bounds():
    """In a year without a notice every start has a day, and the earliest and latest it can turn out to be."""
    calendar = CN.projected(2027)
    table = columns.table("request.answer", calendar=calendar, first=date(2026, 11, 1), last=date(2027, 11, 30))

    for at, day in enumerate(trials.days(table.first, table.last)):
        deadline = due("request.answer", day, calendar=calendar)
        found = table.dues[at].item(), table.earliest[at].item(), table.latest[at].item()
        assert found == (deadline.due, deadline.earliest, deadline.latest)
        assert table.provisional[at] == (deadline.bounds is not None)
    assert table.provisional.sum() > 300


def test_cases_choose_the_texts_that_are_limited_to_them():
    """As for one deadline, texts limited to other cases are left aside."""
    for rule in BOOK:
        kinds = {case for version in BOOK[rule].versions for case in version.cases}
        for case in sorted(kinds)[:2]:
            table = columns.table(rule, cases=frozenset({case}), first=date(2024, 3, 1), last=date(2024, 3, 1))
            try:
                expected = (BOOK[rule].standing(date(2024, 3, 1), cases=frozenset({case})).binding,)
            except NoRuleInForce:
                expected = ()
            assert table.versions == expected


def test_calendar_made_by_hand_has_a_table():
    """A week of six days and one day off, before 1970: positions do not begin at the epoch."""
    calendar = WorkCalendar.of(date(1955, 1, 1), date(1955, 12, 31), weekend=[6], rest_days=[date(1955, 5, 2)])
    kinds = ((Period(10, WORKING_DAY), Roll.NONE), (Period(10, DAY), Roll.DAY_AFTER), (Period(1, MONTH), Roll.NONE))
    for limit, roll in kinds:
        table = columns.table_of(limit, calendar, roll=roll)
        starts = list(trials.days(date(1955, 1, 1), date(1955, 11, 1)))

        assert table.due(day_array(*starts)).due.tolist() == [limit.end(s, calendar, roll=roll).due for s in starts]


@settings(deadline=None)
@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_kinds_are_those_of_the_days(day):
    """A calendar tells the kind of all its days at once as it tells that of one."""
    kinds = list(DayKind)

    for calendar in (CN, WorkCalendar.load("45")):
        assert kinds[calendar.kinds()[(day - calendar.first).days]] is calendar.day(day).kind


def test_table_cannot_be_written():
    """A table is a value: neither its fields nor its arrays can be set."""
    table = columns.table("request.answer")

    with pytest.raises(AttributeError):
        table.rule = None
    for array in (table.dues, table.starts, table.problems, table.which, table.provisional, table.earliest):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[1]


def test_what_is_no_table_is_refused():
    """Unknown rules and places, spans that end before they begin, and named days counted back."""
    with pytest.raises(UnknownRule):
        columns.table("request.anwser")
    with pytest.raises(UnknownRegion):
        columns.table("request.answer", jurisdiction="71")
    with pytest.raises(BadInput, match="before first"):
        columns.table("request.answer", first=date(2020, 1, 2), last=date(2020, 1, 1))
    with pytest.raises(BadInput, match="counted back"):
        columns.table_of(FixedDate(1, 31), CN, before=True)
    with pytest.raises(BadInput, match="no roll"):
        columns.table_of(Period(1, DAY), CN, roll="none")


# Columns of starts.

TABLE = columns.table("request.answer")


def test_column_of_days_gets_its_due_days():
    """A request of before the text of 2019, one since, none, and one in a year that is not published."""
    found = TABLE.due(day_array(date(2019, 5, 13), date(2020, 1, 6), None, date(2026, 12, 20), date(2031, 1, 1)))

    assert found.due.dtype == "M8[D]"
    assert found.due.tolist() == [date(2019, 6, 3), date(2020, 2, 10), None, None, None]
    assert found.errors.tolist() == [0, 0, Problem.NO_START, Problem.CALENDAR_NOT_PUBLISHED, Problem.OUTSIDE_TABLE]
    assert found.ok.tolist() == [True, True, False, False, False]
    assert found.counts == {
        Problem.CALENDAR_NOT_PUBLISHED: 1,
        Problem.NO_START: 1,
        Problem.OUTSIDE_TABLE: 1,
    }


def test_column_without_a_problem_says_so():
    """Where every row has an answer, the column of problems is all zeros."""
    found = TABLE.due(day_array(date(2020, 1, 6)))

    assert found.all_ok
    assert found.errors.tolist() == [0]
    assert found.counts == {}


@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.uint16])
def test_days_may_be_whole_numbers(dtype):
    """Days from 1970-01-01, as Arrow has them."""
    number = (date(2020, 1, 6) - date(1970, 1, 1)).days

    assert TABLE.due(np.array([number], dtype=dtype)).due.tolist() == [date(2020, 2, 10)]


@pytest.mark.parametrize("dtype", ["M8[D]", np.int64, np.int32])
def test_answers_may_be_written_into_an_array(dtype):
    """The array given holds the answers; an int32 holds its least number where there is none."""
    out = np.zeros(2, dtype=dtype)

    found = TABLE.due(day_array(date(2020, 1, 6), None), out=out)

    assert found.due is out
    assert out[0].astype("M8[D]").item() == date(2020, 2, 10)
    assert out[1].view(f"i{out.itemsize}") == np.iinfo(f"i{out.itemsize}").min
    assert found.errors.tolist() == [0, Problem.NO_START]


def test_numbers_at_the_ends_of_their_range_are_outside():
    """Nothing wraps around: the extreme days and instants are outside, NaT is no start."""
    for dtype in (np.int64, np.int32):
        ends = np.iinfo(dtype)
        found = TABLE.due(np.array([ends.min, ends.min + 1, -1, 0, ends.max - 1, ends.max], dtype=dtype))
        assert found.errors.tolist() == [Problem.NO_START, *[Problem.OUTSIDE_TABLE] * 5]
        assert np.isnat(found.due).all()
    for unit in ("s", "ms", "us", "ns"):
        ends = np.iinfo(np.int64)
        found = TABLE.due(
            np.array([ends.min, ends.min + 1, ends.max - 1, ends.max], dtype=np.int64).view(f"M8[{unit}]")
        )
        assert found.errors.tolist() == [Problem.NO_START, *[Problem.OUTSIDE_TABLE] * 3]


UNITS = ["h", "m", "s", "ms", "us", "ns"]
INT64 = np.iinfo(np.int64)


@given(
    unit=st.sampled_from(UNITS),
    origin=st.integers(STEADY_DAY, 2_932_896) | st.integers(STEADY_DAY, 120_000),
    width=st.integers(2, 100_000),
    drawn=st.lists(st.integers(INT64.min, INT64.max) | st.integers(-3, 3), min_size=1, max_size=20),
    near=st.booleans(),
)
def test_the_place_of_an_instant_is_its_day_in_shanghai_or_none(unit, origin, width, drawn, near):
    """By whole numbers without bounds: a place in the span is the right one, and nothing outside comes to lie in it."""
    per_day = PER_DAY[unit]
    edges = [origin * per_day, (origin + width) * per_day]
    values = [value + edge - per_day // 3 for value in drawn for edge in edges] if near else drawn
    values = [value for value in values if INT64.min <= value <= INT64.max]
    array = np.array(values, dtype=np.int64)

    places = Moments(array, unit).places(slice(None), np.empty_like(array), origin, width)

    for value, place in zip(values, places.tolist(), strict=True):
        right = (value + per_day // 3) // per_day - origin
        if value + per_day // 3 > INT64.max:  # the day begins beyond what the unit can hold
            continue
        assert place == right if 0 <= right < width else not 0 <= place < width


def test_a_limit_that_ends_beyond_what_the_unit_can_hold_has_a_reason():
    """Nanoseconds in 64 bits end on 11 April 2262; seconds do not."""
    calendar = WorkCalendar.of(date(2200, 1, 1), date(2300, 12, 31))
    table = columns.table_of(Period(20, DAY), calendar)
    eves = np.array(["2262-03-01T00:00", "2262-04-01T00:00", "2300-12-31T00:00", "NaT"], dtype="M8[s]")

    fine, coarse = table.due_at(eves[[0, 1, 3]].astype("M8[ns]")), table.due_at(eves)

    assert fine.errors.tolist() == [0, Problem.BEYOND_YEARS, Problem.NO_START]
    assert fine.due_at[:2].astype("M8[s]").tolist() == [datetime(2262, 3, 21, 16), None]  # noqa: DTZ001
    assert coarse.due_at[:2].tolist() == [datetime(2262, 3, 21, 16), datetime(2262, 4, 21, 16)]  # noqa: DTZ001


def test_nanoseconds_in_a_calendar_that_begins_before_they_do():
    """They begin in 1677: seconds answer alike, and no late instant wraps around into an early span."""
    table = columns.table_of(Period(20, DAY), WorkCalendar.of(date(1601, 1, 1), date(1700, 12, 31)))
    noons = np.arange("1678-01-01T12", "2262-01-01T12", 24, dtype="M8[h]")

    fine, coarse = table.due(noons.astype("M8[ns]")), table.due(noons.astype("M8[s]"))

    assert np.array_equal(fine.due, coarse.due, equal_nan=True)
    assert np.array_equal(fine.errors, coarse.errors)
    assert (~np.isnat(fine.due)).sum() == (date(1700, 12, 11) - date(1678, 1, 1)).days + 1


def test_days_left_out_of_a_limit_near_the_year_one():
    """The room before the first day lies before all years, and does no harm."""
    calendar = WorkCalendar.of(date(100, 1, 1), date(110, 12, 31))
    table = columns.table_of(Period(20, DAY), calendar, roll=Roll.NONE)
    start = datetime(100, 1, 1, tzinfo=UTC)

    found = table.due_at(np.array(["0100-01-01T00:00"], dtype="M8[s]"), suspended=np.array([1]))

    expected = Period(21, DAY).end(start, calendar, roll=Roll.NONE).due_at
    assert found.due_at.tolist() == [expected.astimezone(UTC).replace(tzinfo=None)]


@pytest.mark.parametrize("unit", UNITS)
def test_old_limits_end_at_the_same_instant_in_each_unit(unit):
    """At midnight by the clocks of their time, and in no other year, be it 1901, summer or winter of 1986, or 1995."""
    calendar = WorkCalendar.of(date(1901, 1, 1), date(1995, 12, 31))
    starts = [
        date(1901, 3, 1),
        date(1960, 1, 1),
        date(1970, 1, 1),
        date(1986, 7, 1),
        date(1986, 12, 1),
        date(1995, 5, 1),
    ]
    table = columns.table_of(Period(10, DAY), calendar, roll=Roll.NONE)
    expected = [Period(10, DAY).end(day, calendar, roll=Roll.NONE).due_at.astimezone(UTC) for day in starts]

    noons = np.array([f"{day}T04:00" for day in starts], dtype=f"M8[{unit}]")
    found = [table.due_at(noons).due_at, table.due_at(noons, suspended=np.zeros(6, dtype=int)).due_at]

    whole = [at.replace(minute=0, second=0) if unit == "h" else at.replace(second=0) for at in expected]
    told = [at.replace(tzinfo=None) for at in (expected if unit not in ("h", "m") else whole)]
    for each in found:
        assert each.astype("M8[us]").tolist() == told


@given(
    unit=st.sampled_from(UNITS),
    drawn=st.lists(st.integers(INT64.min + 1, INT64.max) | st.integers(INT64.max - 10**14, INT64.max), min_size=1),
)
def test_the_day_of_an_instant_is_right_to_the_end_of_its_unit(unit, drawn):
    """By whole numbers without bounds; NaT is no day."""
    values = np.array([*drawn, INT64.min, INT64.max])

    days = Moments(values, unit).days(slice(None), np.empty_like(values))

    per_day = PER_DAY[unit]
    assert days.tolist() == [
        *((value + per_day // 3) // per_day for value in drawn),
        INT64.min,
        (INT64.max + per_day // 3) // per_day,
    ]


@pytest.mark.parametrize("unit", ["us", "ns"])
def test_an_act_at_the_end_of_all_time_is_not_done(unit):
    """As some systems write what has not happened yet."""
    acts = np.array([INT64.max, INT64.min], dtype=np.int64).view(f"M8[{unit}]")

    found = TABLE.timeliness(day_array(date(2020, 1, 6), date(2020, 1, 6)), acts, as_of=date(2020, 3, 2))

    assert found.status.tolist() == [Status.OVERDUE, Status.OVERDUE]
    assert found.late_days.tolist() == [21, 21]


def test_an_act_far_beyond_all_years_is_not_done_where_hours_count():
    """Seconds reach further than microseconds; what these cannot hold lies after every moment asked about."""
    table = columns.table_of(Period(48, HOUR), CN)
    starts = np.array(["2020-01-01T00:00"] * 2, dtype="M8[s]")
    acts = np.array([10**13, -(10**13)], dtype=np.int64).view("M8[s]")

    found = table.timeliness(starts, acts, as_of=date(2020, 2, 1))

    assert found.status.tolist() == [Status.OVERDUE, Status.ON_TIME]


def test_a_table_longer_than_its_unit_answers_what_the_unit_can_hold():
    """Nanoseconds of 1677 to 2262 in a table of 1600 to 2300; NaT is no start there either."""
    calendar = WorkCalendar.of(date(1995, 1, 1), date(1995, 12, 31))
    table = columns.table_of(Period(10, DAY), calendar, roll=Roll.NONE, first=date(1600, 1, 1), last=date(2300, 1, 1))

    found = table.due(np.array(["NaT", "1677-09-22T00:00", "2262-04-11T15:00", "2262-04-11T20:00"], dtype="M8[ns]"))

    assert found.due.tolist() == [None, date(1677, 10, 2), date(2262, 4, 21), date(2262, 4, 22)]
    assert found.errors.tolist() == [Problem.NO_START, 0, 0, 0]


@pytest.mark.parametrize(
    ("unit", "fits", "beyond"),
    [("ns", "2262-04-09T23:00", "2262-04-10T00:00"), ("s", "9999-12-29T15:00", "9999-12-29T16:00")],
)
def test_hours_that_lead_out_of_the_years_or_their_unit_have_a_reason(unit, fits, beyond):
    """As the single call has a refusal; they are neither in another century nor overdue."""
    first = date.fromisoformat(beyond[:10]) - timedelta(days=2)
    calendar = WorkCalendar.of(date(1995, 1, 1), date(1995, 12, 31))
    table = columns.table_of(Period(48, HOUR), calendar, first=first, last=first + timedelta(days=3))
    starts = np.array([fits, beyond], dtype=f"M8[{unit}]")

    found, seen = table.due_at(starts), table.timeliness(starts, as_of=date(2020, 1, 1))

    assert found.due_at[0] == starts[0] + np.timedelta64(48, "h")
    assert np.isnat(found.due_at[1])
    assert found.errors.tolist() == seen.errors.tolist() == [0, Problem.BEYOND_YEARS]
    assert seen.status.tolist() == [Status.NOT_DUE, Status.UNKNOWN]


def test_hours_end_with_the_years_as_in_the_single_call():
    """48 of them from the afternoon of 29 December 9999, but not from the evening."""
    fits, beyond = (datetime(9999, 12, 29, hour, tzinfo=UTC) for hour in (15, 16))

    assert Period(48, HOUR).end(fits, CN).due_at.astimezone(UTC) == datetime(9999, 12, 31, 15, tzinfo=UTC)
    with pytest.raises(BadInput):
        Period(48, HOUR).end(beyond, CN)


@pytest.mark.parametrize(("unit", "roll"), [(DAY, Roll.NONE), (DAY, Roll.WORKING_DAY), (WORKING_DAY, None)])
def test_own_numbers_do_not_depend_on_the_number_of_the_table(unit, roll):
    """A limit of a hundred thousand days stands for its unit alone where each row has a number."""
    calendar = WorkCalendar.of(date(9900, 1, 1), date(9999, 12, 31))
    starts, numbers = day_array(date(9990, 1, 4), date(9950, 3, 1)), np.array([1, 2])
    asked = {} if roll is None else {"roll": roll}

    near, far = (columns.table_of(Period(n, unit), calendar, **asked).due(starts, n=numbers) for n in (1, 100_000))

    assert far.due.tolist() == near.due.tolist()
    assert far.errors.tolist() == near.errors.tolist() == [0, 0]
    days = starts.tolist()
    assert near.due.tolist() == [
        Period(n, unit).end(day, calendar, **asked).due for day, n in zip(days, (1, 2), strict=True)
    ]


def test_own_numbers_of_years_that_lead_out_of_all_years_say_so():
    """Where the calendar is not even asked, it is not to blame."""
    table = columns.table_of(Period(1, YEAR), CN)

    found = table.due(day_array(date(2014, 1, 6), date(2014, 1, 6)), n=np.array([8_000, 1_000]))

    assert np.isnat(found.due).all()
    assert found.errors.tolist() == [Problem.BEYOND_YEARS, Problem.CALENDAR_NOT_PUBLISHED]


@pytest.mark.parametrize("told", ["suspended", "n"])
def test_plain_days_end_with_the_years_that_dates_hold(told):
    """A number of the row's own leads to 31 December 9999 and no further, and why is told."""
    table = columns.table_of(Period(5, DAY), WorkCalendar.of(date(9990, 1, 1), date(9999, 12, 31)), roll=Roll.NONE)
    moves = {told: np.array([10, 11]) if told == "n" else np.array([5, 6])}
    starts = np.array(["9999-12-21", "9999-12-21"], dtype="M8[D]")

    days, instants = table.due(starts, **moves), table.due_at(starts.astype("M8[s]"), **moves)

    assert days.due.tolist() == [date(9999, 12, 31), None]
    assert instants.due_at.tolist() == [datetime(9999, 12, 31, 16), None]  # noqa: DTZ001
    assert days.errors.tolist() == instants.errors.tolist() == [0, Problem.BEYOND_YEARS]


def test_plain_days_back_begin_with_the_years_that_dates_hold():
    """So does a limit that looks back to the first day of the year 1."""
    calendar = WorkCalendar.of(date(1, 1, 1), date(10, 12, 31))
    table = columns.table_of(Period(5, DAY), calendar, roll=Roll.NONE, before=True)

    found = table.due(np.array(["0001-01-11", "0001-01-11"], dtype="M8[D]"), n=np.array([10, 11]))

    assert found.due.tolist() == [date(1, 1, 1), None]
    assert found.errors.tolist() == [0, Problem.BEYOND_YEARS]


@pytest.mark.parametrize("unit", UNITS)
def test_instants_are_days_in_shanghai(unit):
    """16:00 in UTC is the next day in China."""
    eve, day = (np.array([f"2020-01-05T{hour}:00"], dtype=f"M8[{unit}]") for hour in (15, 16))

    assert TABLE.due(eve).due.tolist() == TABLE.due(day_array(date(2020, 1, 5))).due.tolist()
    assert TABLE.due(day).due.tolist() == [date(2020, 2, 10)]


def test_old_instants_follow_the_clocks_of_their_time():
    """In summer 1986 China was nine hours ahead: 15:00 in UTC was the next day."""
    calendar = WorkCalendar.of(date(1980, 1, 1), date(1995, 12, 31))
    table = columns.table_of(Period(3, WORKING_DAY), calendar)
    instants = [datetime(1986, month, 9, 15, tzinfo=UTC) + timedelta(seconds=s) for month in (1, 7) for s in (-1, 0, 1)]
    expected = [Period(3, WORKING_DAY).end(instant, calendar) for instant in instants]

    starts = np.array([instant.replace(tzinfo=None) for instant in instants], dtype="M8[s]")

    assert table.due(starts).due.tolist() == [count.due for count in expected]
    due_at = table.due_at(starts).due_at.tolist()
    assert [at.replace(tzinfo=UTC) for at in due_at] == [count.due_at for count in expected]


def test_objects_are_read_one_by_one():
    """Dates and aware instants of any zone may be mixed; each thing that is neither gets a reason of its own."""
    values = [
        date(2020, 1, 6),
        datetime(2020, 1, 5, 17, tzinfo=UTC),
        datetime(2020, 1, 6, 1, tzinfo=SHANGHAI),
        datetime(2020, 1, 6),  # noqa: DTZ001
        None,
        float("nan"),
        NAT,
        "2020-01-06",
        20200106,
        datetime.max.replace(tzinfo=timezone_behind()),
    ]
    found = TABLE.due(values)

    assert found.due.tolist() == [*[date(2020, 2, 10)] * 3, *[None] * 7]
    assert found.errors.tolist() == [
        *[0] * 3,
        Problem.NAIVE,
        *[Problem.NO_START] * 3,
        *[Problem.NO_DAY] * 2,
        Problem.BEYOND_YEARS,
    ]


BEYOND = int(np.datetime64("2020-01-05T17", "s").astype(np.int64)) + (1 << 62)
"""Read as microseconds or times four, it wraps around to a day of 2020."""


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("2020-01-05T17", "h", 0),
        ("2020-01-05T17:00:00.999999999", "ns", 0),
        ((BEYOND - (1 << 62)) // 4, "4s", 0),
        (BEYOND, "s", Problem.BEYOND_YEARS),
        (BEYOND // 4, "4s", Problem.BEYOND_YEARS),
        (1 << 62, "4s", Problem.BEYOND_YEARS),
        (-(1 << 62), "h", Problem.BEYOND_YEARS),
        (1 << 40, "D", Problem.BEYOND_YEARS),
        (-(1 << 40), "D", Problem.BEYOND_YEARS),
        ("2020", "Y", Problem.NO_DAY),
        ("2020-01", "M", Problem.NO_DAY),
        (1313, "2D", Problem.NO_DAY),
    ],
)
def test_objects_of_numpy_are_days_and_instants_or_neither(value, unit, expected):
    """Exactly what they say: nothing wraps around into a year it is not in, and a year or a month is no day."""
    found = TABLE.due([np.datetime64(value, unit), date(2020, 1, 6)])

    assert found.errors.tolist() == [expected, 0]
    assert found.due.tolist() == [None if expected else date(2020, 2, 10), date(2020, 2, 10)]


def test_columns_in_steps_of_a_unit_are_read_as_what_they_say():
    """Four seconds a step: what lies beyond what seconds can hold has no answer, and does not wrap around."""
    steps = np.array([(BEYOND - (1 << 62)) // 4, 1 << 62, -(1 << 62), NAT.astype(np.int64)])

    for order in "<", ">":
        found = TABLE.due(steps.astype(f"{order}i8").view(f"{order}M8[4s]"))

        assert found.due.tolist() == [date(2020, 2, 10), None, None, None]
        assert found.errors.tolist() == [0, Problem.BEYOND_YEARS, Problem.BEYOND_YEARS, Problem.NO_START]


def timezone_behind():
    """A zone in which the last hour there is lies after it in Shanghai."""
    return ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    "bad",
    [
        np.array([1.5]),
        np.array([True]),
        np.array(["2020-01-06"]),
        np.array([1], dtype="m8[D]"),
        np.array(["2020-01"], dtype="M8[M]"),
        np.array([[18_000]]),
        np.array([2**63], dtype=np.uint64),
        "2020-01-06",
        date(2020, 1, 6),
        18_000,
    ],
    ids=repr,
)
def test_what_is_no_column_of_days_is_refused(bad):
    """Nothing is guessed from floats, texts, spans, months or a single value."""
    with pytest.raises(BadInput, match="no column of days"):
        TABLE.due(bad)


@pytest.mark.parametrize(
    "out", [np.zeros(2), np.zeros(1, dtype=np.int64), np.zeros(2, dtype="M8[s]"), [0, 0]], ids=repr
)
def test_array_that_takes_no_answers_is_refused(out):
    """Of another type or length."""
    with pytest.raises(BadInput, match="takes no answers"):
        TABLE.due(day_array(date(2020, 1, 6), date(2020, 1, 7)), out=out)


def test_empty_column_is_answered():
    """No row, no answer, no problem."""
    for empty in (np.array([], dtype="M8[D]"), []):
        assert len(TABLE.due(empty)) == 0
        assert len(TABLE.due_at(empty)) == 0
        assert len(TABLE.timeliness(empty, as_of=date(2020, 1, 1))) == 0


def test_long_columns_go_block_by_block():
    """Three blocks and a bit, with a hole in the second and in the last: problems stand where they belong."""
    last = 3 * BLOCK
    days = np.resize(np.arange("2010-01-01", "2020-01-01", dtype="M8[D]"), last + 1)
    days[[BLOCK + 1, last]] = NAT

    found = TABLE.due(days)

    assert np.flatnonzero(found.errors).tolist() == [BLOCK + 1, last]
    whole = TABLE.dues[np.where(np.isnat(days), 0, (days - TABLE.starts[0]).astype(int))]
    assert (found.due == whole)[found.ok].all()


# Days left out, and numbers of their own.


@settings(deadline=None)
@given(STARTS, st.integers(0, 400), st.integers(1, 120))
def test_working_days_left_out_lengthen_a_limit_in_working_days(start, length, n):
    """As many as an exclusion from the start on holds."""
    limit, through = Period(n, WORKING_DAY), start + timedelta(days=length)
    table = columns.table_of(limit, CN)
    try:
        held = CN.count(start, through)
        expected = limit.end(start, CN, excluded=[Exclusion(start, through)]).due
    except CalendarNotPublished:
        return

    found = table.due(day_array(start), suspended=np.array([held]))

    assert found.due.tolist() == [expected]


@settings(deadline=None)
@given(
    STARTS,
    st.integers(0, 400),
    st.sampled_from([Period(15, DAY), Period(2, WEEK), Period(3, MONTH), Period(1, YEAR)]),
    st.sampled_from(Roll),
)
def test_calendar_days_left_out_put_off_the_last_day_before_it_moves(start, length, limit, roll):
    """As many as an exclusion from the start on holds; then the day rolls."""
    excluded = [Exclusion(start, start + timedelta(days=length))]
    found = columns.table_of(limit, CN, roll=roll).due(day_array(start), suspended=length)
    try:
        expected = limit.end(start, CN, roll=roll, excluded=excluded).due
    except CalendarNotPublished:
        assert found.errors.tolist() == [Problem.CALENDAR_NOT_PUBLISHED]
        return

    assert found.due.tolist() == [expected]


def test_days_left_out_by_the_law_are_those_of_a_course():
    """Two versions in one column: 15 working days before 2019-05-15, 20 since, and five left out of each."""
    starts = [date(2019, 5, 13), date(2020, 5, 6)]
    left = [Exclusion(start, CN.shift(start, 5)) for start in starts]
    expected = [due("request.answer", s, course=Course(excluded=(e,))).due for s, e in zip(starts, left, strict=True)]

    assert TABLE.due(day_array(*starts), suspended=np.array([5, 5], dtype=np.int16)).due.tolist() == expected
    narrow = TABLE.due(day_array(*starts), suspended=5, out=np.zeros(2, dtype=np.int32)).due
    assert narrow.astype("M8[D]").tolist() == expected


def test_named_day_does_not_move_and_a_count_back_is_refused():
    """As for one deadline: days left out do not move a named day, and a count back leaves none out."""
    starts = day_array(date(2020, 5, 20), date(2020, 5, 21))
    named = columns.table_of(FixedDate(1, 31), CN)
    back = columns.table_of(Period(5, WORKING_DAY), CN, before=True)

    assert named.due(starts, suspended=[3, 0]).due.tolist() == [date(2021, 1, 31)] * 2
    assert back.due(starts, suspended=[3, 0]).errors.tolist() == [Problem.NOT_TO_BE_SUSPENDED, 0]
    assert back.due(starts, suspended=[3, 0]).due.tolist() == [None, date(2020, 5, 14)]


@pytest.mark.parametrize(
    "numbers", [np.array([-1, 0, 32_767, 40_000]), np.array([-1.0, 0, 32_767, np.nan]), [-1, 0, 32_767, None]]
)
def test_number_that_leaves_nothing_out_is_a_problem_of_its_row(numbers):
    """Negative, too great, missing: no answer; the greatest there may be leads out of the calendar."""
    found = TABLE.due(day_array(*[date(2020, 1, 6)] * 4), suspended=numbers)

    assert found.due.tolist() == [None, date(2020, 2, 10), None, None]
    assert found.errors.tolist() == [Problem.BAD_NUMBER, 0, Problem.CALENDAR_NOT_PUBLISHED, Problem.BAD_NUMBER]


def test_numbers_of_other_kinds_and_lengths_are_refused():
    """Texts and truths are no numbers, whatever holds them, and three are not enough for two."""
    texts, truths = np.array(["1", None], dtype=object), np.array([True, None], dtype=object)
    for bad in (np.array(["1", "2"]), texts, truths, np.array([1, 2, 3]), np.array([[1, 2]], dtype=object)):
        with pytest.raises(BadInput, match="suspended"):
            TABLE.due(day_array(date(2020, 1, 6), date(2020, 1, 7)), suspended=bad)


def test_whole_number_counts_whatever_type_it_has():
    """Decimals of databases and numbers of numpy among objects are numbers; what is not whole is refused in its row."""
    whole = [Decimal(5), Decimal("5.00"), np.int8(5), np.uint64(5), 5]
    others = [Decimal("5.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("1e999999"), 2**100, np.array([1, 2]), True, "5"]
    numbers = np.empty(len(whole) + len(others), dtype=object)
    numbers[:] = whole + others

    found = TABLE.due(day_array(*[date(2020, 1, 6)] * len(numbers)), suspended=numbers)

    assert found.due.tolist() == [CN.shift(date(2020, 2, 10), 5)] * len(whole) + [None] * len(others)
    assert found.errors.tolist() == [0] * len(whole) + [Problem.BAD_NUMBER] * len(others)
    assert TABLE.due(day_array(*[date(2020, 1, 6)] * 2), suspended=Decimal(0)).due.tolist() == [date(2020, 2, 10)] * 2


@settings(deadline=None)
@given(
    st.lists(st.tuples(STARTS, st.integers(1, 400)), min_size=1, max_size=20),
    st.sampled_from([DAY, WEEK, MONTH, YEAR, WORKING_DAY]),
    st.booleans(),
    st.sampled_from(Roll),
)
def test_rows_may_have_numbers_of_their_own(rows, unit, before, roll):
    """Each row counts its own number, on or back, in every unit."""
    n = [number if unit is not YEAR else number % 20 + 1 for _, number in rows]
    starts = [start for start, _ in rows]
    table = columns.table_of(Period(7, unit), CN, before=before, roll=roll)
    expected = []
    for start, number in zip(starts, n, strict=True):
        try:
            expected.append(Period(number, unit).end(start, CN, before=before, roll=roll).due)
        except CalendarNotPublished:
            expected.append(None)

    assert table.due(day_array(*starts), n=np.array(n)).due.tolist() == expected


def test_number_that_is_no_period_is_a_problem_of_its_row():
    """Nought, a negative one, and one beyond what is taken."""
    for unit in (WORKING_DAY, MONTH):
        found = columns.table_of(Period(1, unit), CN).due(day_array(*[date(2020, 1, 6)] * 3), n=[0, -3, 40_000])
        assert found.errors.tolist() == [Problem.BAD_NUMBER] * 3
        assert np.isnat(found.due).all()


def test_law_sets_its_own_numbers():
    """A table of a rule, of a named day or in hours takes no others."""
    for table in (TABLE, columns.table_of(FixedDate(1, 31), CN), columns.table_of(Period(5, HOUR), CN)):
        with pytest.raises(BadInput, match="bare limit"):
            table.due(day_array(date(2020, 1, 6)), n=3)


# Instants at which limits end.


@settings(deadline=None)
@given(
    st.lists(moments("2004-01-02", "2026-11-01"), min_size=1, max_size=10),
    st.sampled_from("request.answer incident.statement annual_report.department enforcement.withdrawal".split()),
)
def test_instants_are_those_of_one_deadline(instants, rule):
    """Limits in days end at 24:00 in Shanghai, those in hours so many hours on; what is refused is NaT."""
    table = columns.table(rule)
    instants = [moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in instants]
    expected = []
    for moment in instants:
        try:
            expected.append(due(rule, moment, calendar=CN).due_at.astimezone(UTC).replace(tzinfo=None))
        except (LookupError, ValueError):
            expected.append(None)

    for unit in ("ms", "us"):
        starts = np.array([moment.replace(tzinfo=None) for moment in instants], dtype=f"M8[{unit}]")
        found = table.due_at(starts)

        assert found.due_at.dtype == f"M8[{unit}]"
        assert found.due_at.tolist() == expected
        assert found.ok.tolist() == [at is not None for at in expected]


def test_limit_in_hours_needs_instants():
    """A day has no instant, and a column of due days no place for one."""
    table = columns.table("incident.statement")
    instants = np.array(["2020-07-08T08:20"], dtype="M8[s]")

    assert table.due_at(day_array(date(2020, 7, 8))).errors.tolist() == [Problem.NEEDS_INSTANT]
    assert table.due(instants).errors.tolist() == [Problem.NEEDS_INSTANT]
    assert table.due_at(instants).due_at.tolist() == [datetime(2020, 7, 8, 13, 20)]  # noqa: DTZ001
    assert table.due_at(instants, suspended=1).errors.tolist() == [Problem.NOT_TO_BE_SUSPENDED]
    out = np.zeros(1, dtype="M8[s]")
    assert np.shares_memory(table.due_at(instants, out=out).due_at, out)
    with pytest.raises(BadInput, match="takes no answers"):
        table.due_at(instants, out=np.zeros(1, dtype="M8[D]"))


# How rows stand.


@settings(deadline=None)
@given(
    st.sampled_from(
        "request.answer incident.statement consultation.minimum annual_report.department enforcement.penalty"
        " legality_review.minimum".split()
    ),
    st.lists(
        st.tuples(moments("2020-01-01", "2020-12-01"), st.none() | st.timedeltas(timedelta(-40), timedelta(90))),
        min_size=1,
        max_size=20,
    ),
    moments("2020-01-01", "2021-06-01"),
)
def test_timeliness_is_that_of_one_deadline(rule, rows, as_of):
    """In time or not as the scalar engine compares, and late by as many days."""
    starts = [start for start, _ in rows]
    acts = [None if span is None else start + span for start, span in rows]
    found = columns.table(rule).timeliness(as_instants(starts), as_instants(acts), as_of=as_of)

    for at, (start, act) in enumerate(zip(starts, acts, strict=True)):
        status, late = expected_standing(rule, start, act, as_of)
        assert (Status(found.status[at]), found.late_days[at]) == (status, late), (start, act)


def as_instants(moments):
    """Aware moments as numpy's instants in UTC."""
    return np.array([None if m is None else m.replace(tzinfo=None) for m in moments], dtype="M8[us]")


def expected_standing(rule, start, act, as_of):
    """What ``in_time`` and ``lateness`` of one deadline come to."""
    deadline = due(rule, start, calendar=CN)
    act = None if act is None or later(deadline, act, as_of) else act
    if act is not None and deadline.in_time(act):
        return Status.ON_TIME, 0
    day = (act or as_of).astimezone(SHANGHAI).date()
    if deadline.looks_back:
        begun = start.astimezone(SHANGHAI).date()
        if act is not None and day < deadline.due:
            return Status.EARLY, 0
        late = max((day - begun).days, 0)
        return (Status.LATE if act else Status.OVERDUE if late else Status.NOT_DUE), late
    if deadline.version.minimum:
        return (Status.EARLY if act else Status.NOT_DUE), 0
    if act is not None:
        return Status.LATE, lateness(deadline, act).days
    if deadline.in_time(as_of):
        return Status.NOT_DUE, 0
    return Status.OVERDUE, lateness(deadline, as_of).days


def later(deadline, act, as_of):
    """Whether *act* is after *as_of*: by the day for limits in days, by the instant for others."""
    if deadline.due is None:
        return act > as_of
    return act.astimezone(SHANGHAI).date() > as_of.astimezone(SHANGHAI).date()


def test_rows_that_are_open_are_judged_by_the_day():
    """Not due on the last day itself, overdue from the next one on, by as many days."""
    starts = day_array(date(2020, 1, 6), date(2020, 1, 7), None)
    expected = {date(2020, 2, 10): [3, 3, 0], date(2020, 2, 11): [4, 3, 0], date(2020, 2, 12): [4, 4, 0]}

    for as_of, statuses in expected.items():
        found = TABLE.timeliness(starts, as_of=as_of)
        assert found.status.tolist() == statuses
        assert found.late_days.tolist() == [max((as_of - date(2020, 2, day)).days, 0) for day in (10, 11)] + [0]
        assert found.errors.tolist() == [0, 0, Problem.NO_START]


def test_act_that_cannot_be_read_is_a_problem():
    """A naive instant, and a day held against hours."""
    starts = [datetime(2020, 7, 8, 16, 20, tzinfo=SHANGHAI)] * 2
    naive = TABLE.timeliness(starts, [datetime(2020, 7, 9), None], as_of=date(2020, 7, 20))  # noqa: DTZ001
    hours = columns.table("incident.statement").timeliness(starts, [date(2020, 7, 8), None], as_of=date(2020, 7, 20))

    for found in (naive, hours):
        assert found.errors.tolist() == [Problem.NO_ACT, 0]
        assert found.status[0] == Status.UNKNOWN
    assert hours.status[1] == Status.OVERDUE
    with pytest.raises(BadInput, match="acts"):
        TABLE.timeliness(starts, starts[:1], as_of=date(2020, 7, 20))
    with pytest.raises(BadInput):
        TABLE.timeliness(starts, as_of=datetime(2020, 7, 20))  # noqa: DTZ001


@pytest.mark.parametrize("as_of", [datetime(2020, 7, 20), "2020-07-20", datetime.max.replace(tzinfo=UTC)])  # noqa: DTZ001
def test_bad_day_to_judge_by_is_told_at_its_own_argument(as_of):
    """It is as_of that is wrong, and not a start."""
    with pytest.raises(BadInput) as refused:
        TABLE.timeliness(day_array(date(2020, 1, 6)), as_of=as_of)

    assert refused.value.faults[0].path == "as_of"


def test_last_day_of_all_may_be_judged_by():
    """Limits in days and in hours are long past on 9999-12-31, whose end no datetime can hold."""
    days = TABLE.timeliness(day_array(date(2020, 1, 6)), as_of=date.max)
    hours = columns.table("incident.statement").timeliness([datetime(2020, 7, 8, tzinfo=UTC)], as_of=date.max)

    assert days.late_days.tolist() == [(date.max - date(2020, 2, 10)).days]
    assert hours.late_days.tolist() == [(date.max - date(2020, 7, 8)).days]
    assert days.status.tolist() == hours.status.tolist() == [Status.OVERDUE]


def test_matter_says_the_same():
    """What a matter tells of its duty on a day, the column tells."""
    from gov_deadlines import Event

    request = Matter.open("request", id="1").apply(Event.of("received", date(2020, 1, 6), channel="signed_post"))
    for as_of in (date(2020, 2, 10), date(2020, 2, 11)):
        told = request.at(as_of).main.timeliness.value
        status = Status(TABLE.timeliness(day_array(date(2020, 1, 6)), as_of=as_of).status[0])
        assert (told == "overdue") == (status is Status.OVERDUE)


# Many tables at once.


def test_stack_chooses_its_table_by_the_row():
    """Rules and places mixed in one column, one of them unknown."""
    tables = [
        columns.table("request.answer"),
        columns.table("enforcement.penalty", jurisdiction="520323"),
        columns.table("annual_report.department"),
        columns.table_of(Period(1, MONTH), CN, roll=Roll.DAY_AFTER),
        Problem.UNKNOWN_RULE,
    ]
    stack = Stack.of(tables)
    starts = list(trials.days(date(2004, 1, 1), date(2027, 1, 20), 3))
    rows = np.arange(len(starts)) % 5
    left_out = np.arange(len(starts)) % 7

    for suspended in (None, left_out):
        found = stack.due(day_array(*starts), rows, suspended=suspended)
        for number, table in enumerate(tables[:4]):
            mine = rows == number
            alone = table.due(day_array(*starts)[mine], suspended=None if suspended is None else suspended[mine])
            assert (found.due[mine].view("i8") == alone.due.view("i8")).all()
            assert (found.errors[mine] == alone.errors).all()
        assert set(found.errors[rows == 4]) == {Problem.UNKNOWN_RULE}


def test_tables_of_other_spans_are_not_stacked():
    """And rows choose among those there are."""
    with pytest.raises(BadInput, match="span"):
        Stack.of([TABLE, columns.table("request.answer", first=date(2020, 1, 1))])
    for rows in (np.array([1]), np.array([-1]), np.array([0.0]), np.array([0, 0])):
        with pytest.raises(BadInput, match="rows"):
            Stack.of([TABLE]).due(day_array(date(2020, 1, 6)), rows)


def test_legend_has_every_problem_in_both_languages():
    """Each number is said in words, and bears the code of the error that one deadline would raise."""
    texts = {problem.text(lang) for problem in Problem for lang in ("zh", "en")}

    assert len(texts) == 2 * len(Problem)
    assert Problem.NO_RULE_IN_FORCE.code == "no_rule_in_force"
    codes = " no_rule_in_force calendar_not_published undecidable unknown_rule unknown_region bad_input"
    assert {problem.code for problem in Problem} == set(codes.split(" "))
    assert len({status.zh for status in Status}) == len(Status)
    assert all(later - earlier == 1 for earlier, later in pairwise(Problem))


def test_same_day_limit_is_the_start():
    """What must be done together with the act is due on its day, a rest day too."""
    assert columns.table_of(SameDay(), CN).due(day_array(date(2020, 1, 25))).due.tolist() == [date(2020, 1, 25)]
