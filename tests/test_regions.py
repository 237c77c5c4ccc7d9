"""The calendars of places with days off of their own, and what is in doubt where a notice is missing."""

import itertools
from datetime import date
from pathlib import Path

import attrs
import pytest

from gov_deadlines import CalendarNotPublished, Clause, DayKind, Notice, NoticeKind, WorkCalendar, read_notice

from . import oracle

NATION = WorkCalendar.load("CN")


@pytest.mark.parametrize("code", oracle.places())
def test_every_row_of_the_regional_table(code):
    """Each day that the table has for a place is answered as the table says."""
    calendar = WorkCalendar.load(code)
    rows = [row for row in oracle.rows("regional.csv") if row["code"] == code]

    answers = {row["date"]: calendar.is_working_day(date.fromisoformat(row["date"])) for row in rows}

    assert answers == {row["date"]: row["working"] == "1" for row in rows}


@pytest.mark.parametrize("code", oracle.places())
def test_days_outside_the_table_are_the_wider_region_s(code):
    """On every other day a place follows the region around it, and at last the nation."""
    calendar = WorkCalendar.load(code)

    assert {day: calendar.is_working_day(day) for day in oracle.days()} == oracle.place(code)


@pytest.mark.parametrize("code", ["45", "65", "5134", "533102"])
def test_shift_and_count_equal_the_walk_in_a_region(code):
    """From every 157th day, each n in ±1..±60 gives the day a walk over the table gives."""
    calendar, works = WorkCalendar.load(code), oracle.within(oracle.place(code))
    for day in list(oracle.days(date(2005, 1, 1), date(2025, 12, 31)))[::157]:
        for n in itertools.chain(range(-60, 0, 7), range(1, 61, 7)):
            reached = oracle.shift(day, n, works)

            assert calendar.shift(day, n) == reached
            assert calendar.count(day, reached) == oracle.count(day, reached, works)


@pytest.mark.parametrize(
    ("code", "day", "kind", "name", "notice"),
    [
        ("45", date(2017, 3, 30), DayKind.HOLIDAY, "三月三", "45/2017"),
        ("45", date(2017, 3, 31), DayKind.HOLIDAY, "三月三", "45/2017"),
        ("45", date(2017, 4, 1), DayKind.HOLIDAY, "三月三", "45/2017"),
        ("45", date(2017, 4, 2), DayKind.HOLIDAY, "清明节", "CN/2017"),
        ("45", date(2017, 4, 8), DayKind.MAKEUP, "三月三", "45/2017"),
        ("45", date(2020, 3, 26), DayKind.WORKDAY, "三月三", "45/2020b"),
        ("45", date(2020, 3, 27), DayKind.WORKDAY, "三月三", "45/2020b"),
        ("5331", date(2023, 4, 12), DayKind.HOLIDAY, "泼水节", "5331/2023"),
        ("5331", date(2023, 4, 16), DayKind.MAKEUP, "泼水节", "5331/2023"),
        ("533102", date(2023, 4, 12), DayKind.WORKDAY, "泼水节", "533102/2023"),
        ("533102", date(2023, 4, 13), DayKind.HOLIDAY, "泼水节", "533102/2023"),
        ("533102", date(2023, 4, 16), DayKind.HOLIDAY, "泼水节", "533102/2023"),
        ("533102", date(2023, 10, 18), DayKind.HOLIDAY, "州庆", "5331/2023"),
        ("5333", date(2023, 12, 27), DayKind.HOLIDAY, "阔时节", "5333/2024"),
        ("65", date(2014, 10, 11), DayKind.HOLIDAY, "国庆节、古尔邦节", "65/2014"),
        ("65", date(2020, 2, 1), DayKind.HOLIDAY, "春节", "CN/2020b"),
    ],
)
def test_narrowest_region_decides(code, day, kind, name, notice):
    """The last notice of the narrowest region that speaks of a day has its word, over the nation's make-up days too."""
    found = WorkCalendar.load(code).day(day)

    assert (found.kind, found.name, found.notice.id) == (kind, name, notice)


