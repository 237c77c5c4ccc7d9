"""A year without a notice: what is certain of it, what is guessed, and how far the guess may be off."""

import pickle
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gov_deadlines import CalendarNotPublished, Notice, NoticeKind, WorkCalendar
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.arrangement import arrangements, blocks_of, carry
from gov_deadlines.workdays.doubt import Unpublished
from gov_deadlines.workdays.projection import project

from . import oracle

NATION = WorkCalendar.load("CN")
NOTICES = packaged.notices("CN")
NEXT = project(2027, NOTICES)
HIDDEN = range(2014, 2027)


def before_its_notice(year: int) -> WorkCalendar:
    """The calendar on the eve of the annual notice for *year*, projected through it by the law of that year."""
    eve = NATION.known_as_of(oracle.PUBLIC[f"CN/{year}"] - oracle.ONE_DAY)
    return eve.projected(year, regulation=packaged.regulation(year))


def known_before(year: int) -> list[Notice]:
    """The notices public on that eve."""
    return [notice for notice in NOTICES if oracle.PUBLIC[notice.id] < oracle.PUBLIC[f"CN/{year}"]]


@pytest.mark.parametrize("year", HIDDEN)
def test_bounds_hold_the_day_that_the_hidden_notice_leads_to(year):
    """Counts into a year whose notice is hidden are bracketed; the truth is stepped through an independent table."""
    calendar, works = before_its_notice(year), oracle.within(oracle.nation(oracle.PUBLIC[f"CN/{year}"]))
    starts = [day for day in oracle.days(date(year - 1, 11, 1), date(year, 1, 31)) if day.day % 6 == 1]

    outside = [
        (start, n)
        for start in starts
        for n in (1, 5, 7, 15, 20, 30, 60)
        for earliest, latest in [calendar.bounds(start, n)]
        if not earliest <= oracle.shift(start, n, works) <= latest
    ]

    assert outside == []


def test_bounds_see_the_saturday_that_the_notice_for_2019_had_worked_in_2018():
    """元旦 may reach into the year before: Saturday 2018-12-29 is a possible answer before anyone announced it."""
    calendar = NATION.known_as_of(date(2018, 12, 5)).projected(2019)

    earliest, latest = calendar.bounds(date(2018, 12, 3), 20)

    assert earliest <= date(2018, 12, 29) < date(2018, 12, 31) <= latest


@pytest.mark.parametrize(
    ("year", "law"),
    [
        # 除夕 is a statutory day by the law of 2008, not by that of 2014, and again by that of 2025.
        (2013, [date(2013, 2, 9), date(2013, 2, 10), date(2013, 2, 11)]),
        (2014, [date(2014, 1, 31), date(2014, 2, 1), date(2014, 2, 2)]),
        (2027, [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8)]),
    ],
)
def test_statutory_days_follow_the_law_of_the_year(year, law):
    """The days of 春节 are those of the regulation in force in that year."""
    spring = next(block for block in blocks_of(year) if "春节" in block.festivals)

    assert list(spring.days) == law


def test_unpublished_2027_has_thirteen_statutory_days_off():
    """The thirteen days of the law of 2025 are off in the guess, whatever weekday they fall on."""
    calendar = NATION.projected(2027)
    statutory = [day for day in oracle.days(date(2027, 1, 1), date(2027, 12, 31)) if calendar.day(day).statutory]

    assert len(statutory) == 13
    assert not any(calendar.is_working_day(day) for day in statutory)


@pytest.mark.parametrize("year", [*range(2027, 2040), 2061, 2099])
def test_statutory_days_are_certain(year):
    """No doubt touches a statutory day: it is off by every pattern."""
    doubts = project(year, NOTICES).doubts

    for day in packaged.statutory(year, packaged.regulation(year)):
        assert {doubt.swing(day - oracle.ONE_DAY, day) for doubt in doubts} == {(0, 0)}


