"""What calendars stand on, piece by piece: spans in files, acts, places and their missing notices, bounds."""

from datetime import date, timedelta

import pytest

from gov_deadlines import BadInput, Clause, Fault, Notice, NoticeKind, UnknownRegion, WorkCalendar
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.doubt import bound
from gov_deadlines.workdays.gap import gaps
from gov_deadlines.workdays.notice import days_of, read_clauses
from gov_deadlines.workdays.packaged import Act
from gov_deadlines.workdays.region import Region, chain_of, prefix_of

FIRST, LAST = date(2024, 5, 5), date(2024, 6, 30)
HELD = [date(2024, 5, day) for day in (6, 7, 14, 31)] + [date(2024, 6, 3), date(2024, 6, 28)]
FREE = [date(2024, 5, day) for day in (11, 12, 25)] + [date(2024, 6, 1), date(2024, 6, 30)]


class Open:
    """A doubt that says exactly which working days may be off and which rest days worked."""

    def swing(self, after, through):
        return -sum(after < day <= through for day in HELD), sum(after < day <= through for day in FREE)


@pytest.mark.parametrize("most", [False, True])
def test_bound_is_the_shift_of_the_calendar_in_which_all_is_so(most):
    """Forward and backward, from each day, up to the last day on which there is an answer."""
    plain = WorkCalendar.of(FIRST, LAST)
    other = WorkCalendar.of(FIRST, LAST, work_days=FREE) if most else WorkCalendar.of(FIRST, LAST, rest_days=HELD)
    asked = 0
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(offset)
        for n in (*range(1, 42), *range(-41, 0)):
            after, through = (day, LAST) if n > 0 else (FIRST, day - timedelta(1))
            if day == FIRST or min(plain.count(after, through), other.count(after, through)) < abs(n):
                continue
            asked += 1
            assert bound(day, plain.shift(day, n), n, [Open()], plain.count, most=most) == other.shift(day, n)
    assert asked > 1000


def test_calendar_begins_on_any_weekday():
    """From Sunday 2024-05-05 on: each week ends with a Saturday."""
    assert WorkCalendar.of(FIRST, date(2024, 5, 18)).kinds() == bytes([2, 0, 0, 0, 0, 0, 2] * 2)


def test_what_is_wrong_in_a_file_hides_nothing_that_is_right():
    """Tables, spans and scopes of a wrong type are passed over, and so is a span that cannot be read."""
    plain = [
        "not a table",
        {"off": [1, "2026-13-01", "2026-04-20"], "scope": 1},
        {"festival": "州庆", "on": "2026-04-25", "off_for_some": ["2026-04-21"], "scope": "妇女"},
    ]

    clauses, faults = read_clauses(plain)

    assert clauses == (
        Clause("?", off=(date(2026, 4, 20),)),
        Clause("州庆", off_for_some=(date(2026, 4, 21),), scope="妇女"),
    )
    assert faults == [
        Fault(
            "clause[1].off[1]",
            "'2026-13-01' is no day or span; expected 2026-10-01 or 2026-10-01..2026-10-07",
            "'2026-13-01' 不是日期或区间；应为 2026-10-01 或 2026-10-01..2026-10-07",
        )
    ]


def test_span_is_sixty_days_at_most():
    """From 2026-01-01 the sixtieth day is 03-01."""
    assert len(days_of(["2026-01-01..2026-03-01"], "off")) == 60
    with pytest.raises(BadInput, match="is no day or span"):
        days_of(["2026-01-01..2026-03-02"], "off")


def test_act_that_sets_no_day_begins_after_all_days():
    """It reaches back into no year."""
    assert Act("CN/2026", 0, 2026, (), ()).first == date.max.toordinal()
    assert Act("CN/2026", 0, 2026, (20, 1, 30, 2), (10, 1)).first == 10


def test_law_is_known_from_the_day_it_is_public():
    """That of 2025 on 2024-11-12; for years before 2025 it is not the law."""
    assert packaged.regulation(2025, date(2024, 11, 11)).id == "2014"
    assert packaged.regulation(2025, date(2024, 11, 12)).id == "2025"
    assert packaged.regulation(2025).id == "2025"
    assert packaged.regulation(2024).id == "2014"


def test_day_that_was_statutory_once_has_no_festival():
    """2015-09-03, by the State Council's notice and not by the law."""
    days = packaged.statutory(2015, packaged.regulation(2015))

    assert days[date(2015, 9, 3)] == ""
    assert days[date(2015, 10, 1)] == "国庆节"


def test_day_of_two_festivals_bears_both_names():
    """The mid-autumn festival fell on 2020-10-01; the 2nd is the nation's alone."""
    days = packaged.statutory(2020, packaged.regulation(2020))

    assert set(days[date(2020, 10, 1)].split("、")) == {"国庆节", "中秋节"}
    assert days[date(2020, 10, 2)] == "国庆节"