def test_guangxi_moved_a_make_up_day():
    """2017-04-01 was worked by the nation and off in Guangxi, which worked on 04-08 instead."""
    guangxi = WorkCalendar.load("45")

    assert [NATION.is_working_day(date(2017, 4, day)) for day in (1, 8)] == [True, False]
    assert [guangxi.is_working_day(date(2017, 4, day)) for day in (1, 8)] == [False, True]
    assert (NATION.shift(date(2017, 3, 29), 3), guangxi.shift(date(2017, 3, 29), 3)) == (
        date(2017, 4, 1),
        date(2017, 4, 7),
    )


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("65", date(2005, 1, 21), date(2005, 1, 25)), ("5331", date(2023, 1, 30), date(2023, 1, 31))],
)
def test_days_off_for_some_move_nothing(code, first, last):
    """Days off for those who keep a feast leave the office open, and decide nothing."""
    calendar = WorkCalendar.load(code)

    for day in oracle.days(first, last):
        assert attrs.evolve(calendar.day(day)) == NATION.day(day)


def test_year_without_a_sourced_notice_is_in_doubt():
    """Xinjiang 2020 has no notice in the data: the year is not "as the nation", and the doubt says what is missing."""
    doubts = WorkCalendar.load("65").doubts_in(date(2020, 5, 1), date(2020, 6, 1))

    assert len(doubts) == 1
    assert "2020" in doubts[0].reason("en")
    assert "Xinjiang" in doubts[0].reason("en")
    assert "肉孜节、古尔邦节" in doubts[0].reason("zh")


@pytest.mark.parametrize("year", range(2004, 2027))
def test_region_of_which_nothing_is_known_is_always_in_doubt(year):
    """Inner Mongolia has no sourced year, so no year of it is settled."""
    assert WorkCalendar.load("15").doubts_in(date(year, 3, 1), date(year, 9, 1))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_guangxi_is_settled_in_every_year(year):
    """It had no days of its own before 2014, and every notice since is in the data."""
    guangxi = WorkCalendar.load("45")
    start = date(year, 3, 1)
    due = guangxi.shift(start, 60)

    assert guangxi.doubts_in(date(year, 1, 1), min(date(year, 12, 31), guangxi.firm_through)) == ()
    assert guangxi.bounds(start, 60) == (due, due)


def test_span_outside_the_year_in_doubt_is_settled():
    """A doubt about 2017 touches no count in 2018, and a span without a day is never in doubt."""
    xinjiang = WorkCalendar.load("65")
    settled, open_ = date(2022, 3, 1), date(2020, 3, 1)

    assert xinjiang.doubts_in(settled, date(2022, 12, 31)) == ()
    assert xinjiang.doubts_in(open_, date(2020, 12, 31)) != ()
    assert xinjiang.doubts_in(open_, open_) == ()


def test_bounds_lie_around_the_plain_answer():
    """In a year in doubt the answer is only the middle of what it may turn out to be."""
    xinjiang = WorkCalendar.load("65")

    for day in list(oracle.days(date(2020, 2, 1), date(2020, 10, 31)))[::9]:
        for n in (-20, -1, 1, 20):
            due = xinjiang.shift(day, n)
            earliest, latest = xinjiang.bounds(day, n)

            assert earliest <= due <= latest
            assert earliest < latest
            assert (earliest > day) if n > 0 else (latest < day)


def _told_later():
    """Each region's year whose days became known after its calendar for that year was: code, year, eve."""
    for code in oracle.places():
        for notice in WorkCalendar.load(code).notices():
            if notice.region == code and notice.year not in (2015, 2019, 2020):  # those the nation changed meanwhile
                eve = notice.known_from - oracle.ONE_DAY
                if oracle.PUBLIC[f"CN/{notice.year}"] <= eve and eve.year == notice.year:
                    yield pytest.param(code, notice.year, eve, id=f"{code}-{eve}")


@pytest.mark.parametrize(("code", "year", "eve"), list(_told_later()))
def test_bounds_hold_what_the_notice_then_said(code, year, eve):
    """On the eve of its notice each region's year is in doubt, and the bounds of that eve hold the day it came to."""
    later = WorkCalendar.load(code)
    then = later.known_as_of(eve)

    for day in list(oracle.days(date(year, 2, 1), date(year, 10, 15)))[::5]:
        for n in (-10, 5, 20):
            earliest, latest = then.bounds(day, n)

            assert earliest <= later.shift(day, n) <= latest
            assert earliest <= then.shift(day, n) <= latest


def test_bounds_of_a_region_reach_to_the_first_days_of_the_calendar():
    """Where taking days away leads past the calendar's first day, the bounds are refused as a count is."""
    inner_mongolia = WorkCalendar.load("15")

    with pytest.raises(CalendarNotPublished):
        inner_mongolia.bounds(date(2004, 1, 10), -3)


