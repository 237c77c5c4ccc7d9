"""Periods and fixed dates: where they end, and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest

from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    SHANGHAI,
    WEEK,
    WORKING_DAY,
    YEAR,
    BadInput,
    CalendarNotPublished,
    FixedDate,
    GovDeadlinesError,
    Period,
    Roll,
    SameDay,
    Undecidable,
    Unit,
    WorkCalendar,
)

from . import oracle

NATION = WorkCalendar.load("CN")
START = date(2020, 5, 20)


def at(year, month, day, hour, minute=0, *, fold=0):
    """An instant on the clock of Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI, fold=fold)


@pytest.mark.parametrize(
    ("n", "unit", "start", "due"),
    [
        (20, WORKING_DAY, date(2026, 1, 5), date(2026, 2, 2)),
        (7, WORKING_DAY, date(2020, 5, 20), date(2020, 5, 29)),
        (1, WORKING_DAY, date(2020, 5, 8), date(2020, 5, 9)),  # a make-up Saturday counts
        (1, WORKING_DAY, date(2020, 4, 30), date(2020, 5, 6)),
        (2, WORKING_DAY, date(2020, 5, 2), date(2020, 5, 7)),  # a start on a rest day does not move
        (7, DAY, date(2020, 5, 20), date(2020, 5, 27)),
        (30, DAY, date(2020, 4, 1), date(2020, 5, 6)),  # 05-01 is off, with the four days after it
        (30, DAY, date(2020, 5, 14), date(2020, 6, 15)),  # 06-13 is a Saturday
        (10, DAY, date(2020, 4, 29), date(2020, 5, 9)),  # 05-09 is a Saturday worked: it does not roll
        (60, DAY, date(2019, 12, 1), date(2020, 2, 3)),  # 01-30 is off, and the extension runs to 02-02
        (2, WEEK, date(2020, 5, 20), date(2020, 6, 3)),
        (2, WEEK, date(2020, 4, 20), date(2020, 5, 6)),
        (1, MONTH, date(2019, 1, 31), date(2019, 2, 28)),
        (1, MONTH, date(2024, 1, 31), date(2024, 2, 29)),
        (1, MONTH, date(2020, 1, 31), date(2020, 3, 2)),  # 02-29 is a Saturday
        (1, MONTH, date(2019, 8, 31), date(2019, 9, 30)),
        (1, MONTH, date(2019, 4, 30), date(2019, 5, 30)),  # the end of a month is no anchor: the day number is
        (6, MONTH, date(2025, 8, 31), date(2026, 2, 28)),  # a Saturday worked
        (13, MONTH, date(2018, 12, 31), date(2020, 2, 3)),  # 01-31 was made a day off
        (1, YEAR, date(2020, 2, 29), date(2021, 3, 1)),  # 02-28 is a Sunday
        (4, YEAR, date(2020, 2, 29), date(2024, 2, 29)),
        (3, YEAR, date(2020, 2, 29), date(2023, 2, 28)),
        (5, YEAR, date(2015, 10, 8), date(2020, 10, 9)),
    ],
)
def test_period_ends(n, unit, start, due):
    """The start is not counted, the last day is; only days, weeks, months and years roll off a rest day."""
    count = Period(n, unit).end(start, NATION)

    assert count.due == due
    assert count.due_at == datetime.combine(due + timedelta(days=1), datetime.min.time(), SHANGHAI)


@pytest.mark.parametrize(
    ("nominal", "working_day", "day_after"),
    [
        (date(2019, 4, 5), date(2019, 4, 8), date(2019, 4, 6)),  # 清明节 on Friday; by the letter Saturday is due
        (date(2018, 4, 5), date(2018, 4, 8), date(2018, 4, 8)),  # off through Saturday, and Sunday is worked
        (date(2020, 5, 1), date(2020, 5, 6), date(2020, 5, 6)),
        (date(2020, 6, 13), date(2020, 6, 15), date(2020, 6, 15)),  # a plain weekend
        (date(2020, 5, 9), date(2020, 5, 9), date(2020, 5, 9)),
        (date(2020, 5, 20), date(2020, 5, 20), date(2020, 5, 20)),
    ],
)
def test_roll_moves_as_it_is_told(nominal, working_day, day_after):
    """To the first working day, to the day after the holiday by the letter, or nowhere."""
    start = nominal - timedelta(days=30)
    ends = {roll: Period(30, DAY).end(start, NATION, roll=roll).due for roll in Roll}

    assert ends == {Roll.WORKING_DAY: working_day, Roll.DAY_AFTER: day_after, Roll.NONE: nominal}
    assert Period(30, DAY).end(start, NATION).due == working_day