@pytest.mark.parametrize("code", ["11ab", "11１１", "１１", "1", "111", "71", "cn", "", None, 11])
def test_code_of_no_place_is_refused(code):
    """Two, four or six plain digits, of a province on the mainland."""
    with pytest.raises(UnknownRegion) as refused:
        prefix_of(code)

    assert refused.value.message("zh") == UnknownRegion(code).message("zh")


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("CN", ("CN",)),
        ("53", ("CN", "53")),
        ("5331", ("CN", "53", "5331")),
        ("533102", ("CN", "53", "5331", "533102")),
        ("533100", ("CN", "53", "5331")),
        ("530000", ("CN", "53")),
    ],
)
def test_place_follows_the_rules_of_all_places_around_it(code, chain):
    """The widest first, without the zeros that only pad a code."""
    assert (chain_of(code), prefix_of(code)) == (chain, chain[-1])


def region(code, *festivals, **more):
    """A place that sets days of its own."""
    return Region(code, code, code, "county", festivals=festivals, **more)


@pytest.mark.parametrize(
    ("place", "year", "public", "festivals"),
    [
        (region("1", "甲", "乙", since=2014), 2013, False, ()),
        (region("1", "甲", "乙", since=2014), 2014, False, ("甲", "乙")),
        (region("1", "甲", "乙", missing={2014: ("乙",)}), 2014, True, ("乙",)),
        (region("1", "甲", "乙", missing={2014: ("乙",)}), 2014, False, ("甲", "乙")),
        (region("1", "甲", "乙", missing={2014: ()}), 2014, True, ()),
        (region("1", "甲", "乙", missing={2014: ()}), 2015, True, ("甲", "乙")),
        (region("1"), 2014, False, ("?",)),
    ],
)
def test_festivals_of_a_year_are_missing_unless_its_notice_is_known(place, year, public, festivals):
    """None before the first year; those that the data names; all where there is no file; ? for places without."""
    assert place.gap(year, public=public) == festivals


@pytest.mark.parametrize(
    ("code", "after", "through", "swing"),
    [
        # 甘孜, bounded by any place's twelve days off and four worked: five weekdays and two rest days in a week.
        ("5133", (2026, 3, 8), (2026, 3, 15), (-5, 2)),
        ("5133", (2026, 3, 8), (2026, 3, 9), (-1, 0)),
        ("5133", (2026, 3, 13), (2026, 3, 15), (0, 2)),
        ("5133", (2026, 1, 1), (2026, 12, 30), (-12, 4)),
        # Within its year alone: new year's day is off.
        ("5133", (2025, 12, 30), (2026, 1, 1), (0, 1)),
        ("5133", (2026, 12, 29), (2026, 12, 31), (-2, 0)),
        ("5133", (2025, 12, 1), (2025, 12, 31), (0, 0)),
        ("5133", (2026, 3, 9), (2026, 3, 9), (0, 0)),
        ("5133", (2026, 3, 9), (2026, 3, 8), (0, 0)),
        # 延边, by its own record.
        ("2224", (2026, 3, 8), (2026, 3, 15), (-3, 0)),
    ],
)
def test_missing_notice_moves_as_many_days_as_the_span_holds(code, after, through, swing):
    """Up to the most that was ever moved in a year."""
    doubt = next(each for each in WorkCalendar.load(code).doubts if each.year == 2026)

    assert doubt.swing(date(*after), date(*through)) == swing
    assert doubt.touches(date(*after), date(*through)) is (swing != (0, 0))


def test_missing_notice_of_the_first_year_counts_from_its_first_day():
    """2004-01-01 is off, Friday the 2nd worked; the calendar holds no day before."""
    doubt = WorkCalendar.load("5133").doubts[0]

    assert doubt.year == 2004
    assert doubt.swing(date(2003, 12, 1), date(2004, 1, 2)) == (-1, 1)


PLACES = {
    "11": region("11", "甲", "乙", "丙"),
    "1101": region("1101", "乙"),
    "110101": region("110101", "丙"),
}


def test_missing_notices_are_told_of_the_widest_place_first(monkeypatch):
    """Each festival at the narrowest place that sets it; a place that is no known one is passed over."""
    monkeypatch.setattr(packaged, "regions", lambda: PLACES)
    layers = (("CN", ()), ("11", ()), ("1101", ()), ("110101", ()), ("11010101", ()))

    told = [(each.region.code, each.year, each.missing) for each in gaps(layers, [2025, 2026], {})]

    assert told == [
        (code, year, (festival,))
        for code, festival in (("11", "甲"), ("1101", "乙"), ("110101", "丙"))
        for year in (2025, 2026)
    ]


def test_nation_has_no_missing_notice_of_a_place(monkeypatch):
    """And asks for no place, so that a plain calendar reads no more than it needs."""
    monkeypatch.setattr(packaged, "regions", None)

    assert gaps((("CN", ()),), [2026], {}) == ()


def test_notice_of_a_place_within_settles_nothing_of_the_place_around_it():
    """A notice handed in for 西昌 leaves open what 凉山 gave in 2026."""
    own = Notice("513401/2026", "513401", 2026, NoticeKind.REGIONAL, (Clause("市庆", off=(date(2026, 9, 1),)),))
    calendar = WorkCalendar.load("513401")

    assert [each.region.code for each in calendar.doubts if each.year == 2026] == ["5134"]
    assert calendar.with_notices([own]).doubts == calendar.doubts
