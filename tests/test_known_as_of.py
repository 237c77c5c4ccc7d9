"""What the public knew on a day, and calendars with notices of one's own."""

from datetime import date

import attrs
import pytest

from gov_deadlines import BadInput, CalendarNotPublished, Clause, DayKind, Notice, NoticeKind, Undecidable, WorkCalendar
from gov_deadlines.workdays.changes import changes

from . import oracle

NATION = WorkCalendar.load("CN")
# Not published yet: made up here, so that the tests can look past the last notice.
NEXT_YEAR = Notice(
    id="CN/2027",
    region="CN",
    year=2027,
    kind=NoticeKind.ANNUAL,
    clauses=(
        Clause("元旦", off=(date(2027, 1, 1),)),
        Clause("春节", off=tuple(oracle.days(date(2027, 2, 5), date(2027, 2, 8))), on=(date(2026, 12, 26),)),
        Clause("清明节", off=(date(2027, 4, 5),)),
        Clause("劳动节", off=(date(2027, 5, 1), date(2027, 5, 2))),
        Clause("端午节", off=(date(2027, 6, 9),)),
        Clause("中秋节", off=(date(2027, 9, 15),)),
        Clause("国庆节", off=tuple(oracle.days(date(2027, 10, 1), date(2027, 10, 3)))),
    ),
    public=date(2026, 11, 10),
)
YEAR_AFTER = attrs.evolve(
    NEXT_YEAR,
    id="CN/2028",
    year=2028,
    clauses=(
        Clause("元旦", off=(date(2027, 12, 31), date(2028, 1, 1))),
        Clause("春节", off=tuple(oracle.days(date(2028, 1, 25), date(2028, 1, 28)))),
        Clause("清明节", off=(date(2028, 4, 4),)),
        Clause("劳动节", off=(date(2028, 5, 1), date(2028, 5, 2))),
        Clause("端午节", off=(date(2028, 5, 28),)),
        Clause("国庆节、中秋节", off=tuple(oracle.days(date(2028, 10, 1), date(2028, 10, 3)))),
    ),
)


@pytest.mark.parametrize(
    ("start", "n", "known", "due"),
    [
        # The extension of 春节 2020, public on 01-27, moves deadlines later.
        (date(2020, 1, 6), 20, date(2020, 1, 20), date(2020, 2, 6)),
        (date(2020, 1, 6), 20, date(2020, 2, 1), date(2020, 2, 10)),
        (date(2020, 1, 2), 20, date(2020, 1, 26), date(2020, 2, 4)),
        (date(2020, 1, 2), 20, date(2020, 1, 27), date(2020, 2, 6)),
        # The longer 劳动节 2019, public on 03-22, makes 04-28 a working day: deadlines move earlier.
        (date(2019, 4, 26), 3, date(2019, 3, 21), date(2019, 5, 2)),
        (date(2019, 4, 26), 3, date(2019, 3, 22), date(2019, 4, 30)),
        (date(2019, 4, 1), 20, date(2019, 3, 21), date(2019, 4, 30)),
        (date(2019, 4, 1), 20, date(2019, 4, 1), date(2019, 4, 29)),
        # The notice for 2019 reaches back and has Saturday 2018-12-29 worked.
        (date(2018, 12, 3), 20, date(2018, 12, 3), date(2018, 12, 31)),
        (date(2018, 12, 3), 20, date(2018, 12, 5), date(2018, 12, 31)),
        (date(2018, 12, 3), 20, date(2018, 12, 6), date(2018, 12, 29)),
        # 2015-09-03 was made a day off on 05-13 of that year.
        (date(2015, 8, 10), 20, date(2015, 5, 12), date(2015, 9, 7)),
        (date(2015, 8, 10), 20, date(2015, 5, 13), date(2015, 9, 8)),
    ],
)
def test_deadline_moves_with_what_is_known(start, n, known, due):
    """The same count gives another day once the second notice is public, later or earlier than before."""
    assert NATION.known_as_of(known).shift(start, n) == due


