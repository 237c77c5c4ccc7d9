"""Legal days and instants: one zone, and no instant without one."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_deadlines import SHANGHAI, BadInput, Event, civil_day, due
from gov_deadlines.civil import after_hours, aware, end_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (date(2020, 5, 20), date(2020, 5, 20)),
        (pendulum.date(2020, 5, 20), date(2020, 5, 20)),
        (datetime(2020, 5, 20, 15, 59, 59, tzinfo=UTC), date(2020, 5, 20)),
        (datetime(2020, 5, 20, 16, 0, tzinfo=UTC), date(2020, 5, 21)),
        (datetime(2020, 5, 20, 17, 0, tzinfo=UTC), date(2020, 5, 21)),
        (pendulum.datetime(2020, 5, 20, 17), date(2020, 5, 21)),
        (datetime(2020, 5, 20, 12, 0, tzinfo=ZoneInfo("America/New_York")), date(2020, 5, 21)),
        (datetime(2020, 5, 21, 5, 59, tzinfo=timezone(timedelta(hours=14))), date(2020, 5, 20)),
        (datetime(2020, 5, 20, 23, 59, tzinfo=SHANGHAI), date(2020, 5, 20)),
        (datetime(2020, 5, 20, 23, 59, tzinfo=ZoneInfo("Asia/Urumqi")), date(2020, 5, 21)),
        (datetime(1986, 7, 1, 15, 30, tzinfo=UTC), date(1986, 7, 2)),  # summer time: the day begins at 15:00 UTC
    ],
)
def test_legal_day_is_the_day_in_shanghai(moment, day):
    """A date is its own legal day; an instant falls on the day that Shanghai has then, in Xinjiang too."""
    assert civil_day(moment) == day


def test_instants_of_pandas_go_on_where_pandas_ends():
    """Its last one, in UTC, is in the morning of the next day in China, and 48 hours on there is a day as well."""
    pandas = pytest.importorskip("pandas")
    last = pandas.Timestamp.max.tz_localize("UTC")

    assert civil_day(last) == date(2262, 4, 12)
    assert after_hours(last, 48) == datetime(2262, 4, 13, 23, 47, 16, 854775, tzinfo=UTC)
    assert civil_day(pandas.Timestamp.min.tz_localize("UTC")) == date(1677, 9, 21)
    assert "2262年4月14日7时47分16秒" in due("incident.response", last).explain("zh")


@pytest.mark.parametrize("moment", [datetime(2020, 5, 20), "2020-05-20", 20200520, None])  # noqa: DTZ001
def test_what_names_no_day_is_refused(moment):
    """The day of a naive datetime depends on where its reader is; text is read elsewhere."""
    with pytest.raises(BadInput, match="start: "):
        civil_day(moment)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2020, 5, 20), "2020-05-21T00:00:00+08:00"),
        (date(2020, 2, 29), "2020-03-01T00:00:00+08:00"),
        (date(2020, 12, 31), "2021-01-01T00:00:00+08:00"),
        (date(1986, 5, 3), "1986-05-04T00:00:00+08:00"),
        (date(1986, 5, 4), "1986-05-05T00:00:00+09:00"),
        (date(1986, 9, 13), "1986-09-14T00:00:00+09:00"),
        (date(1986, 9, 14), "1986-09-15T00:00:00+08:00"),
    ],
)
def test_day_ends_at_midnight(day, end):
    """24:00 is written as 00:00 of the next day, in summer time where there was one."""
    assert end_of(day).isoformat() == end


def test_day_of_clock_change_is_an_hour_short_or_long():
    """1986-05-04 had 23 hours and 1986-09-14 had 25."""
    lengths = [
        end_of(day).astimezone(UTC) - end_of(day - timedelta(days=1)).astimezone(UTC)
        for day in (date(1986, 5, 4), date(1986, 9, 14), date(2020, 5, 20))
    ]

    assert lengths == [timedelta(hours=23), timedelta(hours=25), timedelta(hours=24)]


@settings(deadline=None)
@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2040, 1, 1), timezones=st.timezones()),  # noqa: DTZ001
    st.integers(1, 10_000),
)
def test_hours_elapse(start, hours):
    """Whatever the zone of the start, so many hours have passed at the end, which is told in Shanghai."""
    end = after_hours(start, hours)

    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert end.tzinfo is SHANGHAI


def test_aware_instant_is_handed_back():
    """Once it is sure which instant it is, nothing about it changes."""
    moment = datetime(2020, 5, 20, 9, tzinfo=UTC)

    assert aware(moment) is moment
    with pytest.raises(BadInput, match="names no time zone"):
        aware(datetime(2020, 5, 20, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    "written", ["9999-12-31T23:59:59-23:59", "9999-12-31T20:00:00+00:00", "0001-01-01T00:00:00+23:59"]
)
def test_instant_at_the_brink_of_the_years_is_refused_wherever_it_is_read(written):
    """An instant that is no day of any year in UTC or in China can be neither counted from nor told apart."""
    with pytest.raises(BadInput, match="out of the years 1 to 9999"):
        aware(datetime.fromisoformat(written))
    with pytest.raises(BadInput, match="out of the years 1 to 9999"):
        Event.from_dict({"event": "received", "at": written})
    with pytest.raises(BadInput, match="out of the years 1 to 9999"):
        civil_day(datetime.fromisoformat(written))