@pytest.mark.parametrize("year", [*HIDDEN, *range(2027, 2040)])
def test_swaps_move_rest_days_and_make_none(year):
    """Over a span that holds the whole year no doubt is left: each day off beyond the law is paid for by one worked."""
    doubts = project(year, known_before(year) if year in HIDDEN else NOTICES).doubts

    assert {doubt.swing(date(year - 1, 11, 30), date(year, 12, 31)) for doubt in doubts} == {(0, 0)}


@pytest.mark.parametrize("year", [2027, 2037, 2064])
def test_guess_has_as_many_working_days_as_the_law_leaves(year):
    """
    The weekdays of the year less its statutory days, since its 元旦 is guessed to take nothing from the year before.

    In 2037 and 2064 a week lies between 中秋节 and 国庆节: no rest day in it is worked for both.
    """
    calendar = NATION.projected(year)
    weekdays = sum(day.weekday() < 5 for day in oracle.days(date(year, 1, 1), date(year, 12, 31)))

    assert calendar.count(date(year - 1, 12, 31), date(year, 12, 31)) == weekdays - 13


def test_projected_calendar_is_marked():
    """A projection says from which day on no notice stands behind it, and names no notice there."""
    calendar = NATION.projected(2027)

    assert (calendar.projected_from, calendar.last) == (date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.day(date(2027, 2, 5)).notice is None
    assert calendar.day(date(2027, 2, 5)).name == "春节"
    assert NEXT.act.is_projection
    assert NEXT.act.year == NEXT.act.covers == 2027


def test_nothing_is_projected_by_default():
    """Without an explicit projection the calendar still refuses the unpublished year."""
    with pytest.raises(CalendarNotPublished):
        NATION.shift(date(2026, 12, 20), 20)


def test_published_days_stay_as_published():
    """Projecting a year changes no answer of the years that have their notice."""
    calendar = NATION.projected(2027)

    changed = [
        day for day in oracle.days(date(2025, 1, 1), date(2026, 12, 31))
        if calendar.is_working_day(day) != NATION.is_working_day(day)
    ]  # fmt: skip

    assert changed == []


@pytest.mark.parametrize("year", [2014, 2020, 2025])
def test_projection_of_a_hidden_year_rests_on_earlier_notices_alone(year):
    """What the calendar of an earlier day projects is what the notices public by then make of it."""
    calendar = before_its_notice(year)

    assert calendar.doubts[0] == Unpublished(year, date(year - 1, 12, 29), date(year, 12, 31))
    assert calendar.doubts[1:] == project(year, known_before(year)).doubts
    assert max(seen for doubt in project(year, known_before(year)).doubts for seen in doubt.years) < year


def test_order_of_the_notices_does_not_matter():
    """The same notices give the same projection in any order."""
    assert project(2027, reversed(NOTICES)) == NEXT


@pytest.mark.parametrize(
    "notice", [notice for notice in NOTICES if notice.kind is NoticeKind.ANNUAL], ids=lambda n: n.id
)
def test_every_published_arrangement_gives_its_own_days_when_carried_to_its_own_year(notice):
    """The run and the numbers of rest days worked before and after it tell a notice whole."""
    works = oracle.nation(oracle.PUBLIC[notice.id])

    for seen in arrangements([notice]):
        (pattern,) = carry(seen, seen.block, taken=notice.off)
        assert all(works[day] == pattern.works(day) for day in pattern.off | pattern.worked)


def test_arrangements_that_do_not_pay_for_themselves_are_left_out():
    """中秋节 of 2015 is paid for by 国庆节, and the longer 春节 of 2020 by nothing: neither is a pattern to repeat."""
    seen = arrangements(NOTICES)
    found = {(one.year, festival) for one in seen for festival in one.block.festivals}
    every = {(year, name) for year in range(2004, 2027) for block in blocks_of(year) for name in block.festivals}
    spring = [one.ends for one in seen if (one.year, one.block.festivals) == (2020, ("春节",))]

    assert every - found == {(2015, "中秋节"), (2015, "国庆节")}
    assert spring == [date(2020, 1, 30)]


def test_amended_arrangement_counts_beside_the_first_one():
    """劳动节 of 2019 was first arranged as one day and then as four; both have been seen."""
    labour = [seen for seen in arrangements(NOTICES) if (seen.year, seen.block.festivals) == (2019, ("劳动节",))]

    assert [(seen.ends.day, seen.before, seen.after) for seen in labour] == [(1, 0, 0), (4, 1, 1)]


@pytest.mark.parametrize(
    ("year", "together"),
    [(2009, True), (2012, True), (2015, False), (2023, True), (2025, True), (2026, False)],
)
def test_mid_autumn_is_arranged_with_the_national_day_when_it_falls_into_its_week(year, together):
    """The two make one block, kept to 1 October, in the years in which the notice named them in one clause."""
    national = next(block for block in blocks_of(year) if "国庆节" in block.festivals)

    assert ("中秋节" in national.festivals) == together
    assert national.anchor == date(year, 10, 1)
    assert national.granted == (4 if together else 3)


def test_nearest_arrangements_are_of_the_same_weekday_before_they_are_of_the_same_festival():
    """元旦 on a Friday is told best by itself on a Friday, then by other single days on a Friday, then by itself."""
    day = blocks_of(2027)[0]
    told = {(one.year, one.block.festivals): one.distance(day) for one in arrangements(NOTICES)}

    order = [
        (2021, ("元旦",)),  # a Friday
        (2010, ("元旦",)),  # a Friday, longer ago
        (2019, ("清明节",)),  # a Friday
        (2026, ("元旦",)),  # a Thursday
        (2024, ("清明节",)),  # a Thursday
        (2026, ("春节",)),  # four days, from a Monday
    ]
    assert sorted(order, key=lambda key: told[key]) == order


@pytest.mark.parametrize(
    ("year", "since", "worked"),
    [
        # 春节 on a Monday as in 2012, 端午节 and 中秋节 on a Thursday, 国庆节 on a Saturday as in 2011.
        (2016, 1, ["02-06", "02-14", "06-12", "09-18", "10-08", "10-09"]),
        # 国庆节 passes over the weekend of 中秋节, 09-26 and 09-27, and takes the one before.
        (2026, 9, ["09-20", "10-10"]),
    ],
)
def test_guess_repeats_what_was_done_for_the_same_weekdays(year, since, worked):
    """The guess for a hidden year has those rest days worked that comparable years had."""
    runs = project(year, known_before(year)).act.worked
    pairs = zip(runs[::2], runs[1::2], strict=True)
    days = [date.fromordinal(first + offset) for first, length in pairs for offset in range(length)]

    assert [f"{day:%m-%d}" for day in days if day.month >= since] == worked


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2005, 3),  # Saturday 01-01 is made up on Monday
        (2010, 3),  # Friday 01-01 runs into its weekend
        (2020, 1),  # a Wednesday
    ],
)
def test_without_an_earlier_notice_the_law_alone_stands(year, days):
    """Where nothing has been seen the days off are those of the law, made up on the next weekday, and none is open."""
    projection = project(year, ())

    assert projection.doubts == ()
    assert projection.act.worked == ()
    assert projection.act.off[:2] == (date(year, 1, 1).toordinal(), days)