@pytest.mark.parametrize("roll", ["none", "working_day"])
def test_roll_that_is_none_is_refused(roll):
    """A roll is one of the three, not its name: "none" must not come to mean the letter of the law."""
    for limit in (Period(30, DAY), FixedDate(1, 31)):
        with pytest.raises(BadInput):
            limit.end(START, NATION, roll=roll)


def test_working_days_never_roll():
    """They end on a working day by themselves: a roll asked for changes nothing."""
    for roll in (None, *Roll):
        assert Period(20, WORKING_DAY).end(date(2026, 1, 5), NATION, roll=roll).due == date(2026, 2, 2)


def test_every_period_in_days_equals_the_walk():
    """From every 83rd day, days, weeks, months and years end where plain arithmetic and a walk say."""
    works = oracle.within(oracle.nation())
    for start in list(oracle.days(date(2005, 6, 1), date(2021, 6, 1)))[::83]:
        for n, unit in ((1, DAY), (15, DAY), (90, DAY), (3, WEEK), (1, MONTH), (7, MONTH), (1, YEAR), (5, YEAR)):
            expected = oracle.roll(oracle.nominal(start, n, unit.value), works)

            assert Period(n, unit).end(start, NATION).due == expected
        for n in (1, 5, 20, 60):
            assert Period(n, WORKING_DAY).end(start, NATION).due == oracle.shift(start, n, works)


@pytest.mark.parametrize(
    ("n", "unit", "start", "due"),
    [
        (20, WORKING_DAY, date(2026, 2, 2), date(2026, 1, 5)),
        (1, WORKING_DAY, date(2020, 5, 6), date(2020, 4, 30)),
        (30, DAY, date(2020, 5, 31), date(2020, 5, 1)),  # a day off, and it stays
        (1, WEEK, date(2020, 5, 20), date(2020, 5, 13)),
        (1, MONTH, date(2020, 3, 31), date(2020, 2, 29)),
        (1, YEAR, date(2020, 2, 29), date(2019, 2, 28)),
    ],
)
def test_period_before_counts_back_and_never_rolls(n, unit, start, due):
    """Counting back, the start is not counted either, and a rest day at the end stays the end."""
    for roll in (None, *Roll):
        count = Period(n, unit).end(start, NATION, roll=roll, before=True)

        assert count.due == due
        assert count.before


@pytest.mark.parametrize(
    ("n", "start", "end"),
    [
        (5, at(2020, 5, 20, 22), at(2020, 5, 21, 3)),
        (24, at(2020, 5, 20, 9, 30), at(2020, 5, 21, 9, 30)),
        (24, at(2020, 1, 24, 18), at(2020, 1, 25, 18)),  # through 春节
        (48, at(2026, 12, 31, 12), at(2027, 1, 2, 12)),  # needs no calendar
        (24, at(1986, 5, 3, 12), at(1986, 5, 4, 13)),  # the night of 05-04 is an hour short
        (5, at(1986, 5, 3, 23), at(1986, 5, 4, 5)),
        (24, at(1986, 9, 13, 12), at(1986, 9, 14, 11)),  # the night of 09-14 is an hour long
        (5, at(1986, 9, 13, 23), at(1986, 9, 14, 3)),
        (1, at(1986, 9, 14, 1, 30), at(1986, 9, 14, 1, 30, fold=1)),
        (1, at(1986, 9, 14, 1, 30, fold=1), at(1986, 9, 14, 2, 30)),
        (5, datetime(2020, 5, 20, 17, tzinfo=UTC), at(2020, 5, 21, 6)),
        (5, datetime(2020, 5, 20, 9, tzinfo=ZoneInfo("America/New_York")), at(2020, 5, 21, 2)),
        (5, datetime(2020, 5, 20, 9, tzinfo=timezone(timedelta(hours=5, minutes=45))), at(2020, 5, 20, 16, 15)),
        (5, pendulum.datetime(2020, 5, 20, 22, tz="Asia/Shanghai"), at(2020, 5, 21, 3)),
        (24, pendulum.datetime(1986, 5, 3, 12, tz="Asia/Shanghai"), at(1986, 5, 4, 13)),
    ],
)
def test_hours_run_on_by_the_clock(n, start, end):
    """Hours elapse through nights, holidays and changes of the clock, from an instant in any zone."""
    count = Period(n, HOUR).end(start, NATION)

    assert count.due is None
    # In UTC, since two instants of one zone are compared by their clocks, which show 01:30 twice on 1986-09-14.
    assert count.due_at.astimezone(UTC) == end.astimezone(UTC)
    assert count.due_at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=n)
    assert (count.due_at.replace(tzinfo=None), count.due_at.fold) == (end.replace(tzinfo=None), end.fold)


