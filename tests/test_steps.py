"""The steps of a count: a proof that can be replayed without a calendar, and the doubts it rests on."""

from datetime import date, datetime, timedelta

import pytest

from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    SHANGHAI,
    WEEK,
    WORKING_DAY,
    YEAR,
    FixedDate,
    Period,
    Roll,
    SameDay,
    StepKind,
    WorkCalendar,
)

from . import oracle

NATION = WorkCalendar.load("CN")
PERIODS = [
    Period(n, unit)
    for n, unit in (
        (1, WORKING_DAY), (5, WORKING_DAY), (20, WORKING_DAY), (60, WORKING_DAY),
        (1, DAY), (15, DAY), (60, DAY), (3, WEEK), (1, MONTH), (6, MONTH), (1, YEAR), (3, YEAR),
    )
]  # fmt: skip


def replay(count):
    """The count done again from the kinds and spans of its steps."""
    steps = [(step.kind.value, step.first, step.last, step.at) for step in count.steps if step.doubt is None]
    return oracle.Replay(steps, count.limit.n, count.limit.unit.value, before=count.before)


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.text("en"))
@pytest.mark.parametrize("code", ["CN", "45", "5134"])
def test_steps_replay_to_the_due_day(code, period):
    """Kinds and spans alone, without any calendar, lead to the same day: from every 67th start, forward and back."""
    calendar = WorkCalendar.load(code)
    asked = [{"before": True}] if period.unit is WORKING_DAY else [{"before": True}, *({"roll": roll} for roll in Roll)]
    for start in list(oracle.days(date(2008, 6, 1), date(2022, 6, 1)))[::67]:
        for how in ({}, *asked):
            count = period.end(start, calendar, **how)

            assert replay(count).due() == count.due


@pytest.mark.parametrize("n", [1, 5, 24, 72])
def test_steps_of_hours_replay_to_the_instant(n):
    """The two instants of the steps lie the hours apart, through nights, holidays and changes of the clock."""
    for start in list(oracle.days(date(1986, 5, 1), date(1986, 9, 20)))[::3]:
        count = Period(n, HOUR).end(datetime(start.year, start.month, start.day, 23, 30, tzinfo=SHANGHAI), NATION)

        assert replay(count).instant_due() == count.due_at


@pytest.mark.parametrize("code", ["CN", "45", "5134", "533102"])
def test_every_skipped_day_names_its_notice_unless_it_is_a_plain_weekend(code):
    """A step skips days of one origin: a notice that sets every one of them off for that festival, or the week."""
    calendar = WorkCalendar.load(code)
    for start in list(oracle.days(date(2004, 1, 1), date(2026, 6, 1)))[::97]:
        for step in Period(60, WORKING_DAY).end(start, calendar).steps:
            days = list(oracle.days(step.first, step.last))
            if step.kind is StepKind.SKIPPED and step.notice:
                assert {step.notice.off[day] for day in days} == {step.name}
            elif step.kind is StepKind.SKIPPED:
                assert step.name == "周末"
                assert all(day.weekday() >= 5 for day in days)
            elif step.kind is StepKind.MADE_UP:
                assert step.notice.worked[step.first] == step.name
                assert step.first == step.last


def test_steps_of_a_count_over_a_holiday():
    """20 working days from 2020-01-06 pass two notices: the steps tell which days each of them took."""
    steps = Period(20, WORKING_DAY).end(date(2020, 1, 6), NATION).steps

    told = [(step.kind.value, f"{step.first:%m-%d}", f"{step.last:%m-%d}", step.name) for step in steps]
    assert told == [
        ("start", "01-06", "01-06", ""),
        ("skipped", "01-11", "01-12", "周末"),
        ("skipped", "01-18", "01-18", "周末"),
        ("made_up", "01-19", "01-19", "春节"),
        ("skipped", "01-24", "01-30", "春节"),
        ("skipped", "01-31", "02-02", "春节"),
        ("skipped", "02-08", "02-09", "周末"),
        ("reached", "02-10", "02-10", ""),
    ]
    assert [step.notice.id for step in steps if step.notice] == ["CN/2020", "CN/2020", "CN/2020b"]


def test_steps_of_a_month_that_lacks_the_day_and_rolls():
    """From 2020-01-31 a month ends on 02-29, which is a Saturday."""
    steps = Period(1, MONTH).end(date(2020, 1, 31), NATION).steps

    assert [(step.kind.value, f"{step.first}", f"{step.last}") for step in steps] == [
        ("start", "2020-01-31", "2020-01-31"),
        ("clamped", "2020-02-29", "2020-02-29"),
        ("skipped", "2020-02-29", "2020-03-01"),
        ("rolled", "2020-02-29", "2020-03-02"),
    ]