@pytest.mark.parametrize(
    ("start", "due"), [(date(2014, 12, 10), date(2015, 1, 8)), (date(2025, 12, 10), date(2026, 1, 8))]
)
def test_count_into_an_unpublished_year_is_refused_until_its_notice_is_out(start, due):
    """A period that runs over the year's end has no answer before the annual notice, and one on the day it is out."""
    public = oracle.PUBLIC[f"CN/{due.year}"]

    with pytest.raises(CalendarNotPublished) as refused:
        NATION.known_as_of(public - oracle.ONE_DAY).shift(start, 20)
    assert refused.value.last == date(start.year, 12, 31)
    assert NATION.known_as_of(public).shift(start, 20) == due


@pytest.mark.parametrize("year", range(2005, 2027))
def test_bounds_hold_what_the_notice_for_the_next_year_then_said(year):
    """On its eve each count that ends in late December is bounded, and the bounds hold the day it came to."""
    annual = f"CN/{year}"
    then = NATION.known_as_of(oracle.PUBLIC[annual] - oracle.ONE_DAY)
    after = NATION.known_as_of(oracle.PUBLIC[annual])

    for start in oracle.days(date(year - 1, 11, 20), date(year - 1, 12, 24)):
        for n in range(1, then.count(start, then.last) + 1):
            earliest, latest = then.bounds(start, n)

            assert earliest <= after.shift(start, n) <= latest


@pytest.mark.parametrize("year", range(2009, 2027))
def test_firm_days_were_not_moved_by_the_next_annual_notice(year):
    """Up to the day called firm, the notice for the next year changed nothing; by 2008 precedent enough was known."""
    public = oracle.PUBLIC[f"CN/{year}"]
    then = NATION.known_as_of(public - oracle.ONE_DAY)

    moved = [day for day, *_ in changes(then, NATION.known_as_of(public)) if day <= then.firm_through]

    assert moved == []


@pytest.mark.parametrize("known", sorted(oracle.PUBLIC.values()))
def test_calendar_changes_on_the_day_a_notice_is_public(known):
    """On that day, and on its eve, each day is what the notices public by then say."""
    for day in (known, known - oracle.ONE_DAY):
        if day < min(oracle.PUBLIC.values()):
            continue
        calendar, works = NATION.known_as_of(day), oracle.nation(day)

        assert (calendar.first, calendar.last) == (oracle.FIRST, max(works))
        assert {day: calendar.is_working_day(day) for day in works} == works
        assert calendar.as_known_on == day
        assert max(notice.known_from for notice in calendar.notices()) <= day


def test_knowledge_of_the_last_day_is_the_full_calendar():
    """Nothing comes later than the last day covered, so the calendar known then equals the whole one."""
    known = NATION.known_as_of(NATION.last)

    assert known == NATION
    assert known.digest == NATION.digest
    assert NATION.known_as_of(date(2025, 11, 4)) == NATION
    assert NATION.known_as_of(date(2025, 11, 3)) != NATION


def test_what_was_known_earlier_stays_so_within_later_knowledge():
    """Asked of a calendar known on a day, an earlier day narrows it and a later one adds nothing."""
    known = NATION.known_as_of(date(2020, 1, 20))

    assert known.known_as_of(date(2019, 11, 20)) == NATION.known_as_of(date(2019, 11, 20))
    assert known.known_as_of(date(2020, 2, 1)) == known
    assert known.known_as_of(date(2020, 2, 1)).as_known_on == date(2020, 1, 20)


def test_decider_is_the_notice_known_then():
    """2020-02-01 was a make-up day by the annual notice until the extension took it away."""
    before = NATION.known_as_of(date(2020, 1, 26)).day(date(2020, 2, 1))

    assert (before.kind, before.notice.id) == (DayKind.MAKEUP, "CN/2020")
    assert NATION.day(date(2020, 2, 1)).notice.id == "CN/2020b"


