"""What befalls a limit on its way: days left out, an extension, a day put off; counted day by day beside it."""

import pickle
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    SHANGHAI,
    WORKING_DAY,
    BadInput,
    CalendarNotPublished,
    Course,
    Exclusion,
    FixedDate,
    LawBook,
    Period,
    Roll,
    StepKind,
    WorkCalendar,
    due,
)
from gov_deadlines.exclusion import union

from . import oracle

NATION = WorkCalendar.load("CN")
EXTENSION = LawBook.load()["request.extension"].in_force(date(2020, 1, 10))
FEBRUARY = Exclusion(date(2020, 2, 5), date(2020, 2, 14), "征求意见", "consultation")


def walked(start, n, excluded, works, *, every_day=False):
    """The day on which *n* days are full, one day at a time: working days, or every day, that nobody left out."""
    out = {day for after, through in excluded for day in oracle.days(after + oracle.ONE_DAY, through)}
    day = start
    while n:
        day += oracle.ONE_DAY
        n -= day not in out and (every_day or works(day))
    return day


days = st.dates(date(2012, 1, 1), date(2024, 12, 31))


@st.composite
def spans(draw, start):
    """Some spans near *start*: before it, over it, after it, alike, overlapping, empty."""
    found = []
    for _ in range(draw(st.integers(0, 5))):
        after = start + timedelta(days=draw(st.integers(-20, 60)))
        found.append((after, after + timedelta(days=draw(st.integers(0, 40)))))
    return found


@given(data=st.data(), start=days, n=st.integers(1, 60), code=st.sampled_from(["CN", "45", "5134"]))
def test_days_left_out_agree_with_a_walk(data, start, n, code):
    """Working days: each day that some span leaves out is passed over once, however many spans hold it."""
    excluded = data.draw(spans(start))
    works = oracle.within(oracle.nation() if code == "CN" else oracle.place(code))
    calendar = WorkCalendar.load(code)

    found = Period(n, WORKING_DAY).end(start, calendar, excluded=[Exclusion(*span) for span in excluded])

    assert found.due == walked(start, n, excluded, works)


@given(data=st.data(), start=days, n=st.integers(1, 60), extra=st.integers(1, 40))
def test_extension_adds_to_the_unextended_end(data, start, n, extra):
    """Working days: n and the extension together, over the same days left out; the proof names the unextended end."""
    excluded = data.draw(spans(start))
    works = oracle.within(oracle.nation())
    left_out = [Exclusion(*span) for span in excluded]

    found = Period(n, WORKING_DAY).end(start, NATION, excluded=left_out, extra=Period(extra, WORKING_DAY))

    assert found.due == walked(start, n + extra, excluded, works)
    (extended,) = [step for step in found.steps if step.kind is StepKind.EXTENDED]
    assert extended.first == walked(start, n, excluded, works)


@given(data=st.data(), start=days, n=st.integers(1, 60))
def test_steps_replay_without_a_calendar(data, start, n):
    """Days skipped and left out are all a reader needs to count to the same day."""
    found = Period(n, WORKING_DAY).end(start, NATION, excluded=[Exclusion(*span) for span in data.draw(spans(start))])
    steps = [
        ("skipped" if step.kind is StepKind.EXCLUDED else step.kind.value, step.first, step.last, step.at)
        for step in found.steps
        if step.kind is not StepKind.DOUBT
    ]

    assert oracle.Replay(steps, n, "working_day", before=False).due() == found.due


@given(data=st.data(), start=days, n=st.integers(1, 90))
def test_calendar_days_left_out_put_the_end_off(data, start, n):
    """Calendar days: the end moves by the days left out before it, and rolls off a rest day only then."""
    excluded = data.draw(spans(start))
    works = oracle.within(oracle.nation())

    found = Period(n, DAY).end(start, NATION, excluded=[Exclusion(*span) for span in excluded])

    assert found.nominal == walked(start, n, excluded, works, every_day=True)
    assert found.due == oracle.roll(found.nominal, works)


def test_time_begun_and_ended_on_one_day_leaves_out_nothing():
    """A letter sent and answered on 2020-03-11 costs no day: 20 working days from 03-02 end on 03-30 either way."""
    same_day = Exclusion(date(2020, 3, 11), date(2020, 3, 11))

    assert union([same_day]) == ()
    assert Period(20, WORKING_DAY).end(date(2020, 3, 2), NATION, excluded=[same_day]).due == date(2020, 3, 30)


def test_days_left_out_after_the_limit_is_full_change_nothing():
    """7 working days from 2020-05-20 are full on 05-29; what begins that day comes too late."""
    late = Exclusion(date(2020, 5, 29), date(2020, 6, 12))

    assert Period(7, WORKING_DAY).end(date(2020, 5, 20), NATION, excluded=[late]).due == date(2020, 5, 29)


def test_days_left_out_beyond_the_last_notice_change_nothing_when_the_limit_is_full_before():
    """Seven working days from 2026-12-01 are full on the 10th, whatever is left out in a year without a notice."""
    until_2027 = Exclusion(date(2026, 12, 30), date(2027, 1, 4), "征求意见", "consultation")
    plain = Period(7, WORKING_DAY).end(date(2026, 12, 1), NATION)

    count = Period(7, WORKING_DAY).end(date(2026, 12, 1), NATION, excluded=[until_2027])

    assert (count.due, count.bounds) == (plain.due, plain.bounds) == (date(2026, 12, 10), None)
    assert count.to_dict() == plain.to_dict()


