"""Calendars made by hand: any week, any days off and on, held against a walk."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gov_deadlines import BadInput, CalendarNotPublished, DayKind, Undecidable, WorkCalendar

from . import oracle

FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
WEEKENDS = st.sets(st.integers(0, 6))
NUMBERS = st.integers(-60, 60).filter(bool)
unhurried = settings(deadline=None)  # a busy machine is no fault


@st.composite
def calendars(draw):
    """A calendar, and what each of its days is by the rule that work beats rest beats the week."""
    first = draw(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 120)))
    days = st.sets(st.dates(first, last), max_size=40)
    weekend, rest, work = draw(WEEKENDS), draw(days), draw(days)
    calendar = WorkCalendar.of(first, last, weekend=weekend, rest_days=rest, work_days=work)
    works = {day: day in work or (day not in rest and day.weekday() not in weekend) for day in oracle.days(first, last)}
    return calendar, works


@st.composite
def calendars_and_days(draw, count=1):
    """A calendar, its days, and some days inside it."""
    calendar, works = draw(calendars())
    inside = st.dates(calendar.first, calendar.last)
    return calendar, works, [draw(inside) for _ in range(count)]


@unhurried
@given(calendars())
def test_days_follow_the_rule(made):
    """Work days beat rest days, rest days beat the week."""
    calendar, works = made

    assert {day: calendar.is_working_day(day) for day in works} == works


@settings(unhurried, max_examples=300)
@given(calendars_and_days(), NUMBERS)
def test_shift_equals_the_walk(made, n):
    """Forward and back, shift is the walk, and where the walk leaves the calendar shift refuses."""
    calendar, works, (day,) = made
    try:
        expected = oracle.shift(day, n, oracle.within(works))
    except oracle.OutsideError:
        with pytest.raises(CalendarNotPublished):
            calendar.shift(day, n)
    else:
        assert calendar.shift(day, n) == expected


@unhurried
@given(calendars_and_days())
def test_roll_equals_the_walk(made):
    """Roll is the walk to the first working day, and refuses where none is left."""
    calendar, works, (day,) = made
    try:
        expected = oracle.roll(day, oracle.within(works))
    except oracle.OutsideError:
        with pytest.raises(CalendarNotPublished):
            calendar.roll(day)
    else:
        assert calendar.roll(day) == expected


@unhurried
@given(calendars_and_days(count=2))
def test_count_equals_the_walk(made):
    """Count is the walk, and the negative of the span reversed."""
    calendar, works, (one, other) = made

    assert calendar.count(one, other) == oracle.count(one, other, oracle.within(works))
    assert calendar.count(one, other) == -calendar.count(other, one)


@unhurried
@given(calendars_and_days(count=3))
def test_count_adds_up(made):
    """Splitting a span changes no count."""
    calendar, _, (a, b, c) = made

    assert calendar.count(a, b) + calendar.count(b, c) == calendar.count(a, c)


@unhurried
@given(calendars_and_days(), NUMBERS)
def test_nothing_is_in_doubt(made, n):
    """What is made by hand is certain: the bounds are the answer itself to the very last day, or refused with it."""
    calendar, works, (day,) = made
    try:
        due = oracle.shift(day, n, oracle.within(works))
    except oracle.OutsideError:
        with pytest.raises(CalendarNotPublished):
            calendar.bounds(day, n)
    else:
        assert calendar.bounds(day, n) == (due, due)
    assert calendar.doubts_in(calendar.first, calendar.last) == ()


@unhurried
@given(calendars())
def test_equal_content_is_an_equal_calendar(made):
    """However the same days are told, as a week or one by one, the calendar is the same."""
    calendar, works = made
    rest = [day for day, working in works.items() if not working]

    retold = WorkCalendar.of(calendar.first, calendar.last, weekend=(), rest_days=rest)

    assert retold == calendar
    assert hash(retold) == hash(calendar)
    assert retold.digest == calendar.digest


@unhurried
@given(calendars_and_days())
def test_one_other_day_is_another_calendar(made):
    """A single day that differs makes another digest."""
    calendar, works, (day,) = made
    rest = {other for other, working in works.items() if not working}

    other = WorkCalendar.of(calendar.first, calendar.last, weekend=(), rest_days=rest ^ {day})

    assert other != calendar
    assert other.digest != calendar.digest


def test_calendar_without_a_working_day_refuses_each_count():
    """With all seven days off, every day is answered, no count ends, and every span holds 0 working days."""
    calendar = WorkCalendar.of(FIRST, LAST, weekend=range(7))

    assert not any(map(calendar.is_working_day, oracle.days(FIRST, LAST)))
    assert calendar.count(FIRST, LAST) == 0
    for ask in (
        lambda: calendar.shift(date(2020, 6, 1), 1),
        lambda: calendar.shift(date(2020, 6, 1), -1),
        lambda: calendar.roll(date(2020, 6, 1)),
    ):
        with pytest.raises(CalendarNotPublished):
            ask()


def test_kinds_of_days():
    """A day worked on the weekend is a make-up day, a rest day in the week a holiday; no notice stands behind them."""
    calendar = WorkCalendar.of(
        FIRST, LAST, rest_days=[date(2020, 5, 20), date(2020, 5, 23)], work_days=[date(2020, 5, 24)]
    )

    kinds = [calendar.day(date(2020, 5, day)).kind for day in (19, 20, 23, 24, 30)]

    assert kinds == [DayKind.WORKDAY, DayKind.HOLIDAY, DayKind.HOLIDAY, DayKind.MAKEUP, DayKind.WEEKEND]
    for day in oracle.days(FIRST, LAST):
        found = calendar.day(day)

        assert found.notice is None
        assert found.name == ""
        assert not found.statutory
        assert found.working == calendar.is_working_day(day)
    assert calendar.notices() == ()


def test_every_fault_is_listed():
    """A span, a week and two days that are wrong are told together."""
    with pytest.raises(BadInput) as refused:
        WorkCalendar.of(FIRST, LAST, weekend=(5, 7), rest_days=[date(2019, 12, 31)], work_days=[date(2021, 1, 1)])

    assert {fault.path for fault in refused.value.faults} == {"weekend", "rest_days", "work_days"}
    assert "2019-12-31" in str(refused.value)
    assert "2021-01-01" in str(refused.value)


def test_span_that_ends_before_it_begins_is_refused():
    """A calendar has at least one day."""
    with pytest.raises(BadInput, match="last: 2020-01-01 lies before first"):
        WorkCalendar.of(LAST, FIRST)

    assert WorkCalendar.of(FIRST, FIRST).first == FIRST


@pytest.mark.parametrize("instant", oracle.INSTANTS)
@pytest.mark.parametrize("name", ["first", "last", "rest_days", "work_days"])
def test_instants_are_no_days_of_a_calendar(name, instant):
    """A span or a day given as an instant is refused, not taken for a day that no date would ever equal."""
    plain = {"first": FIRST, "last": LAST}
    given_ = {name: instant if name in plain else [instant]}

    with pytest.raises(BadInput):
        WorkCalendar.of(**{**plain, **given_})


def test_calendar_reaches_to_the_ends_of_time():
    """The first and the last day that a date can be are days like any other."""
    early = WorkCalendar.of(date.min, date(1, 1, 31), weekend=(), rest_days=[date.min])
    late = WorkCalendar.of(date(9999, 12, 1), date.max, weekend=())

    assert not early.is_working_day(date.min)
    assert early.shift(date.min, 1) == date(1, 1, 2)
    assert late.is_working_day(date.max)
    assert late.shift(date(9999, 12, 30), 1) == date.max
    with pytest.raises(CalendarNotPublished):
        late.shift(date.max, 1)


def test_calendar_made_by_hand_has_no_projection():
    """The law's holidays are not its own: nothing is added to what was given, and the year after stays unknown."""
    calendar = WorkCalendar.of(FIRST, LAST)

    with pytest.raises((BadInput, Undecidable)):
        calendar.projected(2021)