def test_day_before_any_notice_is_refused_and_named():
    """Before the first notice nothing was known: the refusal names the day that was asked for."""
    with pytest.raises(CalendarNotPublished) as refused:
        NATION.known_as_of(date(1999, 1, 1))

    assert refused.value.day == date(1999, 1, 1)


@pytest.mark.parametrize("no_day", [*oracle.INSTANTS, "2020-05-20", None])
def test_knowledge_is_asked_by_day(no_day):
    """An instant, a string or nothing is no day of knowledge."""
    with pytest.raises(BadInput):
        NATION.known_as_of(no_day)


def test_calendar_made_by_hand_has_no_day_of_publication():
    """What was known of it is open, so the question is refused instead of answered with the whole."""
    calendar = WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))

    with pytest.raises(Undecidable):
        calendar.known_as_of(date(2020, 5, 20))


def test_new_annual_notice_extends_the_calendar():
    """With the notice for 2027 the calendar runs through 2027, and the day it reaches back to is worked."""
    calendar = NATION.with_notices([NEXT_YEAR])

    assert calendar.last == date(2027, 12, 31)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 4))
    assert calendar.day(date(2026, 12, 26)) == attrs.evolve(
        calendar.day(date(2026, 12, 26)), kind=DayKind.MAKEUP, name="春节", notice=NEXT_YEAR
    )
    assert calendar.notices()[-1] is NEXT_YEAR
    assert calendar.shift(date(2026, 12, 1), 30) == date(2027, 1, 12)
    assert WorkCalendar.load("CN", notices=[NEXT_YEAR]) == calendar
    assert NATION.last == date(2026, 12, 31)


def test_annual_notice_that_leaves_statutory_days_to_be_worked_is_refused():
    """A notice cut short would settle a year with 春节 worked: each such day is named, and nothing is taken in."""
    cut_short = attrs.evolve(NEXT_YEAR, clauses=NEXT_YEAR.clauses[:1])

    with pytest.raises(BadInput) as refused:
        NATION.with_notices([cut_short])

    assert len(refused.value.faults) == 6
    assert "2027-02-08" in refused.value.message("en")
    assert "春节" in refused.value.message("zh")


def test_projection_gives_way_to_a_notice_and_goes_on_after_it():
    """A calendar projected through 2028 that learns the notice for 2027 projects 2028 alone."""
    calendar = NATION.projected(2028).with_notices([NEXT_YEAR])

    assert calendar.last == date(2028, 12, 31)
    assert calendar.projected_from == date(2028, 1, 1)
    assert calendar.day(date(2027, 1, 1)).notice is NEXT_YEAR


def test_added_notice_is_known_from_its_publication():
    """An added notice has its day too: before it the calendar is the shipped one."""
    calendar = NATION.with_notices([NEXT_YEAR])

    assert calendar.known_as_of(date(2026, 11, 9)) == NATION
    assert calendar.known_as_of(date(2026, 11, 10)) == calendar


def test_notice_beyond_a_missing_year_extends_nothing():
    """The notice for 2028 without the one for 2027 leaves the calendar where the chain of years breaks."""
    calendar = NATION.with_notices([YEAR_AFTER])

    assert calendar.last == date(2026, 12, 31)
    assert calendar == NATION


def test_notices_of_two_years_extend_in_any_order():
    """The order in which notices are handed in changes nothing."""
    one = NATION.with_notices([NEXT_YEAR, YEAR_AFTER])
    other = NATION.with_notices([YEAR_AFTER]).with_notices([NEXT_YEAR])

    assert one.last == date(2028, 12, 31)
    assert one == other


def test_notice_with_a_known_id_replaces_that_notice():
    """Handing in a notice again, corrected, leaves no trace of the one before."""
    shipped = next(notice for notice in NATION.notices() if notice.id == "CN/2026")
    shorter = Clause("劳动节", off=tuple(oracle.days(date(2026, 5, 1), date(2026, 5, 3))))
    clauses = tuple(shorter if clause.festival == "劳动节" else clause for clause in shipped.clauses)

    calendar = NATION.with_notices([attrs.evolve(shipped, clauses=clauses)])

    assert calendar.is_working_day(date(2026, 5, 4))
    assert not NATION.is_working_day(date(2026, 5, 4))
    assert calendar.with_notices([shipped]) == NATION
    assert len(calendar.notices()) == len(NATION.notices())