def test_hours_before_run_back():
    """24 hours before an instant is the same clock time of the day before it."""
    count = Period(24, HOUR).end(at(2020, 5, 20, 9), NATION, before=True)

    assert count.due_at == at(2020, 5, 19, 9)


def test_instant_starts_on_its_day_in_shanghai():
    """17:00 in London is the next day in Shanghai, whatever the unit, and a pendulum.DateTime is an instant too."""
    for instant in (datetime(2020, 5, 20, 17, tzinfo=UTC), pendulum.datetime(2020, 5, 20, 17)):
        for n, unit in ((7, WORKING_DAY), (7, DAY), (1, WEEK), (1, MONTH), (1, YEAR)):
            assert Period(n, unit).end(instant, NATION).due == Period(n, unit).end(date(2020, 5, 21), NATION).due
        assert SameDay().end(instant, NATION).due == date(2020, 5, 21)
        assert FixedDate(5, 21).end(instant, NATION).due == date(2021, 5, 21)


@pytest.mark.parametrize("unit", list(Unit))
def test_naive_datetime_is_refused(unit):
    """A datetime without a zone names no instant, and so no day."""
    with pytest.raises(BadInput, match="names no time zone"):
        Period(5, unit).end(datetime(2020, 5, 20, 9), NATION)  # noqa: DTZ001


@pytest.mark.parametrize("day", [START, pendulum.date(2020, 5, 20)])
def test_hours_from_a_day_are_undecidable(day):
    """A day is no instant to count hours from: none is guessed."""
    with pytest.raises(Undecidable, match="5 hours run from an instant"):
        Period(5, HOUR).end(day, NATION)


@pytest.mark.parametrize("start", ["2020-05-20", None, 5])
@pytest.mark.parametrize("unit", [HOUR, DAY, WORKING_DAY])
def test_start_that_is_neither_day_nor_instant_is_refused(unit, start):
    """Text is not read here, and nothing stands for today."""
    with pytest.raises((BadInput, Undecidable)):
        Period(5, unit).end(start, NATION)


@pytest.mark.parametrize("n", [0, -1, True, False, 1.0, 20.5, "20", None, float("inf")])
def test_length_that_is_no_whole_number_from_1_is_refused(n):
    """A period has a length: 0, a negative number, a bool and a float are none."""
    with pytest.raises(BadInput, match=r"^n: "):
        Period(n, DAY)


@pytest.mark.parametrize("unit", ["day", None, 5, Unit])
def test_unit_that_is_none_is_refused(unit):
    """A unit is one of the six, not its name."""
    with pytest.raises(BadInput, match=r"^unit: .* hour, day, week, month, year, working_day"):
        Period(5, unit)


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("roll", [None, *Roll])
@pytest.mark.parametrize("n", [10**6, 10**9, 10**12, 10**30])
@pytest.mark.parametrize("unit", list(Unit))
def test_length_beyond_all_calendars_is_refused_or_answered(unit, n, roll, before):
    """However long a period, the answer is a day or a refusal of this library, never an accident of arithmetic."""
    refused = False
    try:
        count = Period(n, unit).end(at(2020, 5, 20, 9), NATION, roll=roll, before=before)
        count.due_at, count.steps, count.bounds  # noqa: B018
    except GovDeadlinesError:
        refused = True

    assert refused or (n == 10**6 and unit in (HOUR, DAY))


@pytest.mark.parametrize(
    ("limit", "start"),
    [
        (Period(1, DAY), date.max),
        (Period(7979, YEAR), date(2020, 12, 31)),  # ends on the last day that a date can be: what is 24:00 of it?
        (Period(1, HOUR), datetime.max.replace(tzinfo=UTC)),
        (Period(1, DAY), datetime.max.replace(tzinfo=UTC)),
        (Period(1, WORKING_DAY), datetime.max.replace(tzinfo=UTC)),
        (Period(1, HOUR), datetime.min.replace(tzinfo=SHANGHAI)),
        (FixedDate(1, 31), date(9999, 5, 1)),
        (FixedDate(12, 31, 9999), date(2020, 5, 20)),
        (SameDay(), date.max),
    ],
)
def test_end_of_time_is_refused(limit, start):
    """Where no date or instant is left to name the answer, the refusal is one of this library."""
    with pytest.raises(GovDeadlinesError):
        limit.end(start, NATION, roll=Roll.NONE).due_at  # noqa: B018