@pytest.mark.parametrize("begins", [date(2026, 12, 3), date(2026, 12, 9), date(2026, 12, 31), date(2027, 1, 4)])
def test_limit_that_is_not_full_before_days_left_out_into_an_unpublished_year_is_refused(begins):
    """Twenty-five working days from 2026-12-01 need the notice for 2027, wherever the days left out begin."""
    with pytest.raises(CalendarNotPublished):
        Period(25, WORKING_DAY).end(date(2026, 12, 1), NATION, excluded=[Exclusion(begins, date(2027, 2, 1))])


def test_union_joins_what_overlaps_and_keeps_both_reasons():
    """Two parties from 03-02 to 03-06 and from 03-04 to 03-10 leave out one span, for both."""
    one = Exclusion(date(2020, 3, 2), date(2020, 3, 6), "征求意见（甲）", "consultation (A)")
    other = Exclusion(date(2020, 3, 4), date(2020, 3, 10), "征求意见（乙）", "consultation (B)")

    (joined,) = union([other, one])

    assert (joined.after, joined.through, joined.days) == (date(2020, 3, 2), date(2020, 3, 10), 8)
    assert joined.zh == "征求意见（甲）、征求意见（乙）"
    assert joined.en == "consultation (A), consultation (B)"


def test_deadline_takes_its_course():
    """
    A request of 2020-01-10, its clock stopped from 02-05 to 02-14, is due 2020-02-25.

    Counted: 01-13..01-17, the made-up Sunday 01-19, 01-20..01-23 (10); the feast runs to 02-02; 02-03..02-05 (13);
    02-17..02-21 (18); 02-24 and 02-25 (20).
    """
    course = Course([FEBRUARY])

    found = due("request.answer", date(2020, 1, 10), course=course)

    assert found.due == date(2020, 2, 25)
    assert "2020-02-06 to 2020-02-14 (consultation)" in found.explain("en")
    assert "征求意见，不计入期限" in found.explain("zh")
    assert found.to_dict()["course"]["excluded"][0]["through"] == "2020-02-14"
    assert pickle.loads(pickle.dumps(found)).due == found.due


def test_extended_deadline_names_the_unextended_end():
    """20 and 20 working days from 2020-03-02: 03-30, then 04-27 (Qingming 04-06 off, Sunday 04-26 worked)."""
    found = due("request.answer", date(2020, 3, 2), course=Course(extension=EXTENSION))

    assert found.due == date(2020, 4, 27)
    assert "the limit would end on 2020-03-30 (Monday); extended by 20 working days" in found.explain("en")
    assert "40 working days: through" in found.explain("en")


def test_day_set_in_its_stead_is_the_last_day():
    """A deferral to 2020-08-01, a Saturday, ends there; both neighbours are shown, since no text moves it."""
    found = due("enforcement.penalty", date(2020, 5, 20), course=Course(until=date(2020, 8, 1)))

    assert found.due == date(2020, 8, 1)
    assert {each.reading: each.due for each in found.alternatives} == {
        "named_day_rolls": date(2020, 8, 3),
        "named_day_moves_forward": date(2020, 7, 31),
    }


def test_named_day_ignores_what_is_left_out():
    """A fixed date does not move because time was left out."""
    count = FixedDate(6, 30, 2020).end(date(2020, 5, 20), NATION, excluded=[FEBRUARY])

    assert count.due == date(2020, 6, 30)


def test_provisional_end_over_days_left_out_holds_what_comes():
    """
    Asked by what was known on 2019-11-01, before the notices for 2020 were out, the bounds hold the day they made it.
    """
    asked = NATION.known_as_of(date(2019, 11, 1)).projected(2020)
    excluded = [Exclusion(date(2019, 12, 20), date(2020, 1, 6))]

    found = Period(20, WORKING_DAY).end(date(2019, 12, 10), asked, excluded=excluded)
    settled = Period(20, WORKING_DAY).end(date(2019, 12, 10), NATION.known_as_of(date(2020, 1, 2)), excluded=excluded)

    assert found.bounds is not None
    assert found.bounds[0] <= settled.due <= found.bounds[1]
    assert settled.bounds is None


@pytest.mark.parametrize(
    ("limit", "how"),
    [
        (Period(5, HOUR), {"excluded": [FEBRUARY]}),
        (Period(20, WORKING_DAY), {"extra": Period(15, DAY)}),
        (Period(20, WORKING_DAY), {"excluded": [FEBRUARY], "before": True}),
    ],
)
def test_course_that_nothing_says_how_to_count_is_refused(limit, how):
    """Hours leave no days out, units do not add up, and what is counted back has no course."""
    with pytest.raises(BadInput):
        limit.end(datetime(2020, 2, 3, 9, tzinfo=SHANGHAI), NATION, **how)


def test_months_are_put_off_by_the_days_left_out():
    """6 months from 2020-01-31 end on 07-31; ten days left out put it off to 08-10, a Monday."""
    ten = Exclusion(date(2020, 3, 1), date(2020, 3, 11))

    assert Period(6, MONTH).end(date(2020, 1, 31), NATION, roll=Roll.NONE, excluded=[ten]).due == date(2020, 8, 10)