def test_amending_notice_beats_the_annual_one():
    """A later notice of the same region has the last word on the days it names."""
    extension = Notice(
        id="CN/2026b",
        region="CN",
        year=2026,
        kind=NoticeKind.AMENDING,
        clauses=(Clause("国庆节", off=(date(2026, 10, 8),), cancelled=(date(2026, 10, 7),)),),
        public=date(2026, 9, 1),
    )

    calendar = NATION.with_notices([extension])

    assert calendar.is_working_day(date(2026, 10, 7))
    assert not calendar.is_working_day(date(2026, 10, 8))
    assert calendar.day(date(2026, 10, 7)).notice is extension
    assert calendar.known_as_of(date(2026, 8, 31)) == NATION


def test_notice_of_a_region_that_is_not_followed_is_refused():
    """Guangxi's notice does not bind the nation; the nation's binds Guangxi."""
    guangxi = WorkCalendar.load("45")
    own = next(notice for notice in guangxi.notices() if notice.region == "45")

    with pytest.raises(BadInput, match="45"):
        NATION.with_notices([own])
    assert guangxi.with_notices([NEXT_YEAR]).last == date(2027, 12, 31)


@pytest.mark.parametrize("id", ["guangxi-2026", "45-2026", "x"])
def test_added_notice_may_bear_any_id(id):
    """Only the notice's own year says which year it arranges: the form of its id is the caller's business."""
    notice = Notice(
        id=id,
        region="45",
        year=2026,
        kind=NoticeKind.REGIONAL,
        clauses=(Clause("三月三", off=(date(2026, 5, 6),)),),
        public=date(2026, 3, 1),
    )

    calendar = WorkCalendar.load("45").with_notices([notice])

    assert not calendar.is_working_day(date(2026, 5, 6))


def test_calendar_made_by_hand_takes_no_notice():
    """It follows no region, so a notice of the nation is refused as one of a region that it does not follow."""
    calendar = WorkCalendar.of(date(2020, 1, 1), date(2020, 12, 31))

    with pytest.raises((BadInput, Undecidable)):
        calendar.with_notices([NEXT_YEAR])


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        (date(2020, 1, 26), date(2020, 1, 27), {date(2020, 1, 31): False, date(2020, 2, 1): False}),
        (
            date(2019, 3, 21),
            date(2019, 3, 22),
            {
                date(2019, 4, 28): True,
                date(2019, 5, 2): False,
                date(2019, 5, 3): False,
                date(2019, 5, 5): True,
            },
        ),
        (date(2015, 5, 12), date(2015, 5, 13), {date(2015, 9, day): day == 6 for day in (3, 4, 6)}),
        (date(2020, 1, 20), date(2020, 1, 20), {}),
    ],
)
def test_changes_between_two_days_of_knowledge(before, after, days):
    """A second notice changes the days it names and no others: each with what it was and what it is."""
    told = list(changes(NATION.known_as_of(before), NATION.known_as_of(after)))

    assert told == [(day, not working, working) for day, working in days.items()]


def test_changes_of_a_new_year_are_told_against_the_ordinary_week():
    """Where only one calendar reaches, the other is taken to follow the week, and looking back says the reverse."""
    calendar = NATION.with_notices([NEXT_YEAR])

    there, back = list(changes(NATION, calendar)), list(changes(calendar, NATION))

    assert there[:2] == [(date(2026, 12, 26), False, True), (date(2027, 1, 1), True, False)]
    assert [day for day, _, _ in there[2:]] == [day for day in NEXT_YEAR.off if day.weekday() < 5][1:]
    assert back == [(day, now, was) for day, was, now in there]