def test_bounds_near_the_end_look_past_the_last_notice():
    """A count whose latest day may fall into an unpublished year still has bounds."""
    inner_mongolia = WorkCalendar.load("15")

    earliest, latest = inner_mongolia.bounds(date(2026, 12, 1), 20)

    assert earliest < inner_mongolia.shift(date(2026, 12, 1), 20) == date(2026, 12, 29) < latest
    assert latest > date(2026, 12, 31)


@pytest.mark.parametrize(("code", "start", "n"), [("533102", date(2025, 11, 18), 240), ("15", date(2024, 12, 4), 480)])
def test_bounds_of_a_long_count_reach_as_far_as_they_must(code, start, n):
    """Over several years in doubt the latest day may lie far past the plain answer: it is told all the same."""
    calendar = WorkCalendar.load(code)

    earliest, latest = calendar.bounds(start, n)

    assert earliest <= calendar.shift(start, n) <= latest


def test_doubts_are_values():
    """A doubt, like any value here, can stand in a set, and equals the same doubt of another calendar."""
    here, there = WorkCalendar.load("15"), WorkCalendar.load("150100")

    assert set(here.doubts) == set(there.doubts)


def test_break_set_by_the_notice_of_the_next_year_is_in_doubt():
    """In Nujiang the notice for the next year sets 阔时节 in late December; without it, December 2024 is open."""
    nujiang = WorkCalendar.load("5333")

    assert nujiang.doubts_in(date(2023, 12, 31), date(2024, 11, 30)) == ()
    assert nujiang.doubts_in(date(2024, 12, 20), date(2024, 12, 31))


def test_notice_handed_in_settles_its_year():
    """With a notice of one's own for the year, the doubt about it is gone and the others stay."""
    inner_mongolia = WorkCalendar.load("15")
    own = Notice(
        id="15/2024",
        region="15",
        year=2024,
        kind=NoticeKind.REGIONAL,
        clauses=(Clause("那达慕", off=(date(2024, 7, 18),)),),
        public=date(2024, 6, 1),
    )

    informed = inner_mongolia.with_notices([own])

    assert informed.doubts_in(date(2024, 1, 1), date(2024, 12, 31)) == ()
    assert informed.doubts_in(date(2023, 1, 1), date(2023, 12, 31))
    assert not informed.is_working_day(date(2024, 7, 18))
    assert informed.known_as_of(date(2024, 5, 31)).doubts_in(date(2024, 1, 1), date(2024, 12, 31))


def test_place_stands_in_every_region_around_it():
    """瑞丽 follows 德宏: what is missing for the prefecture is in doubt for the city too."""
    city = WorkCalendar.load("533102")

    reasons = [doubt.reason("en") for doubt in city.doubts_in(date(2021, 5, 1), date(2021, 6, 1))]

    assert len(reasons) == 2
    assert "Dehong" in reasons[0]
    assert "Ruili" in reasons[1]


def test_region_s_calendar_known_before_its_notice_is_in_doubt():
    """On the eve of Guangxi's notice for 2024 the year is open, on the day it is settled."""
    guangxi = WorkCalendar.load("45")

    assert guangxi.known_as_of(date(2024, 3, 21)).doubts_in(date(2024, 3, 1), date(2024, 5, 1))
    assert not guangxi.known_as_of(date(2024, 3, 22)).doubts_in(date(2024, 3, 1), date(2024, 5, 1))


def test_festival_of_a_city_is_no_second_doubt_of_its_region():
    """Lhasa sets 藏历新年 itself and its notice for 2023 is sourced: Tibet's missing one is no doubt about it."""
    reasons = [doubt.reason("zh") for doubt in WorkCalendar.load("5401").doubts_in(date(2023, 2, 1), date(2023, 3, 1))]

    assert len(reasons) == 1
    assert "雪顿节" in reasons[0]
    assert "藏历新年" not in reasons[0]


def test_places_without_days_of_their_own_share_one_index_after_a_notice_is_taken_in():
    """There are some three thousand counties, and a calendar weighs a megabyte."""
    text = (Path(__file__).parent / "notices" / "made_up_2027.txt").read_text(encoding="utf-8")
    places = ("CN", "610724", "520323", "45")
    taken_in = {place: WorkCalendar.load(place, notices=[read_notice(text)]) for place in places}

    assert len({id(calendar._index) for calendar in taken_in.values()}) == 2
    assert taken_in["45"]._index is not taken_in["CN"]._index
    assert {place: calendar.region for place, calendar in taken_in.items()} == {place: place for place in places}
    assert all(calendar.last == date(2027, 12, 31) for calendar in taken_in.values())