def test_steps_of_a_fixed_date_and_of_the_same_day():
    """A fixed date is reached and may roll; the same day is only where it starts."""
    fixed = FixedDate(1, 31).end(date(2020, 1, 2), NATION, roll=Roll.WORKING_DAY)
    same = SameDay().end(date(2020, 5, 23), NATION)

    assert [step.kind.value for step in fixed.steps] == ["start", "reached", "skipped", "rolled"]
    assert fixed.steps[2].notice.id == "CN/2020b"
    assert [step.kind.value for step in same.steps] == ["start"]


def test_step_in_json_leaves_out_what_is_empty():
    """A step is plain strings: kind and span always, the rest where there is any."""
    start, *_, holiday, _, _ = Period(20, WORKING_DAY).end(date(2020, 1, 6), NATION).steps
    (instant, _) = Period(5, HOUR).end(datetime(2020, 5, 20, 9, tzinfo=SHANGHAI), NATION).steps

    assert start.to_dict() == {"kind": "start", "first": "2020-01-06", "last": "2020-01-06"}
    assert holiday.to_dict() == {
        "kind": "skipped",
        "first": "2020-01-31",
        "last": "2020-02-02",
        "name": "春节",
        "notice": "国办发明电〔2020〕1号",
        "notice_id": "CN/2020b",
    }
    assert instant.to_dict()["at"] == "2020-05-20T09:00:00+08:00"


def test_settled_count_has_no_bounds():
    """Where every notice is known there is nothing to bound, and no step tells of a doubt."""
    for period in PERIODS:
        count = period.end(date(2020, 1, 6), NATION)

        assert count.bounds is None
        assert not any(step.kind is StepKind.DOUBT for step in count.steps)


def test_count_in_doubt_says_so_and_between_which_days():
    """20 working days in Xinjiang in 2020, a year without a sourced notice there."""
    count = Period(20, WORKING_DAY).end(date(2020, 5, 20), WorkCalendar.load("65"))
    (doubt,) = [step for step in count.steps if step.kind is StepKind.DOUBT]

    assert count.due == date(2020, 6, 17)
    assert count.bounds == WorkCalendar.load("65").bounds(date(2020, 5, 20), 20)
    assert (doubt.first, doubt.last) == (date(2020, 5, 21), date(2020, 6, 17))
    assert "Xinjiang" in doubt.to_dict()["reason"]


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.text("en"))
def test_bounds_lie_around_the_due_day(period, before):
    """In a year in doubt the earliest day is not after the due day and the latest not before it, however it rolls."""
    inner_mongolia = WorkCalendar.load("15")
    for start in list(oracle.days(date(2016, 1, 1), date(2019, 12, 31)))[::17]:
        for roll in Roll:
            count = period.end(start, inner_mongolia, roll=roll, before=before)
            if count.bounds is not None:
                earliest, latest = count.bounds

                assert earliest <= count.due <= latest


def test_period_that_does_not_roll_is_never_in_doubt():
    """Without a roll no calendar is asked, so an unknown year leaves the day as it is."""
    inner_mongolia = WorkCalendar.load("15")

    assert Period(30, DAY).end(date(2020, 4, 1), inner_mongolia).bounds is not None
    assert Period(30, DAY).end(date(2020, 4, 1), inner_mongolia, roll=Roll.NONE).bounds is None
    assert Period(30, DAY).end(date(2020, 4, 1), inner_mongolia, before=True).bounds is None
    assert FixedDate(1, 31).end(date(2020, 4, 1), inner_mongolia).bounds is None
    assert Period(5, HOUR).end(datetime(2020, 4, 1, 9, tzinfo=SHANGHAI), inner_mongolia).bounds is None


def test_due_at_is_the_midnight_that_ends_the_day():
    """The period includes all of its last day, in the summer time of 1986 too."""
    summer = Period(1, DAY).end(date(1986, 5, 3), NATION, roll=Roll.NONE)

    assert summer.due_at.isoformat() == "1986-05-05T00:00:00+09:00"
    assert summer.due_at.utcoffset() == timedelta(hours=9)
    assert Period(1, DAY).end(date(2020, 5, 20), NATION).due_at.isoformat() == "2020-05-22T00:00:00+08:00"