def test_count_past_the_last_notice_is_refused():
    """A roll needs the calendar, and so does a working day; a plain calendar date that does not roll needs none."""
    for n, unit in ((30, DAY), (1, MONTH), (1, WORKING_DAY)):
        with pytest.raises(CalendarNotPublished):
            Period(n, unit).end(date(2026, 12, 31), NATION)
    assert Period(30, DAY).end(date(2026, 12, 31), NATION, roll=Roll.NONE).due == date(2027, 1, 30)
    assert FixedDate(1, 31).end(date(2026, 12, 31), NATION).due == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("limit", "start", "due"),
    [
        (FixedDate(1, 31), date(2020, 1, 2), date(2020, 1, 31)),  # off by the extension, and it stays
        (FixedDate(1, 31), date(2020, 1, 31), date(2021, 1, 31)),  # the first such date after the start
        (FixedDate(1, 31), date(2020, 2, 1), date(2021, 1, 31)),  # a Sunday
        (FixedDate(3, 31, 2020), date(2020, 1, 2), date(2020, 3, 31)),
        (FixedDate(12, 31), date(2020, 12, 30), date(2020, 12, 31)),
    ],
)
def test_fixed_date_includes_itself_and_stays(limit, start, due):
    """The date itself is the last day, to its end, and does not move off a rest day unless told to."""
    count = limit.end(start, NATION)

    assert (count.due, count.roll) == (due, Roll.NONE)
    assert count.due_at == datetime.combine(due + timedelta(days=1), datetime.min.time(), SHANGHAI)


def test_fixed_date_rolls_when_told():
    """2020-01-31 was a day off: told to roll, it is 02-03."""
    assert FixedDate(1, 31).end(date(2020, 1, 2), NATION, roll=Roll.WORKING_DAY).due == date(2020, 2, 3)
    assert FixedDate(1, 31).end(date(2020, 1, 2), NATION, roll=Roll.DAY_AFTER).due == date(2020, 2, 3)


@pytest.mark.parametrize(("month", "day", "year"), [(2, 30, None), (13, 1, None), (0, 1, None), (2, 29, 2023)])
def test_fixed_date_that_no_year_has_is_refused(month, day, year):
    """There is no 30 February to wait for."""
    with pytest.raises(BadInput):
        FixedDate(month, day, year).end(START, NATION)


def test_same_day_is_the_start_and_never_rolls():
    """What must be done together with an act on a Saturday is due on that Saturday."""
    for roll in (None, *Roll):
        assert SameDay().end(date(2020, 5, 23), NATION, roll=roll).due == date(2020, 5, 23)


def test_due_is_a_plain_date():
    """Whatever kind of date the start is, the answer is a datetime.date, which JSON and comparison know."""
    for limit in (Period(7, DAY), Period(1, MONTH), Period(7, WORKING_DAY), FixedDate(5, 27), SameDay()):
        for start in (pendulum.date(2020, 5, 20), pendulum.datetime(2020, 5, 20, 17)):
            assert type(limit.end(start, NATION).due) is date


def test_limits_in_words():
    """Each limit is written as the statutes write it, and in English."""
    limits = (Period(20, WORKING_DAY), Period(1, DAY), Period(24, HOUR), FixedDate(1, 31), FixedDate(3, 5, 2027))

    assert [limit.text("en") for limit in limits] == [
        "20 working days",
        "1 day",
        "24 hours",
        "by 01-31",
        "by 2027-03-05",
    ]
    assert [limit.text("zh")[:5] for limit in limits] == ["20个工作", "1日", "24小时", "1月31日", "2027年"]
    assert [Period(2, unit).text("zh") for unit in Unit] == ["2小时", "2日", "2周", "2个月", "2年", "2个工作日"]
    assert SameDay().text("en") == "the same day"


def test_limits_in_json():
    """Each limit has one plain shape."""
    assert Period(20, WORKING_DAY).to_dict() == {"n": 20, "unit": "working_day"}
    assert FixedDate(1, 31).to_dict() == {"fixed": "01-31"}
    assert FixedDate(3, 5, 2027).to_dict() == {"fixed": "2027-03-05"}
    assert SameDay().to_dict() == {"same_day": True}