def test_another_version_of_the_law_can_be_asked():
    """The year 2025 by the law of 2014, as everyone had to expect it before 2024-11-12: 除夕 is no statutory day."""
    law = next(regulation for regulation in packaged.regulations() if regulation.id == "2014")

    assert len(blocks_of(2025, law)[1].days) == 3
    assert project(2025, known_before(2025), regulation=law) != project(2025, known_before(2025))


def test_year_beyond_the_lunar_tables_is_refused():
    """No feast can be dated there, so the refusal of the tables comes through."""
    with pytest.raises(LookupError, match="2101"):
        project(2101, NOTICES)


def test_reason_names_year_festival_and_the_notices_behind_the_bounds():
    """Both languages say what is missing and what the bounds rest on."""
    spring = next(doubt for doubt in NEXT.doubts if doubt.festival == "春节")

    assert spring.comparables == 12
    for reason in (spring.reason("zh"), spring.reason("en")):
        assert all(word in reason for word in ("2027", "春节", "12", "2024", "2026"))


@given(st.dates(date(2026, 10, 1), date(2027, 12, 31)), st.dates(date(2026, 10, 1), date(2027, 12, 31)))
def test_swing_spans_zero_and_adds_up(one, other):
    """The guess is one of the patterns, and what a span may gain is at most what its two parts may."""
    after, through = sorted((one, other))
    middle = date.fromordinal((after.toordinal() + through.toordinal()) // 2)

    for doubt in NEXT.doubts:
        loss, gain = doubt.swing(after, through)
        parts = [doubt.swing(after, middle), doubt.swing(middle, through)]
        assert sum(part[0] for part in parts) <= loss <= 0 <= gain <= sum(part[1] for part in parts)


@given(st.dates(date(2026, 10, 1), date(2027, 9, 30)), st.integers(0, 60))
def test_extreme_counts_only_grow_with_the_span(after, length):
    """One more day adds a working day or none under the extremes too: the bounds can be walked to."""
    calendar, through = NATION.projected(2027), date.fromordinal(after.toordinal() + length)

    def extremes(end: date) -> list[int]:
        swings = [doubt.swing(after, end) for doubt in NEXT.doubts]
        return [calendar.count(after, end) + sum(side) for side in zip(*swings, strict=True)]

    for now, then in zip(extremes(through), extremes(through + oracle.ONE_DAY), strict=True):
        assert now <= then


@given(st.dates(date(2026, 11, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_guess_lies_within_its_bounds_which_move_with_the_number(start, n):
    """Earliest, guess and latest stand in order, and one working day more never ends sooner."""
    calendar = NATION.projected(2027)

    (earliest, latest), (next_earliest, next_latest) = calendar.bounds(start, n), calendar.bounds(start, n + 1)

    assert earliest <= calendar.shift(start, n) <= latest
    assert earliest <= next_earliest
    assert latest <= next_latest


@pytest.mark.parametrize(
    ("after", "through"),
    [
        (date(2026, 10, 1), date(2026, 12, 1)),
        (date(2027, 3, 1), date(2027, 3, 20)),
        (date(2027, 7, 1), date(2027, 8, 31)),
        (date(2027, 11, 1), date(2027, 11, 30)),
    ],
)
def test_no_doubt_away_from_the_festivals(after, through):
    """A span that no pattern reaches is certain even in a year without a notice."""
    assert {doubt.swing(after, through) for doubt in NEXT.doubts} == {(0, 0)}


def test_projection_keeps_its_own_place_and_its_own_notices():
    """Places and notices with the very same days share no projection's name or proof: each keeps its own."""
    NATION.projected(2028)
    shipped = packaged.notice("CN/2026")
    mine = attrs.evolve(shipped, document_number="made up", number_confirmed=True)

    county = WorkCalendar.load("520323").projected(2028)
    corrected = NATION.with_notices([mine]).projected(2028)

    assert county.region == county.known_as_of(date(2026, 11, 1)).region == "520323"
    assert corrected.day(date(2026, 10, 1)).notice == mine
    assert corrected.digest == NATION.projected(2028).digest


def test_projection_by_another_law_stays_so():
    """The law asked for goes with the calendar: into a pickle, to another day of knowledge, and to a further year."""
    law = next(regulation for regulation in packaged.regulations() if regulation.id == "2014")
    calendar = NATION.projected(2027, regulation=law)

    assert calendar.is_working_day(date(2027, 2, 5))
    assert not NATION.projected(2027).is_working_day(date(2027, 2, 5))
    assert pickle.loads(pickle.dumps(calendar)) == calendar
    assert calendar.known_as_of(date(2026, 11, 1)).digest == calendar.digest
    assert calendar.projected(2028).is_working_day(date(2027, 2, 5))
