"""Days and instants as text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_deadlines import SHANGHAI, BadInput, GovDeadlinesError
from gov_deadlines.moment import read_day, read_moment

NO_DAYS = [
    "", "2020-5-20", "2020-05-20 ", " 2020-05-20", "2020-05-20\n", "2020-02-30", "2020-13-01", "0000-01-01",
    "20200520", "2020-W21-3", "2020-141", "2020/05/20", "２０２０-05-20", "2020年5月20日", "today",
    20200520, None, date(2020, 5, 20),
]  # fmt: skip


def test_day_is_read():
    """Only the one form is read, and it is the day it writes."""
    assert read_day("2020-05-20") == read_moment("2020-05-20") == date(2020, 5, 20)
    assert type(read_moment("2020-05-20")) is date


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_writes_no_day_is_refused_and_quoted(text):
    """Nothing is guessed: another form, a day that no year has and what is no text are refused alike."""
    for read in (read_day, read_moment):
        with pytest.raises(BadInput) as refused:
            read(text, "lines[3].start")

        (fault,) = refused.value.faults
        assert fault.path == "lines[3].start"
        assert repr(text) in fault.en
        assert repr(text) in fault.zh


@pytest.mark.parametrize(
    "text",
    [
        "2026/3/1",
        "2026-3-1",
        "2026.3.1",
        "20260301",
        "2026年3月1日",
        "２０２６年３月１日",
        "二〇二六年三月一日",
        " 2026-03-01",
    ],
)
def test_day_written_otherwise_is_refused_with_how_to_write_it(text):
    """It is not read, but whoever wrote it sees the same day as it must be written, in both languages."""
    for read in (read_day, read_moment):
        with pytest.raises(BadInput) as refused:
            read(text)

        assert refused.value.message("en").endswith("; write 2026-03-01")
        assert refused.value.message("zh").endswith("；请写作 2026-03-01")


@pytest.mark.parametrize(
    ("text", "day"), [("二〇二六年十二月二十一日", "2026-12-21"), ("二〇二五年十月三十日", "2025-10-30")]
)
def test_chinese_numbers_over_ten_are_told_as_they_are(text, day):
    """Tens are not read as figures in a row."""
    with pytest.raises(BadInput, match=f"write {day}$"):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "days"), [("2026-02-30", 28), ("2024/2/30", 29), ("2026年4月31日", 30), ("2026-12-00", 31)]
)
def test_day_that_its_month_lacks_is_told_with_how_long_the_month_is(text, days):
    """The form is right, so the form is not what to mend."""
    with pytest.raises(BadInput) as refused:
        read_day(text)

    assert refused.value.message("en").endswith(f" has {days} days")
    assert refused.value.message("zh").endswith(f"月只有{days}天")


@pytest.mark.parametrize(
    "text", ["26-3-1", "3月1日", "2026-13-01", "1/3/2026", "46082", "2026年三月十一日早", "今年三月一日"]
)
def test_day_that_must_be_guessed_is_refused_without_a_guess(text):
    """A century, a year or an order that is not written is not made up."""
    with pytest.raises(BadInput) as refused:
        read_day(text)

    assert refused.value.message("en").endswith("expected one like 2020-05-20")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-05-20T09:00:00+08:00", datetime(2020, 5, 20, 1, tzinfo=UTC)),
        ("2020-05-20T09:00+08:00", datetime(2020, 5, 20, 1, tzinfo=UTC)),
        ("2020-05-20T01:00:00Z", datetime(2020, 5, 20, 1, tzinfo=UTC)),
        ("2020-05-19T21:00:00.250-04:00", datetime(2020, 5, 20, 1, 0, 0, 250_000, tzinfo=UTC)),
        ("1986-05-04T03:30:00+09:00", datetime(1986, 5, 3, 18, 30, tzinfo=UTC)),
    ],
)
def test_instant_is_read(text, moment):
    """An instant with its offset is the instant it writes, in whatever zone."""
    assert read_moment(text) == moment


@pytest.mark.parametrize("text", ["2020-05-20T09:00:00", "2020-05-20T09:00", "2020-05-20 09:00:00"])
def test_instant_without_its_offset_is_refused(text):
    """A clock time alone names no instant, and the refusal names the field it was read from."""
    with pytest.raises(BadInput, match=r"^events\[0\]\.at: .* time zone"):
        read_moment(text, "events[0].at")


@pytest.mark.parametrize(
    "text", ["2020-05-20T", "2020-05-20T25:00:00+08:00", "2020-05-20T09:00:00+25:00", "2020-02-30T09:00:00+08:00"]
)
def test_what_writes_no_instant_is_refused(text):
    """An hour or a day that does not exist is no instant."""
    with pytest.raises(BadInput, match="neither a day like 2020-05-20 nor an instant"):
        read_moment(text)


def test_instant_is_no_day():
    """Where a day is asked for, an instant must first become one."""
    with pytest.raises(BadInput):
        read_day("2020-05-20T09:00:00+08:00")


@settings(deadline=None)
@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 30)), st.integers(-23, 23), st.integers(0, 59))  # noqa: DTZ001
def test_written_instant_reads_back(naive, hours, minutes):
    """Each instant written with its offset, and each day, is read as the same one."""
    moment = (naive.replace(tzinfo=UTC) + timedelta(hours=hours, minutes=minutes)).astimezone(SHANGHAI)

    assert read_moment(moment.isoformat()) == moment
    assert read_day(moment.date().isoformat()) == moment.date()


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text):
    """No text breaks the reader."""
    for read in (read_day, read_moment):
        try:
            assert isinstance(read(text), date)
        except GovDeadlinesError as refused:
            assert repr(text) in str(refused)  # noqa: PT017
